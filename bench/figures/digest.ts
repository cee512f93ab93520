/**
 * Reading a digest over busy days, behind histories of different length:
 * npm run bench -- digest [sqlite|mongodb] [dialogues ...]. Each history is of two years; then come busy days. One rating
 * of sixty comes two days late, so that no day stands at its digest as it stands later.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSetClock } from '../../src/clock.ts';
import type { DialogueFilter } from '../../src/dialogue.ts';
import { createReader } from '../../src/digest/read/read.ts';
import { createUntoldReader } from '../../src/digest/read/untold.ts';
import { aboutDay } from '../../src/digest/reports.ts';
import { addDays, type Day, dayRange, momentOf } from '../../src/stats/period.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import type { Target } from '../../src/stats/targets/target.ts';
import { createStore } from '../../src/store/index.ts';
import { median, printTable, spread } from '../table.ts';
import { createBenchStore } from '../tap/store.ts';
import { seedPast, seedYears } from './seed.ts';

const zone = 'Europe/Kyiv';
const busyDays: readonly Day[] = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
const LATE_ONE_OF = 60;
const targets: readonly Target[] = [{ metric: 'csatPercent', scale: '1-5', team: null, value: 0.85 }];

const options = process.argv.slice(3);
const sizes = options.filter((option) => /^\d+$/.test(option)).map(Number);
const isWanted = (store: string): boolean =>
  options.includes(store) || !/sqlite|mongodb/.test(options.join());

const head = [
  'dialogues before',
  'first digest ms',
  'the next days’ digests ms',
  'their CPU ms',
  'a team’s after it ms',
  'the same again ms',
  'longest wait of others ms',
];
if (isWanted('sqlite'))
  await compare('sqlite', 100_000, sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]);
if (isWanted('mongodb')) {
  if (process.env.MONGODB_TEST_URI)
    await compare('mongodb', 2_000, sizes.length > 0 ? sizes : [10_000, 100_000]);
  else console.log('\nMongoDB is not measured: set MONGODB_TEST_URI');
}

async function compare(
  kind: 'sqlite' | 'mongodb',
  ofADay: number,
  histories: readonly number[],
): Promise<void> {
  const rows: string[][] = [];
  for (const history of histories) rows.push(await measure(kind, ofADay, history));
  printTable(`A digest over a day of ${ofADay} dialogues on ${kind}`, head, rows);
}

async function measure(kind: 'sqlite' | 'mongodb', ofADay: number, history: number): Promise<string[]> {
  const place = createBenchStore(kind === 'mongodb' ? process.env.MONGODB_TEST_URI : undefined);
  const clock = createSetClock(new Date(0));
  const store = await createStore(place.uri);
  await store.open();
  let longestWait = 0;
  try {
    await seedYears(store, place, history, LATE_ONE_OF);
    const statistics = createStatistics({ store, zone, clock });
    const readFigures = createReader({
      statistics,
      targets: { list: async () => targets },
      handling: async () => ({ timeToTake: null, takenInTime: null }),
    });
    const readUntold = createUntoldReader({ store, statistics });
    const read = async (day: Day, filter: DialogueFilter): Promise<{ ms: number; cpuMs: number }> => {
      const asOf = new Date(clock.now().getTime() - 30_000);
      const since = new Date(asOf.getTime() - 86_400_000);
      const waits = monitorEventLoopDelay({ resolution: 1 });
      waits.enable();
      const start = performance.now();
      const cpu = process.cpuUsage();
      await readFigures({ about: aboutDay(day), filter, asOf });
      await readUntold(day, { days: [], since }, { filter, asOf });
      const ms = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      waits.disable();
      longestWait = Math.max(longestWait, waits.max / 1e6);
      return { ms, cpuMs: (user + system) / 1000 };
    };
    const first: number[] = [];
    const next: number[] = [];
    const nextCpu: number[] = [];
    const ofTeam: number[] = [];
    const again: number[] = [];
    for (const day of busyDays) {
      const { from, to } = dayRange(day, zone);
      await seedPast(place, {
        count: ofADay,
        from: from.getTime(),
        to: to.getTime(),
        lateOneOf: LATE_ONE_OF,
      });
      clock.set(momentOf(addDays(day, 1), '09:00', zone));
      const { ms, cpuMs } = await read(day, {});
      if (day === busyDays[0]) first.push(ms);
      else {
        next.push(ms);
        nextCpu.push(cpuMs);
      }
      ofTeam.push((await read(day, { team: ['Team 1'] })).ms);
      again.push((await read(day, {})).ms);
    }
    return [
      String(history),
      median(first).toFixed(0),
      spread(next, 0),
      spread(nextCpu, 0),
      spread(ofTeam, 0),
      spread(again, 0),
      longestWait.toFixed(0),
    ];
  } finally {
    await store.close();
    await place.remove();
  }
}
