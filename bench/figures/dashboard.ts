/**
 * The CSAT page and the API's figures over a year of dialogues that ends now, asked of the built service as people and
 * machines ask: npm run bench -- dashboard [sqlite|mongodb] [dialogues ...] [rounds, below 1,000]
 */
import { request } from 'node:http';
import { createStore } from '../../src/store/index.ts';
import { publicUrl, type StartedService, startBuilt } from '../size/service.ts';
import { median, percentile, printTable } from '../table.ts';
import { channels } from '../tap/channels.ts';
import { type FakePlatform, startPlatform } from '../tap/platform.ts';
import { createBenchStore } from '../tap/store.ts';
import { seedPast, seedTemplate } from './seed.ts';

const DAY_MS = 86_400_000;
const key = 'bench-key-0123456789abcdef';
const supervisor = '900000';

const options = process.argv.slice(3);
const numbers = options.filter((option) => /^\d+$/.test(option)).map(Number);
const rounds = numbers.find((number) => number < 1_000) ?? 40;
const sizes = numbers.filter((number) => number >= 1_000);
const isWanted = (store: string): boolean =>
  options.includes(store) || !/sqlite|mongodb/.test(options.join());

const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
const api = (from: number, to: number, also = ''): string =>
  `/api/v1/figures?from=${day(from)}&to=${day(to)}${also}`;
/** What is asked for in one round, one after the other. */
const addresses: ReadonlyArray<[string, string]> = [
  ['page: 30 days', '/dashboard'],
  ['page: a year', '/dashboard?period=365d'],
  ['page: a year, of a team', '/dashboard?period=365d&team=Team+1'],
  ['page: a year, of an operator', '/dashboard?period=365d&operator=Operator+7'],
  ['API: yesterday', api(1, 1)],
  ['API: a year', api(365, 1)],
  ['API: yesterday by team', api(1, 1, '&by=team')],
  ['API: a year by team', api(365, 1, '&by=team')],
  ['API: yesterday by operator', api(1, 1, '&by=operator')],
  ['API: a year by operator', api(365, 1, '&by=operator')],
];

if (isWanted('sqlite'))
  for (const size of sizes.length > 0 ? sizes : [1_000_000]) await measure('SQLite', size);
if (isWanted('mongodb')) {
  if (process.env.MONGODB_TEST_URI) {
    for (const size of sizes.length > 0 ? sizes : [100_000]) await measure('MongoDB', size);
  } else console.log('\nMongoDB is not measured: set MONGODB_TEST_URI');
}

async function measure(kind: 'SQLite' | 'MongoDB', count: number): Promise<void> {
  const place = createBenchStore(kind === 'MongoDB' ? process.env.MONGODB_TEST_URI : undefined);
  const store = await createStore(place.uri);
  await store.open();
  await seedTemplate(store);
  await store.close();
  const now = Date.now();
  await seedPast(place, { count, from: now - 365 * DAY_MS, to: now });
  const platform = await startPlatform();
  const env = { SUPERVISORS: `telegram:${supervisor}`, DIGEST_AT: '23:59' };
  const service = await startBuilt({ mode: 'tokens', platformUrl: platform.url, store: place.uri, env });
  try {
    const cookie = await signIn(service, platform);
    const ask = async (address: string): Promise<{ ms: number; bytes: number }> => {
      const start = performance.now();
      const { status, bytes } = await send(service.url + address, {
        headers: { cookie, authorization: `Bearer ${key}` },
      });
      if (status !== 200) throw new Error(`${address} was answered with ${status}`);
      return { ms: performance.now() - start, bytes };
    };
    const taken = new Map<string, number[]>(addresses.map(([name]) => [name, []]));
    const sizesOf = new Map<string, number>();
    // Of what is counted the first time the days are kept; how long that takes is told beside the table.
    const first = await ask('/dashboard?period=365d');
    for (const [, address] of addresses) await ask(address);
    for (let round = 0; round < rounds; round++) {
      for (const [name, address] of addresses) {
        const { ms, bytes } = await ask(address);
        taken.get(name)?.push(ms);
        sizesOf.set(name, bytes);
      }
    }
    console.log(`\nThe first view of the year, which counts its days: ${(first.ms / 1000).toFixed(1)} s`);
    printTable(
      `A year of ${count} dialogues on ${kind}, ${rounds} rounds`,
      ['what', 'median ms', 'p95 ms', 'KB'],
      addresses.map(([name]) => {
        const values = taken.get(name) ?? [];
        const kb = ((sizesOf.get(name) ?? 0) / 1024).toFixed(0);
        return [name, median(values).toFixed(0), percentile(values, 0.95).toFixed(0), kb];
      }),
    );
  } finally {
    await service.stop();
    await platform.close();
    await place.remove();
  }
}

/** @returns the cookie of a session, by the link that the bot sends to whoever asks for the dashboard in chat */
async function signIn(service: StartedService, platform: FakePlatform): Promise<string> {
  const { telegram } = channels;
  const body = telegram.text(1, supervisor, '/dashboard');
  const link = new Promise<string>((resolve) => {
    platform.onCall = (call) => {
      const [found] = /\/dashboard\/sign-in\/[\w-]+/.exec(JSON.stringify(call.body)) ?? [];
      if (found) resolve(found);
    };
  });
  const { status } = await platform.post(service.webhookOf('telegram'), telegram.headers(body), body);
  if (status !== 200) throw new Error(`the message was answered with ${status}`);
  const { cookies } = await send(service.url + (await link), {
    method: 'POST',
    headers: { origin: publicUrl },
  });
  return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
}

/** Under the name that people see, which `fetch` does not let anybody send. */
function send(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> },
): Promise<{ status: number; bytes: number; cookies: string[] }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: { ...headers, host: new URL(publicUrl).host } },
      (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, bytes, cookies: response.headers['set-cookie'] ?? [] }),
        );
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}
