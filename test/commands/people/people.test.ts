import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../../simulator/index.ts';
import { key, run, serviceFolder, token } from '../run.ts';

/** Runs a command to its end. */
async function afterword(
  folder: string,
  command: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const started = run(folder, command, { PORT: '1', ...environment });
  const code = await started.ended;
  return { code, output: started.output() };
}

const invite = (name: string, ...rest: string[]): string[] => ['invite', '--name', name, ...rest];
const linkIn = (output: string, to: RegExp): string => to.exec(output)?.[0] ?? `no link in ${output}`;

describe('afterword invite and people', () => {
  it('enrol whoever opens the link in the simulation that runs, and change them while it runs', async () => {
    const folder = serviceFolder();
    const service = run(folder, ['start'], { PORT: '0', SUPERVISOR_LANGUAGE: 'uk' });
    const [, url = '', PORT = ''] = await service.line(/Open (http:\/\/127\.0\.0\.1:(\d+))$/);
    const environment = { PORT, SUPERVISOR_LANGUAGE: 'uk' };

    const invited = await afterword(
      folder,
      invite('Ірина', '--role', 'supervisor', '--team', 'Sales', '--team', 'VIP'),
      environment,
    );
    expect(invited.output).toMatch(/^Ірина: supervisor of Sales, VIP$/m);
    expect(invited.output).toMatch(/^Each link is valid once, until \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\), /m);
    expect(invited.output).toMatch(/█▀▀▀▀▀█/);
    expect(invited.output).not.toContain('npm start');
    const before = await afterword(folder, ['people', 'list'], environment);
    expect(before.output).toMatch(/invited on telegram for 3 more days/);

    const link = linkIn(invited.output, /http:\S+telegram\S+/);
    expect(await (await fetch(link)).text()).toContain('<html');
    const list = await afterword(folder, ['people', 'list'], environment);
    expect(list.output).toMatch(
      /^Ірина: supervisor of Sales, VIP\n {2}\S+ {2}telegram:701, invited on viber for 3 more days$/m,
    );
    const state = await (await fetch(`${url}/simulator/page/state`)).text();
    expect(state).toContain('Вітаємо, Ірина! Ваша роль тут: супервізор.');

    expect((await afterword(folder, ['people', 'role', 'ІРИНА', 'analyst'], environment)).output).toBe(
      'Ірина: analyst',
    );
    expect(await afterword(folder, ['people', 'remove', 'ірина'], environment)).toMatchObject({ code: 0 });
    expect((await afterword(folder, ['people', 'list'], environment)).output).not.toContain('Ірина');
  }, 30_000);

  it('say that the simulation does not run, and keep the invitation for when it does', async () => {
    const folder = serviceFolder();
    const { code, output } = await afterword(folder, invite('Olena', '--role', 'analyst'));
    expect(code).toBe(0);
    expect(output).toMatch(
      /^The simulation does not run at http:\/\/127\.0\.0\.1:1\/simulator: run npm start in this folder/m,
    );
    expect((await afterword(folder, ['people', 'list'])).output).toMatch(/^Olena: analyst$/m);
  });

  it('ask a real bot for its name, and leave its events to the service', async () => {
    const platforms = await startSimulator({ telegramToken: token, viberToken: 'viber-token' });
    onTestFinished(() => platforms.stop());
    const folder = serviceFolder();
    const environment = {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: platforms.telegram.apiUrl,
      VIBER_AUTH_TOKEN: 'viber-token',
      VIBER_API_URL: platforms.viber.apiUrl,
      PUBLIC_URL: 'https://csat.example.com',
      API_KEYS: key,
    };
    const { output } = await afterword(folder, invite('Olena', '--role', 'administrator'), environment);
    const links = [
      /https:\/\/t\.me\/\w+\?start=aw_i_[\w-]{24}$/m,
      /viber:\/\/pa\?chatURI=\S+&context=aw_i_[\w-]{24}$/m,
    ];
    for (const link of links) expect(output).toMatch(link);
    const webhook = await fetch(`${platforms.telegram.apiUrl}/bot${token}/getWebhookInfo`, {
      method: 'POST',
    });
    expect(await webhook.json()).toMatchObject({ result: { url: '' } });

    platforms.telegram.fail({ kind: 'server_error' });
    const half = await afterword(folder, invite('Olena', '--role', 'administrator'), environment);
    expect(half.output).toMatch(links[1] ?? /none/);
    expect(half.output).toMatch(/^Telegram: no link can be made now: /m);
    expect(half.output).not.toContain(token);
    platforms.telegram.fail({ kind: 'server_error' });
    platforms.viber.fail({ kind: 'server_error' });
    const none = await afterword(folder, invite('Taras', '--role', 'administrator'), environment);
    expect(none.code).toBe(1);
    expect(none.output).toMatch(/^Telegram: no link .*\nViber: no link /);
    expect((await afterword(folder, ['people', 'list'], environment)).output).not.toContain('Taras');
  }, 30_000);

  it('add chats to who is known under the name, and refuse another role for them', async () => {
    const folder = serviceFolder();
    await afterword(folder, invite('Olena', '--role', 'supervisor', '--team', 'Sales'));
    const again = await afterword(folder, invite('OLENA', '--role', 'supervisor', '--team', 'sales'));
    expect(again.output).toMatch(/^Olena: supervisor of Sales$/m);
    expect((await afterword(folder, ['people', 'list'])).output.match(/^Olena/gm)).toHaveLength(1);
    expect(await afterword(folder, invite('Olena', '--role', 'analyst'))).toEqual({
      code: 1,
      output:
        '"Olena" is supervisor of Sales already; invite them as that, or change it first by: afterword people role "Olena" analyst ...',
    });
    expect((await afterword(folder, invite('olena', '--role', 'supervisor', '--group'))).output).toBe(
      '"Olena" is a person already; use another name',
    );
  }, 30_000);

  it.each([
    [['invite', '--role', 'analyst'], /^--name is missing; write the name that others will read$/],
    [invite(' ', '--role', 'analyst'), /^--name is missing/],
    [invite('x'.repeat(81), '--role', 'analyst'), /^--name is longer than 80 characters; shorten it$/],
    [invite('Olena'), /^--role is missing; use administrator, supervisor, operator, analyst or integrator$/],
    [invite('Olena', '--role', 'operator'), /^--operator is missing; /],
    [
      invite('Olena', '--role', 'analyst', '--expires', '3w'),
      /^--expires "3w" is not a time such as 90m, 12h or 3d$/,
    ],
    [invite('Olena', '--role', 'analyst', '--expires', '31d'), /^--expires must be between 1m and 30d$/],
    [['people', 'role', 'Nobody', 'boss'], /^<role> "boss" is no role; use administrator, /],
    [
      ['people', 'role', 'Nobody', 'analyst'],
      /^nobody is called "Nobody"; see who there is by: afterword people list$/,
    ],
    [['people', 'remove', 'Nobody'], /^nobody is called "Nobody"/],
    [['people', 'remove'], /missing required argument 'person'/],
    [['people', 'ban'], /unknown command 'ban'/],
  ])('refuse %j with one line', async (command, fault) => {
    const refused = await afterword(serviceFolder(), command);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(fault);
    expect(refused.output).not.toContain('    at ');
  });

  it('do not remove who stands in SUPERVISORS, but change their role', async () => {
    const folder = serviceFolder();
    const service = run(folder, ['start'], { PORT: '0' });
    await service.line(/Open (http:\S+)$/);
    expect(await afterword(folder, ['people', 'remove', 'telegram:100'])).toEqual({
      code: 1,
      output: expect.stringMatching(
        /is there because SUPERVISORS names telegram:100; take that out of SUPERVISORS/,
      ),
    });
    expect((await afterword(folder, ['people', 'role', 'seed:telegram:100', 'analyst'])).output).toMatch(
      /^(telegram:100|Marta Hrytsenko): analyst$/,
    );
  }, 30_000);
});
