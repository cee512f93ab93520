import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startSimulator } from '../../simulator/index.ts';
import type { SimulatedPlatform } from '../../simulator/platform.ts';
import { run, type Run } from '../commands/run.ts';
import { tempFolder } from '../support/temp.ts';
import { type ReceivedRequest, startFakeHelpdesk } from './helpdesk.ts';

const telegramToken = '7012345678:AAF-simulated_0123456789abcdefghijk';
const viberToken = '4453b6ac1s345678-e02c5f12174805f9';
const apiKey = 'a-key-of-sixteen-letters';

/** RELAY_CLIENTS=100 makes it 10,000 updates of 200 clients; RELAY_STORE names another store than a file. */
const clientsEach = Number(process.env['RELAY_CLIENTS'] ?? 5);
const textsEach = 47;
const updatesEach = textsEach + 3;
const PATIENCE_MS = 240_000 + clientsEach * 3_000;

it('passes on exactly what is not for surveys, in order for each client, through kills and an outage', {
  timeout: PATIENCE_MS + 60_000,
}, async () => {
  const platforms = await startSimulator({
    telegramToken,
    viberToken,
    rateLimits: false,
    webhookRetries: { times: 5_000, pauseMs: 20 },
  });
  onTestFinished(() => platforms.stop());
  const helpdesk = await startFakeHelpdesk();
  const folder = tempFolder();
  const port = await freePort();
  const start = async (): Promise<Run> => {
    const service = run(folder, ['start'], {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      STORE_URL: process.env['RELAY_STORE'] ?? `sqlite:${join(folder, 'afterword.db')}`,
      SCENARIOS_DIR: join(process.cwd(), 'scenarios'),
      API_KEYS: apiKey,
      TELEGRAM_BOT_TOKEN: telegramToken,
      TELEGRAM_API_ROOT: platforms.telegram.apiUrl,
      VIBER_AUTH_TOKEN: viberToken,
      VIBER_API_URL: platforms.viber.apiUrl,
      RELAY_URL_TELEGRAM: helpdesk.url,
      RELAY_URL_VIBER: helpdesk.url,
    });
    await service.line(/Listening on/);
    return service;
  };
  let service = await start();

  // What happens besides, by how many updates were sent: three kills, and an outage of the helpdesk.
  let sent = 0;
  let kills = 0;
  let restarting: Promise<void> = Promise.resolve();
  const all = 2 * clientsEach * updatesEach;
  const count = (): void => {
    sent += 1;
    if (sent === Math.floor(all * 0.3)) helpdesk.answer = () => ({ status: 500 });
    if (sent === Math.floor(all * 0.45)) helpdesk.answer = () => ({ status: 200 });
    if (![0.25, 0.4, 0.75].some((share) => sent === Math.floor(all * share))) return;
    restarting = restarting.then(async () => {
      kills += 1;
      service.process.kill('SIGKILL');
      await service.ended;
      service = await start();
    });
  };

  const everybody = [platforms.telegram, platforms.viber].flatMap((platform) =>
    Array.from({ length: clientsEach }, (_, index) => ({ platform, clientId: `${7_000_000 + index}` })),
  );
  const said = await Promise.all(
    everybody.map(({ platform, clientId }) => live(platform, clientId, count, port)),
  );
  await restarting;
  expect(kills).toBe(3);

  const expected = new Map(
    everybody.map(({ platform, clientId }, index) => [`${platform.name} ${clientId}`, said[index]]),
  );
  await vi.waitFor(
    () => expect(Object.fromEntries(got(helpdesk.requests))).toEqual(Object.fromEntries(expected)),
    { timeout: PATIENCE_MS, interval: 500 },
  );
  const texts = helpdesk.requests.map(({ body }) => body).join('\n');
  expect(texts).not.toMatch(/for the survey|#tap:1s|"data":"1s/);
  const repeated =
    helpdesk.requests.filter(({ body }) => body.includes('question ')).length - all + 2 * clientsEach * 3;
  expect(repeated).toBeLessThanOrEqual(kills * 10);
});

/** One client's day: questions to the helpdesk, with a survey in the middle. @returns what the helpdesk is to get */
async function live(
  platform: SimulatedPlatform,
  clientId: string,
  count: () => void,
  port: number,
): Promise<string[]> {
  platform.addClient({ clientId, name: 'Client', locale: 'en' });
  await platform.open(clientId);
  const texts: string[] = [];
  const ask = async (index: number): Promise<void> => {
    const text = `question ${index} of ${clientId}`;
    await platform.say(clientId, text, { replyTo: '' });
    texts.push(text);
    count();
  };
  const shows = (text: RegExp) =>
    vi.waitFor(
      () => expect(platform.chat(clientId).messages.some((message) => text.test(message.text))).toBe(true),
      {
        timeout: PATIENCE_MS,
        interval: 20,
      },
    );
  for (let index = 0; index < 15; index++) await ask(index);
  await report(platform.name, clientId, port);
  await shows(/rate the quality/);
  await ask(15);
  await platform.tap(clientId, '⭐⭐⭐⭐');
  count();
  await shows(/leave a comment/);
  await platform.say(clientId, `Good, for the survey of ${clientId}`);
  count();
  await shows(/helps us improve/);
  // Of a survey that is over nothing is ours but a reply.
  for (let index = 16; index < textsEach; index++) await ask(index);
  await platform.forgeTap(clientId, `order of ${clientId}`);
  count();
  return texts;
}

async function report(channel: string, clientId: string, port: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/dialogues`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel, clientId, externalId: 'T-1' }),
      });
      expect(answer.ok).toBe(true);
    },
    { timeout: PATIENCE_MS, interval: 50 },
  );
}

/** The questions that the helpdesk got of each client, in the order in which it got them; a repeat right after is left out. */
function got(requests: readonly ReceivedRequest[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { body } of requests) {
    const update = JSON.parse(body);
    const text: unknown = update.message?.text;
    if (typeof text !== 'string' || !text.startsWith('question ')) continue;
    const key =
      update.update_id === undefined ? `viber ${update.sender.id}` : `telegram ${update.message.chat.id}`;
    const list = texts.get(key) ?? [];
    if (list.at(-1) !== text) list.push(text);
    texts.set(key, list);
  }
  return texts;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
