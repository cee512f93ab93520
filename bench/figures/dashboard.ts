/**
 * The CSAT page and the API's figures over a year of dialogues that ends now, asked of the built service as people and
 * machines ask: npm run bench -- dashboard [sqlite|mongodb] [dialogues ...] [rounds, below 1,000]
 */
import { createStore } from '../../src/store/index.ts';
import { startBuilt } from '../size/service.ts';
import { median, percentile, printTable } from '../table.ts';
import { createBenchStore } from '../tap/store.ts';
import { seedPast, seedTemplate } from './seed.ts';

const DAY_MS = 86_400_000;
const key = 'bench-key-0123456789abcdef';

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
  const service = await startBuilt({ mode: 'simulated', platformUrl: '', store: place.uri });
  try {
    const cookie = await signIn(service.url);
    const ask = async (address: string): Promise<{ ms: number; bytes: number }> => {
      const start = performance.now();
      const response = await fetch(service.url + address, {
        headers: { cookie, authorization: `Bearer ${key}` },
      });
      const { byteLength: bytes } = await response.arrayBuffer();
      if (!response.ok) throw new Error(`${address} was answered with ${response.status}`);
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
    await place.remove();
  }
}

/** @returns the cookies of a session, which a simulation gives to whoever opens its page */
async function signIn(url: string): Promise<string> {
  const cookies = new Map<string, string>();
  let address = `${url}/dashboard`;
  for (let step = 0; step < 5; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    await response.arrayBuffer();
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null) return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    address = new URL(next, address).href;
  }
  throw new Error('the dashboard leads from one address to the next');
}
