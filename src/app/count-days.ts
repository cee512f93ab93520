import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import { addDays, dayOf, previousDay } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import { trendParts } from '../stats/trend.ts';

export interface CountDaysOptions {
  queue: Pick<JobQueue, 'enqueue'>;
  statistics: Pick<Statistics, 'zone' | 'keepCounts'>;
  clock: Pick<Clock, 'now'>;
}

/** A year, and the year before that it is compared with. */
const COUNTED_DAYS = 2 * 366;
const name = 'count_days';

/**
 * A schedule that enqueues, once a day, the job that counts the days that have ended, the newest month first; and that
 * job. Without it the first person to open a year would wait until all of its days were counted.
 */
export function createCountDays({ queue, statistics, clock }: CountDaysOptions): {
  entry: ScheduleEntry;
  kind: JobKind;
} {
  const { zone } = statistics;
  return {
    entry: {
      name: 'count days',
      kinds: [name],
      isDue: (now, before) => dayOf(now, zone) !== dayOf(before, zone),
      enqueue: () => queue.enqueue({ key: `${name}:${dayOf(clock.now(), zone)}`, kind: name, payload: {} }),
    },
    kind: jobKind(
      z.object({}),
      async (_, { confirm }) => {
        const yesterday = previousDay(dayOf(clock.now(), zone));
        const period = { from: addDays(yesterday, 1 - COUNTED_DAYS), to: yesterday };
        for (const month of trendParts(period, 'month').toReversed()) {
          await confirm();
          await statistics.keepCounts(month);
        }
        return { state: 'done' };
      },
      { atOnce: 1, forgetAfterMs: 2 * 86_400_000 },
    ),
  };
}
