import type { Person } from '../../../src/access/person.ts';
import { createSetClock } from '../../../src/clock.ts';
import type { ChartData } from '../../../src/digest/delivery/picture.ts';
import { createDigests } from '../../../src/digest/digests.ts';
import { createJobQueue } from '../../../src/jobs/queue.ts';
import { createWorker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log/log.ts';
import { createStatistics } from '../../../src/stats/statistics.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { peopleOf } from '../../access/persons.ts';
import { dayAfter, momentAt } from './clocks.ts';
import { DAYS, type Fate, type Setting, write } from './history.ts';

/** A digest that came: its text with what is folded, and what its picture shows. */
export interface Came {
  now: number;
  /** The day that it tells of. */
  day: string;
  title: string;
  text: string;
  chart: ChartData | undefined;
}

/** So long after their time digests are made here. */
const LATE_MS = 17_000;

/**
 * Lets a history happen in a store, and sends somebody the digests of its days.
 * @param down on which of its days the service is down
 */
export async function live(
  fates: readonly Fate[],
  { zone, from, digestAt }: Setting,
  { person, down }: { person: Person; down: readonly number[] },
): Promise<Came[]> {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  const clock = createSetClock(new Date(momentAt(from, '00:00', zone)));
  const came: Came[] = [];
  const log = createLog((level, message, fields) => {
    if (level !== 'info') throw new Error(`${message} ${JSON.stringify(fields)}`);
  });
  const digests = createDigests({
    store,
    statistics: createStatistics({ store, zone, clock }),
    targets: { list: async () => [] },
    people: peopleOf(person),
    channels: new Map([['telegram', { folds: true, fileBytes: 1e6 }]]),
    queue: createJobQueue({ store, clock }),
    send: async (_, { title = '', text, more = '', image }) => {
      const now = clock.now().getTime();
      if (!image) came.push({ now, day: '', title, text: `${text}\n\n${more}`, chart: undefined });
    },
    pictures: {
      draw: async (chart) => {
        const last = came.at(-1);
        if (last) last.chart = chart;
        return new Uint8Array();
      },
      files: { address: async () => null },
    },
    handling: async () => ({ timeToTake: null, takenInTime: null }),
    shifts: [],
    urlOf: () => null,
    connectors: [],
    zone,
    at: digestAt,
    clock,
    log,
  });
  const worker = createWorker({ store, kinds: digests.kinds, clock, log });
  try {
    for (let index = 1; index <= DAYS + 1; index++) {
      if (down.includes(index)) continue;
      const now = momentAt(dayAfter(from, index), digestAt, zone) + LATE_MS;
      await write(store, fates, now);
      clock.set(new Date(now));
      await digests.schedule.enqueue();
      const before = came.length;
      await worker.runAll();
      for (const one of came.slice(before)) one.day = dayAfter(from, index - 1);
    }
  } finally {
    await store.close();
  }
  return came;
}
