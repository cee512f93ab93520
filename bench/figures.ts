/**
 * Figures from kept counts beside the same figures counted from the dialogues each time:
 * npm run bench -- figures [sqlite|mongodb] [dialogues ...]. Half of the dialogues are of the year that is asked for, the
 * others of the year before it, with which it is compared.
 */
import { createSetClock } from '../src/clock.ts';
import type { Dimension } from '../src/dialogue.ts';
import { type Period, periodBefore, periodRange, sameTimeBefore, lengthOf } from '../src/stats/period.ts';
import { createStatistics } from '../src/stats/statistics.ts';
import { summarize, summarizeBy } from '../src/stats/summary.ts';
import { createStore } from '../src/store/index.ts';
import type { Store } from '../src/store/store.ts';
import { seedYears } from './figures/seed.ts';
import { median, printTable, spread } from './table.ts';
import { createBenchStore } from './tap/store.ts';

const zone = 'Europe/Kyiv';
const year: Period = { from: '2025-01-01', to: '2025-12-31' };
const day: Period = { from: '2025-11-22', to: '2025-11-22' };
const clock = createSetClock(new Date('2026-01-01T06:00:00Z'));
const ROUNDS = 5;

const options = process.argv.slice(3);
const sizes = options.filter((option) => /^\d+$/.test(option)).map(Number);
const isWanted = (store: string): boolean =>
  options.includes(store) || !/sqlite|mongodb/.test(options.join());

if (isWanted('sqlite')) await measure('sqlite', sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]);
if (isWanted('mongodb')) {
  if (process.env.MONGODB_TEST_URI) await measure('mongodb', sizes.length > 0 ? sizes : [10_000, 100_000]);
  else console.log('\nMongoDB is not measured: set MONGODB_TEST_URI');
}

async function measure(kind: 'sqlite' | 'mongodb', dialogues: readonly number[]): Promise<void> {
  const rows: string[][] = [];
  for (const count of dialogues) {
    const place = createBenchStore(kind === 'mongodb' ? process.env.MONGODB_TEST_URI : undefined);
    const store = await createStore(place.uri);
    await store.open();
    try {
      await seedYears(store, place, count);
      rows.push(...(await compare(store, count)));
    } finally {
      await store.close();
      await place.remove();
    }
  }
  printTable(
    `Figures on ${kind}, ${ROUNDS} rounds`,
    ['dialogues', 'figures', 'first time ms', 'kept counts ms', 'from dialogues ms', 'ratio'],
    rows,
  );
}

async function compare(store: Store, count: number): Promise<string[][]> {
  const statistics = createStatistics({ store, zone, clock });
  const asked: Array<[string, Period, Dimension[]]> = [
    ['a day', day, []],
    ['a year', year, []],
    ['a year by operator', year, ['operator']],
  ];
  const rows: string[][] = [];
  for (const [name, period, by] of asked) {
    const first = await timed(() => statistics.period({ ...period, by }));
    const kept: number[] = [];
    const counted: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      kept.push(await timed(() => statistics.period({ ...period, by })));
      counted.push(await timed(() => fromDialogues(store, period, by)));
    }
    const ratio = median(counted) / median(kept);
    rows.push([String(count), name, first.toFixed(1), spread(kept), spread(counted), ratio.toFixed(1)]);
  }
  return rows;
}

/** What `statistics.period` gives, without anything that is kept. */
async function fromDialogues(store: Store, period: Period, by: readonly Dimension[]): Promise<unknown> {
  const asOf = sameTimeBefore(clock.now(), lengthOf(period), zone);
  const tallies = await store.tallies(periodRange(period, zone));
  const before = await store.tallies({ ...periodRange(periodBefore(period), zone), asOf });
  return [summarize(tallies), summarize(before), by.map((dimension) => summarizeBy(tallies, dimension))];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
