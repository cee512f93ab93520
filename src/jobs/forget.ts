import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { JobStore } from '../store/ports/jobs.ts';
import { type JobKind, jobKind, type JobKinds } from './job-kind.ts';
import type { JobQueue } from './queue.ts';
import type { ScheduleEntry } from './schedule.ts';

const HOUR_MS = 3_600_000;
/** How long a given-up job can be listed and run again. */
const KEEP_GIVEN_UP_MS = 30 * 24 * HOUR_MS;
/** How many are deleted in one write, so that other writes can run in between. */
const BATCH = 500;

/** Enqueues, every hour, the job that deletes ended jobs. */
export function createForgetSchedule(queue: JobQueue, clock: Pick<Clock, 'now'>): ScheduleEntry {
  const hourOf = (time: Date): number => Math.floor(time.getTime() / HOUR_MS);
  return {
    name: 'forget ended jobs',
    kinds: ['forget_jobs'],
    isDue: (now, before) => hourOf(now) !== hourOf(before),
    enqueue() {
      const hour = new Date(hourOf(clock.now()) * HOUR_MS).toISOString();
      return queue.enqueue({ key: `forget_jobs:${hour}`, kind: 'forget_jobs', payload: {} });
    },
  };
}

export interface ForgetKindOptions {
  store: Pick<JobStore, 'forgetJobs'>;
  /** Every kind. */
  kinds: () => JobKinds;
  clock: Pick<Clock, 'now'>;
}

/** Deletes ended jobs, with their payloads, of the kinds that have `forgetAfterMs`. */
export function createForgetKind({ store, kinds, clock }: ForgetKindOptions): JobKind {
  return jobKind(
    z.object({}),
    async () => {
      for (const [kind, { forgetAfterMs }] of Object.entries(kinds())) {
        if (forgetAfterMs === undefined) continue;
        await forget(kind, 'done', forgetAfterMs);
        await forget(kind, 'given_up', KEEP_GIVEN_UP_MS);
      }
      return { state: 'done' };
    },
    { forgetAfterMs: 48 * HOUR_MS },
  );

  async function forget(kind: string, state: 'done' | 'given_up', afterMs: number): Promise<void> {
    const endedBefore = new Date(clock.now().getTime() - afterMs);
    while ((await store.forgetJobs(kind, state, endedBefore, BATCH)) === BATCH) {}
  }
}
