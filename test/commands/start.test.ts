import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../simulator/index.ts';
import { describeMongo } from '../support/mongo.ts';
import { tempFolder } from '../support/temp.ts';

const cli = resolve('dist/src/cli.js');

interface Run {
  process: ChildProcess;
  /** Everything printed so far, errors too. */
  output: () => string;
  /** Resolves with the match once a line matches. @throws when the process ends before */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** The command line as a person starts it: in a folder, with this environment and no other Afterword variable. */
function run(
  folder: string,
  command: string[],
  environment: Record<string, string> = {},
  program = process.execPath,
  arguments_ = [cli, ...command],
): Run {
  const { PATH } = process.env;
  const child = spawn(program, arguments_, {
    cwd: folder,
    env: { PATH, ...environment } as NodeJS.ProcessEnv,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    output: () => lines.join('\n'),
    ended,
    line: (pattern) =>
      new Promise((found, failed) => {
        const look = (): void => {
          const match = lines.map((line) => pattern.exec(line)).find((one) => one !== null);
          if (match) found(match);
        };
        listeners.add(look);
        look();
        void ended.then(() => failed(new Error(`ended without ${pattern}:\n${lines.join('\n')}`)));
      }),
  };
}

function serviceFolder(): string {
  const folder = tempFolder();
  cpSync('scenarios', join(folder, 'scenarios'), { recursive: true });
  return folder;
}

const headers = { authorization: 'Bearer simulated-api-key', 'content-type': 'application/json' };

describe('afterword start', () => {
  it('without tokens says what it runs on, prints one address, stops on Ctrl-C and finds its data again', async () => {
    const folder = serviceFolder();
    const first = run(folder, ['start'], { PORT: '0' });
    const [, url] = await first.line(/Open (http:\/\/127\.0\.0\.1:\d+)$/);
    expect(first.output()).toContain('SQLite');
    expect(first.output()).toContain('./data/afterword.db');
    expect(first.output()).toContain('simulated Telegram and Viber');
    expect(first.output().match(/http:\/\//g)).toHaveLength(1);
    const body = JSON.stringify({ channel: 'telegram', clientId: '501', externalId: 'kept' });
    expect((await fetch(`${url}/api/v1/dialogues`, { method: 'POST', headers, body })).status).toBe(201);
    expect((await fetch(`${url}/simulator/`)).status).toBe(200);
    first.process.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(existsSync(join(folder, 'data/afterword.db'))).toBe(true);

    const second = run(folder, [], { PORT: '0' });
    const [, again] = await second.line(/Open (http:\/\/\S+)$/);
    const listed = (await (await fetch(`${again}/api/v1/dialogues`, { headers })).json()) as {
      dialogues: Array<{ externalId: string }>;
    };
    expect(listed.dialogues.map(({ externalId }) => externalId)).toEqual(['kept']);
    const state = JSON.stringify(await (await fetch(`${again}/simulator/page/state`)).json());
    expect(state).toContain('Please rate the quality of service');
    // An open page holds a connection for as long as it is looked at.
    const page = await fetch(`${again}/simulator/events`);
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await page.body?.cancel().catch(() => {});
  });

  it('reads .env, and refuses a bad configuration with one line a fault', async () => {
    const folder = serviceFolder();
    writeFileSync(join(folder, '.env'), 'TELEGRAM_BOT_TOKEN=hunter2\nPORT=many\n');
    const refused = run(folder, ['start'], { DIGEST_AT: '25:00' });
    expect(await refused.ended).toBe(1);
    expect(refused.output().split('\n').toSorted()).toEqual([
      'DIGEST_AT is not a time of day such as 09:00',
      'PORT is not a port',
      'TELEGRAM_BOT_TOKEN is not a token as BotFather gives it (digits, a colon, letters)',
    ]);
  });

  it.each([
    [
      { STORE_URL: 'sqlite:./scenarios/csat.yaml' },
      /the file is something else: move it away, or set STORE_URL/,
    ],
    [{ SCENARIOS_DIR: './nowhere' }, /set SCENARIOS_DIR to the folder of the scenario files/],
    [
      { DEFAULT_SCENARIO: 'nps' },
      /^DEFAULT_SCENARIO names "nps"; \.\/scenarios has comment-only, csat, thumbs$/,
    ],
    [
      { HOST: '203.0.113.7' },
      /^HOST 203\.0\.113\.7 cannot be used while the platforms are simulated; use 127\.0\.0\.1$/,
    ],
  ])('with %j says what stands in the way and ends', async (environment, message) => {
    const refused = run(serviceFolder(), ['start'], { PORT: '0', ...environment } as Record<string, string>);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(message);
    expect(refused.output()).not.toContain('    at ');
  });

  it('says which file of the simulated chats cannot be read', async () => {
    const folder = serviceFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/simulator.json'), '{');
    const refused = run(folder, ['start'], { PORT: '0' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/simulator\.json is not a state of the simulator: move it away/);
  });

  it('names the port that another program has', async () => {
    const first = run(serviceFolder(), ['start'], { PORT: '0' });
    const [, port = ''] = await first.line(/:(\d+)$/);
    const second = run(serviceFolder(), ['start'], { PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(`PORT ${port} is taken by another program; set another PORT`);
  });

  it.each([
    ['is away', 'http://127.0.0.1:9'],
    ['has no address', 'http://platform.invalid'],
  ])('goes on without a platform that %s, says so without the token, and is degraded', async (_, apiRoot) => {
    const service = run(serviceFolder(), ['start'], {
      PORT: '0',
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: apiRoot,
      API_KEYS: key,
    });
    const [, url] = await service.line(/Listening on (http:\/\/\S+)$/);
    expect(service.output()).toContain('telegram (long polling; not started yet and tried again: ');
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'degraded', channels: { telegram: expect.stringMatching(/^starting: No usable answer/) } },
    ]);
    service.process.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.output()).not.toContain(token);
    expect(service.output()).not.toContain('    at ');
  });

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

  it('ends with an error when its database is deleted under it, instead of acknowledging into nothing', async () => {
    const folder = serviceFolder();
    const service = run(folder, ['start'], { PORT: '0' });
    const [, url] = await service.line(/Open (http:\/\/\S+)$/);
    rmSync(join(folder, 'data/afterword.db'));
    const status = await fetch(`${url}/readyz`).then(
      (response) => response.status,
      () => 503, // it had noticed already
    );
    expect(status).toBe(503);
    expect(await service.ended).toBe(1);
    expect(service.output().match(/was deleted or replaced while it was open/g)).toHaveLength(1);
  });

  it('serves a simulation on every address when it is told to, at the addresses that it prints', async () => {
    const environment = { PORT: '0', HOST: '0.0.0.0' };
    const untold = run(serviceFolder(), ['start'], environment);
    expect(await untold.ended).toBe(1);
    expect(untold.output()).toContain('SIMULATE_ON_ALL_ADDRESSES=yes');
    const told = run(serviceFolder(), ['start'], { ...environment, SIMULATE_ON_ALL_ADDRESSES: 'yes' });
    const [line] = await told.line(/Open .*$/);
    const addresses = line.match(/http:\/\/\S+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect((await fetch(`${address}/simulator/`)).status).toBe(200);
    told.process.kill('SIGTERM');
    expect(await told.ended).toBe(0);
  });

  it('says with a full disk that it is not ready, in the shape of every error', async () => {
    const folder = serviceFolder();
    // No file may pass 256 KiB: what SQLite meets then is what it meets on a full disk.
    const limited = ['-c', 'ulimit -f 256; trap "" XFSZ; exec "$0" "$@"', process.execPath, cli, 'start'];
    const service = run(folder, [], { PORT: '0' }, 'bash', limited);
    const [, url] = await service.line(/Open (http:\/\/\S+)$/);
    const probe = async () => {
      const response = await fetch(`${url}/readyz`);
      return { status: response.status, body: await response.json() };
    };
    expect((await probe()).status).toBe(200);
    let answer = await probe();
    for (let i = 0; i < 500 && answer.status === 200; i++) answer = await probe();
    expect(answer).toEqual({
      status: 503,
      body: { error: { code: 'store_unavailable', message: expect.any(String), faults: [] } },
    });
    const body = JSON.stringify({ channel: 'telegram', clientId: '501', externalId: 'full' });
    expect((await fetch(`${url}/api/v1/dialogues`, { method: 'POST', headers, body })).status).toBe(503);
    service.process.kill('SIGKILL');
  });
});

const token = '123456789:AAF-abcdefghijklmnopqrstuvwxyz12345';
const key = 'a-key-of-sixteen-letters';

/** A Telegram that knows every bot and holds back its answers to sendMessage until `answer` is called. */
async function startSlowTelegram(): Promise<{ url: string; asked: Promise<void>; answer: () => void }> {
  const held: ServerResponse[] = [];
  let told = (): void => {};
  let answering = false;
  const asked = new Promise<void>((resolve) => (told = resolve));
  const say = (response: ServerResponse, result: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, result }));
  };
  const message = { message_id: 1, date: 0, chat: { id: 9, type: 'private' } };
  const server = createServer((request, response) => {
    request.resume();
    const method = /\/(\w+)$/.exec(request.url ?? '')?.[1];
    if (method === 'getMe') say(response, { id: 1, is_bot: true, first_name: 'Bot', username: 'bot' });
    else if (method === 'getUpdates') setTimeout(() => say(response, []), 200);
    else if (method === 'sendMessage') {
      told();
      if (answering) say(response, message);
      else held.push(response);
    } else say(response, true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: () => {
      answering = true;
      for (const response of held) say(response, message);
    },
  };
}

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

describeMongo('afterword start with a token and STORE_URL=mongodb://... in .env', (uri) => {
  it('serves the platform, keeps the answer in MongoDB and shows neither secret', async () => {
    const telegramToken = '7012345678:AAF-simulated_0123456789abcdefghijk';
    const platforms = await startSimulator({
      telegramToken,
      viberToken: 'viber',
      rateLimits: false,
    });
    onTestFinished(() => platforms.stop());
    const { telegram } = platforms;
    const folder = serviceFolder();
    const key = 'a-key-of-sixteen-letters';
    writeFileSync(
      join(folder, '.env'),
      `TELEGRAM_BOT_TOKEN=${telegramToken}\nTELEGRAM_API_ROOT=${telegram.apiUrl}\nSTORE_URL=${uri}\nAPI_KEYS=${key}\nPORT=0\n`,
    );
    const service = run(folder, ['start']);
    const [, url] = await service.line(/Listening on (http:\/\/\S+)$/);
    expect(service.output()).toContain('telegram (long polling)');
    expect(service.output()).toContain('MongoDB at ');

    telegram.addClient({ clientId: '5', name: 'Olena', locale: 'uk' });
    await telegram.open('5');
    const body = JSON.stringify({ channel: 'telegram', clientId: '5', externalId: 'kept' });
    const authorization = { ...headers, authorization: `Bearer ${key}` };
    const post = await fetch(`${url}/api/v1/dialogues`, { method: 'POST', headers: authorization, body });
    expect(post.status).toBe(201);
    expect(await telegram.say('5', '5, дякую!')).toBe(200);
    const list = await fetch(`${url}/api/v1/dialogues`, { headers: authorization });
    expect(await list.json()).toMatchObject({
      dialogues: [{ externalId: 'kept', rating: 5, comment: 'дякую!' }],
    });

    service.process.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.output()).not.toContain(telegramToken);
    expect(service.output()).not.toContain(key);
  });
});

describe('afterword check', () => {
  it('lists the scenarios that are well', async () => {
    const check = run(serviceFolder(), ['check']);
    expect(await check.ended).toBe(0);
    expect(check.output()).toContain('csat: After the dialogue, 5 blocks');
  });

  it('names each slip with its place', async () => {
    const folder = serviceFolder();
    mkdirSync(join(folder, 'mine'));
    const text = readFileSync('scenarios/csat.yaml', 'utf8');
    writeFileSync(join(folder, 'mine/csat.yaml'), text.replace('to: comment', 'to: coment'));
    const check = run(folder, ['check', 'mine']);
    expect(await check.ended).toBe(1);
    expect(check.output()).toBe(
      'mine/csat.yaml:28:15 blocks.rate.next.1.to: no block named "coment"; did you mean "comment"?',
    );
  });

  it('names faults of every kind in the words of the author, without a stack', async () => {
    const folder = serviceFolder();
    mkdirSync(join(folder, 'mine'));
    const text = readFileSync('scenarios/csat.yaml', 'utf8');
    writeFileSync(
      join(folder, 'mine/a.yaml'),
      text.replace('{ "type": "quality" }', '{}').replace('value: 5', 'value: 6'),
    );
    writeFileSync(join(folder, 'mine/b.yaml'), text.replace('"⭐⭐⭐⭐⭐"', '"⭐⭐⭐⭐⭐'));
    writeFileSync(join(folder, 'mine/c.yaml'), '['.repeat(100_000));
    const check = run(folder, ['check', 'mine']);
    expect(await check.ended).toBe(1);
    expect(check.output().split('\n')).toEqual([
      'mine/a.yaml:21:33 blocks.rate.buttons.0.value: 6 is not on the scale; it has 1, 2, 3, 4, 5',
      'mine/a.yaml:48:5 blocks.save.config.type: is missing; write quality',
      'mine/b.yaml:21:17 the text that begins with "⭐⭐⭐⭐⭐, value: 5 } is never closed; add " where it ends',
      'mine/c.yaml:1:61 is nested too deeply here; remove brackets or indentation',
    ]);
  });
});

describe('afterword schema', () => {
  it('prints what is committed for editors', async () => {
    const schema = run(tempFolder(), ['schema']);
    expect(await schema.ended).toBe(0);
    expect(JSON.parse(schema.output())).toEqual(
      JSON.parse(readFileSync('scenarios/scenario.schema.json', 'utf8')),
    );
  });
});
