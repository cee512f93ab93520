import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../simulator/index.ts';
import { describeMongo } from '../support/mongo.ts';
import { cli, headers, key, run, serviceFolder, token } from './run.ts';

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
    // No file may pass 768 KiB: what SQLite meets then is what it meets on a full disk.
    const limited = ['-c', 'ulimit -f 768; trap "" XFSZ; exec "$0" "$@"', process.execPath, cli, 'start'];
    const service = run(folder, [], { PORT: '0' }, 'bash', limited);
    const [, url] = await service.line(/Open (http:\/\/\S+)$/);
    const probe = async () => {
      const response = await fetch(`${url}/readyz`);
      return { status: response.status, body: await response.json() };
    };
    expect((await probe()).status).toBe(200);
    let answer = await probe();
    for (let i = 0; i < 500 && answer.status === 200; i++) answer = await probe();
    expect(answer).toMatchObject({
      status: 503,
      body: { error: { code: 'store_unavailable', message: expect.any(String), faults: [] } },
    });
    const body = JSON.stringify({ channel: 'telegram', clientId: '501', externalId: 'full' });
    expect((await fetch(`${url}/api/v1/dialogues`, { method: 'POST', headers, body })).status).toBe(503);
    service.process.kill('SIGKILL');
  });
});

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
