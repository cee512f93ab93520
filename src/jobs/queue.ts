import type { Clock } from '../clock.ts';
import type { JobStore, NewJob } from '../store/ports/jobs.ts';

/** What is to be done. The rest is as in `Job`; by default it is in no order, of no dialogue, enqueued now and due now. */
export type JobRequest = Pick<NewJob, 'key' | 'kind' | 'payload'> &
  Partial<Pick<NewJob, 'ordering' | 'origin' | 'enqueuedAt' | 'runAt'>> & {
    /** True: after all that waits in its ordering, also when the clock was set back or another instance's is ahead. */
    isLast?: true;
  };

export interface JobQueue {
  /**
   * Keeps a job until it has ended. The same key again is a no-op, also after the job has ended.
   * @returns whether it is new
   * @throws {StoreError}
   */
  enqueue(request: JobRequest): Promise<boolean>;
}

export interface JobQueueOptions {
  store: Pick<JobStore, 'insertJob' | 'lastEnqueuedAt'>;
  clock: Pick<Clock, 'now'>;
  /** Called when a new job was kept, with the moment at which it is due. */
  onNew?: (runAt: Date) => void;
}

export function createJobQueue({ store, clock, onNew }: JobQueueOptions): JobQueue {
  return {
    async enqueue({ ordering = null, origin = null, enqueuedAt, runAt, isLast, ...job }) {
      const now = clock.now();
      const due = runAt ?? now;
      const last = isLast && ordering !== null ? await store.lastEnqueuedAt(ordering) : null;
      const isNew = await store.insertJob({
        ...job,
        ordering,
        origin,
        enqueuedAt: last && last >= now ? new Date(last.getTime() + 1) : (enqueuedAt ?? now),
        runAt: due,
      });
      if (isNew) onNew?.(due);
      return isNew;
    },
  };
}
