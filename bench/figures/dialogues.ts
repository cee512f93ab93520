/**
 * Pages of lists of dialogues, 50 on a page, within a day, a year and all of time:
 * npm run bench -- dialogues [sqlite|mongodb] [dialogues ...]. "Deep" is a page in the middle of the list. Whatever is
 * seldom is wanted so that a page looks at as many dialogues as it may, and most of all pages is not full.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSetClock } from '../../src/clock.ts';
import type { DialoguesQuery } from '../../src/stats/lists/query.ts';
import type { Period } from '../../src/stats/period.ts';
import { createStatistics, type Statistics } from '../../src/stats/statistics.ts';
import { listOrders, type ListOrder } from '../../src/store/ports/figures.ts';
import { createStore } from '../../src/store/index.ts';
import { median, printTable, spread } from '../table.ts';
import { createBenchStore } from '../tap/store.ts';
import { seedYears } from './seed.ts';

const zone = 'Europe/Kyiv';
const ROUNDS = 7;
const LIMIT = 50;
const periods: Array<[string, Period | undefined]> = [
  ['a day', { from: '2025-01-22', to: '2025-01-22' }],
  ['a year', { from: '2025-01-01', to: '2025-12-31' }],
  ['all', undefined],
];
const queries: Array<[string, DialoguesQuery, ListOrder[]]> = [
  ['all', {}, [...listOrders]],
  ['counted, of an operator', { counted: true, filter: { operator: 'operator 7' } }, [...listOrders]],
  ['a rating', { filter: { rating: 1 } }, ['newest', 'answered']],
  ['a seldom reason', { notAskedReason: 'cooldown' }, [...listOrders]],
  ['search: in all comments', { search: 'SOME words' }, [...listOrders]],
  ['search: in no comment', { search: 'доставка' }, [...listOrders]],
];

const options = process.argv.slice(3);
const sizes = options.filter((option) => /^\d+$/.test(option)).map(Number);
const isWanted = (store: string): boolean =>
  options.includes(store) || !/sqlite|mongodb/.test(options.join());

if (isWanted('sqlite')) await compare('sqlite', sizes.length > 0 ? sizes : [1_000_000]);
if (isWanted('mongodb')) {
  if (process.env.MONGODB_TEST_URI) await compare('mongodb', sizes.length > 0 ? sizes : [100_000]);
  else console.log('\nMongoDB is not measured: set MONGODB_TEST_URI');
}

async function compare(kind: 'sqlite' | 'mongodb', histories: readonly number[]): Promise<void> {
  for (const history of histories) {
    const place = createBenchStore(kind === 'mongodb' ? process.env.MONGODB_TEST_URI : undefined);
    const clock = createSetClock(new Date('2026-01-01T06:00:00Z'));
    const store = await createStore(place.uri);
    await store.open();
    try {
      const start = performance.now();
      await seedYears(store, place, history);
      const seeded = performance.now();
      const statistics = createStatistics({ store, zone, clock });
      // Names are looked up in kept counts, which are made once.
      await statistics.dialoguePage({ filter: { operator: 'operator 7' } }, { limit: LIMIT });
      const [seedS, countS] = [seeded - start, performance.now() - seeded].map((ms) =>
        (ms / 1000).toFixed(0),
      );
      console.log(`\n${history} dialogues: seeded in ${seedS} s, counted in ${countS} s`);
      const rows: string[][] = [];
      for (const [name, query, orders] of queries) {
        for (const order of orders) rows.push(await measure(statistics, name, query, order));
      }
      printTable(
        `Pages of ${history} dialogues on ${kind}, ms, ${ROUNDS} rounds`,
        [
          'wanted',
          'order',
          ...periods.map(([period]) => period),
          'deep in all',
          'on the page',
          'longest wait of others',
        ],
        rows,
      );
    } finally {
      await store.close();
      await place.remove();
    }
  }
}

async function measure(
  statistics: Statistics,
  name: string,
  query: DialoguesQuery,
  order: ListOrder,
): Promise<string[]> {
  const waits = monitorEventLoopDelay({ resolution: 1 });
  waits.enable();
  const shown: string[] = [];
  const found: string[] = [];
  const time = async (period: Period | undefined, isDeep: boolean): Promise<number> => {
    const middle = new Date('2025-01-10T12:00:00Z');
    const after = { completedAt: middle, id: '', rating: 3, scale: '1-5', heardAt: middle };
    const start = performance.now();
    const page = await statistics.dialoguePage(
      { ...query, ...(period && { period }) },
      { limit: LIMIT, order, ...(isDeep && { after }) },
    );
    const taken = performance.now() - start;
    if (!isDeep) found.push(`${page.dialogues.length}${page.searchedUntil ? '…' : ''}`);
    return taken;
  };
  for (const [, period] of [...periods, ['deep', undefined] as const]) {
    const isDeep = shown.length === periods.length;
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await time(period, isDeep));
    shown.push(median(rounds) < 1 ? spread(rounds, 1) : spread(rounds, 0));
  }
  waits.disable();
  const pages = periods.map((_, index) => found[index * ROUNDS]).join(', ');
  return [name, order, ...shown, pages, (waits.max / 1e6).toFixed(0)];
}
