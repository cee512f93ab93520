import type { Clock } from '../clock.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import { type Day, dayOf } from '../stats/period.ts';
import type { FigureStore } from '../store/store.ts';
import { isSendingTime, latestDue } from './due.ts';
import { digestJob } from './job.ts';
import type { Recipient } from './recipient.ts';

export interface DigestScheduleOptions {
  store: Pick<FigureStore, 'firstCompletedAt'>;
  queue: JobQueue;
  recipients: readonly Recipient[];
  clock: Pick<Clock, 'now'>;
  zone: string;
  /** `HH:MM` in `zone`. */
  at: string;
}

/** Enqueues the digests of the day before, at `at` every day and every five minutes for what could not be enqueued. */
export function createDigestSchedule(options: DigestScheduleOptions): ScheduleEntry {
  const { store, queue, recipients, clock, zone, at } = options;
  let first: Day | null = null;

  return {
    name: 'digests',
    isDue: (now, before) => isSendingTime(now, before, at, zone),
    async enqueue() {
      const { day } = latestDue(clock.now(), at, zone);
      if (!(await hasBegun(day))) return;
      for (const recipient of recipients) await queue.enqueue(digestJob(day, recipient));
    },
  };

  /**
   * Whether the first dialogue is of `day` or before: a supervisor of a service that was set up this morning is not
   * told that nobody answered yesterday. Asked until that is so, then remembered.
   */
  async function hasBegun(day: Day): Promise<boolean> {
    if (first === null || first > day) {
      const completedAt = await store.firstCompletedAt();
      first = completedAt && dayOf(completedAt, zone);
    }
    return first !== null && first <= day;
  }
}
