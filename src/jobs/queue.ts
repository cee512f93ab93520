import type { Clock } from '../clock.ts';
import type { JobStore, NewJob } from '../store/ports/jobs.ts';

/** What is to be done. `ordering`, `origin` and `runAt` are as in `Job`; by default it is in no order, of no dialogue, and due now. */
export type JobRequest = Pick<NewJob, 'key' | 'kind' | 'payload'> &
  Partial<Pick<NewJob, 'ordering' | 'origin' | 'runAt'>>;

export interface JobQueue {
  /**
   * Keeps a job until it has ended. The same key again is a no-op, also after the job has ended.
   * @returns whether it is new
   * @throws {StoreError}
   */
  enqueue(request: JobRequest): Promise<boolean>;
}

export interface JobQueueOptions {
  store: Pick<JobStore, 'insertJob'>;
  clock: Pick<Clock, 'now'>;
  /** Called when a job was enqueued that is due now. */
  onDue?: () => void;
}

export function createJobQueue({ store, clock, onDue }: JobQueueOptions): JobQueue {
  return {
    async enqueue({ ordering = null, origin = null, runAt, ...job }) {
      const now = clock.now();
      const isNew = await store.insertJob({ ...job, ordering, origin, enqueuedAt: now, runAt: runAt ?? now });
      if (isNew && (runAt ?? now) <= now) onDue?.();
      return isNew;
    },
  };
}
