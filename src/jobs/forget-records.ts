import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { RecordStore } from '../store/ports/records.ts';
import { type JobKind, jobKind } from './job-kind.ts';
import type { JobQueue } from './queue.ts';
import type { ScheduleEntry } from './schedule.ts';

export interface ForgetRecordsOptions {
  queue: Pick<JobQueue, 'enqueue'>;
  store: Pick<RecordStore, 'forgetRecords'>;
  clock: Pick<Clock, 'now'>;
  /** The name of the kind of job: `forget_letters`. */
  job: string;
  /** Whose records are deleted. */
  kinds: readonly string[];
  /** Milliseconds after the record's `at`. */
  keptMs: number;
}

const DAY_MS = 86_400_000;
const BATCH = 500;

/** A schedule that enqueues, every day, the job that deletes old records of these kinds; and that job. */
export function createForgetRecords(options: ForgetRecordsOptions): { entry: ScheduleEntry; kind: JobKind } {
  const { queue, store, clock, job, kinds, keptMs } = options;
  const dayOf = (time: Date): number => Math.floor(time.getTime() / DAY_MS);
  return {
    entry: {
      name: job.replaceAll('_', ' '),
      kinds: [job],
      isDue: (now, before) => dayOf(now) !== dayOf(before),
      enqueue() {
        const day = new Date(dayOf(clock.now()) * DAY_MS).toISOString().slice(0, 10);
        return queue.enqueue({ key: `${job}:${day}`, kind: job, payload: {} });
      },
    },
    kind: jobKind(
      z.object({}),
      async () => {
        const before = new Date(clock.now().getTime() - keptMs);
        for (const kind of kinds) {
          while ((await store.forgetRecords(kind, before, BATCH)) === BATCH) {}
        }
        return { state: 'done' };
      },
      { forgetAfterMs: 2 * DAY_MS },
    ),
  };
}
