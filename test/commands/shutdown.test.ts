import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { headers, key, type Run, run, serviceFolder, token } from './run.ts';
import { startSlowTelegram } from './slow-telegram.ts';

describe('afterword start', () => {
  it('answers requests that are under way when SIGTERM comes, takes no new ones, and goes on where it was', async () => {
    const platform = await startSlowTelegram();
    const folder = serviceFolder();
    const environment = {
      PORT: '0',
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: platform.url,
      API_KEYS: key,
      SUPERVISORS: 'telegram:9',
    };
    const first = run(folder, ['start'], environment);
    const [, url] = await first.line(/Listening on (http:\/\/\S+)$/);
    const authorization = { ...headers, authorization: `Bearer ${key}` };
    // A digest is answered once the platform has taken it.
    const body = JSON.stringify({ day: 'today' });
    const underWay = fetch(`${url}/api/v1/digests`, { method: 'POST', headers: authorization, body });
    await platform.asked;
    first.process.kill('SIGTERM');
    await first.line(/Stopping/);
    await refused(`${url}/healthz`);
    platform.answer();
    const answered = await underWay;
    expect([answered.status, await answered.json()]).toMatchObject([200, { sent: [{ ok: true }] }]);
    expect(await first.ended).toBe(0);

    const second = run(folder, ['start'], environment);
    await second.line(/Listening on /);
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('cuts no request of busy clients when SIGTERM comes: each is answered, or finds nobody who listens', async () => {
    const folder = serviceFolder();
    const service = run(folder, ['start'], { PORT: '0' });
    const [, url] = await service.line(/Open (http:\/\/\S+)$/);
    const kept = new Set<string>();
    const failures: string[] = [];
    // The system resets a connection that nobody had accepted when the port was closed.
    const unheard: string[] = [];
    const client = async (name: number): Promise<void> => {
      for (let i = 0; ; i++) {
        const externalId = `${name}-${i}`;
        const body = JSON.stringify({ channel: 'telegram', clientId: '501', externalId });
        try {
          const { status } = await fetch(`${url}/api/v1/dialogues`, { method: 'POST', headers, body });
          if (status === 201) kept.add(externalId);
          else failures.push(String(status));
        } catch (error) {
          const { code } = (error as Error).cause as NodeJS.ErrnoException;
          if (code === 'ECONNRESET') unheard.push(externalId);
          else if (code !== 'ECONNREFUSED') failures.push(String(code));
          return;
        }
        if (kept.size === 40) service.process.kill('SIGTERM');
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, name) => client(name)));
    expect(failures).toEqual([]);
    expect(await service.ended).toBe(0);

    const again = run(folder, ['start'], { PORT: '0' });
    const [, next] = await again.line(/Open (http:\/\/\S+)$/);
    const list = await fetch(`${next}/api/v1/dialogues?limit=500`, { headers });
    const { dialogues } = (await list.json()) as { dialogues: Array<{ externalId: string }> };
    const stored = new Set(dialogues.map(({ externalId }) => externalId));
    expect([...kept].filter((id) => !stored.has(id))).toEqual([]);
    expect(unheard.filter((id) => stored.has(id))).toEqual([]);
    again.process.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it('ends within ten seconds of SIGTERM whatever hangs, and at once with a second one', async () => {
    const start = async (): Promise<[Run, Promise<unknown>]> => {
      const platform = await startSlowTelegram();
      const service = run(serviceFolder(), ['start'], {
        PORT: '0',
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_API_ROOT: platform.url,
        API_KEYS: key,
        SUPERVISORS: 'telegram:9',
      });
      const [, url = ''] = await service.line(/Listening on (http:\/\/\S+)$/);
      const { port } = new URL(url);
      const cut = connect(Number(port), '127.0.0.1').on('error', () => {});
      cut.write('POST /api/v1/dialogues HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{');
      onTestFinished(() => void cut.destroy());
      const authorization = { ...headers, authorization: `Bearer ${key}` };
      const body = JSON.stringify({ day: 'today' });
      const hanging = fetch(`${url}/api/v1/digests`, { method: 'POST', headers: authorization, body });
      await platform.asked;
      return [service, hanging.catch(() => undefined)];
    };
    const [patient, one] = await start();
    const [hurried, two] = await start();
    patient.process.kill('SIGTERM');
    hurried.process.kill('SIGTERM');
    await hurried.line(/Stopping/);
    hurried.process.kill('SIGTERM');
    expect(await hurried.ended).toBe(130);
    expect(await patient.ended).toBe(0);
    await Promise.all([one, two]);
  });
});

/** Resolves once nobody listens there any more. */
async function refused(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url, { headers: { connection: 'close' } });
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
