import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import type { RecordStore } from '../store/ports/records.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = 90 * DAY_MS;
const BATCH = 500;
const kind = 'forget_letters';

/** Enqueues, every day, the job that deletes letters and what chats were told. Alerts are kept. */
export function createForgetLettersSchedule(
  queue: Pick<JobQueue, 'enqueue'>,
  clock: Pick<Clock, 'now'>,
): ScheduleEntry {
  const dayOf = (time: Date): number => Math.floor(time.getTime() / DAY_MS);
  return {
    name: 'forget letters',
    isDue: (now, before) => dayOf(now) !== dayOf(before),
    enqueue() {
      const day = new Date(dayOf(clock.now()) * DAY_MS).toISOString().slice(0, 10);
      return queue.enqueue({ key: `${kind}:${day}`, kind, payload: {} });
    },
  };
}

/** @param recordKinds whose records are deleted when they are 90 days old */
export function createForgetLettersKind(
  store: Pick<RecordStore, 'forgetRecords'>,
  recordKinds: readonly string[],
  clock: Pick<Clock, 'now'>,
): JobKind {
  return jobKind(
    z.object({}),
    async () => {
      const before = new Date(clock.now().getTime() - KEPT_MS);
      for (const name of recordKinds) {
        while ((await store.forgetRecords(name, before, BATCH)) === BATCH) {}
      }
      return { state: 'done' };
    },
    { forgetAfterMs: 2 * DAY_MS },
  );
}
