import type { Clock } from '../clock.ts';
import type { JobStore } from '../store/ports/jobs.ts';
import type { JobKinds } from './job-kind.ts';

/**
 * - `repeated`: it waits again, with a new day of attempts
 * - `unknown`: there is no such job
 * - `waiting`: it has not ended
 * - `done`: it was done, and its kind is not `repeatable`
 */
export type Repeated = 'repeated' | 'unknown' | 'waiting' | 'done';

/** Runs ended jobs again on request. */
export interface JobRepeat {
  /** @throws {StoreError} */
  one(key: string): Promise<Repeated>;
  /** Those of a kind that were given up, in their order, at most `MOST_REPEATED`. @returns how many @throws {StoreError} */
  givenUp(kind: string): Promise<number>;
  /** The kinds that there are. */
  kinds: readonly string[];
}

export interface JobRepeatOptions {
  store: Pick<JobStore, 'findJob' | 'repeatJob' | 'repeatGivenUp'>;
  kinds: JobKinds;
  clock: Pick<Clock, 'now'>;
  /** Called when jobs wait again, with the moment at which they are due. */
  onNew: (runAt: Date) => void;
}

export const MOST_REPEATED = 1_000;

export function createJobRepeat({ store, kinds, clock, onNew }: JobRepeatOptions): JobRepeat {
  return {
    kinds: Object.keys(kinds),
    async one(key) {
      const job = await store.findJob(key);
      if (!job) return 'unknown';
      if (job.state === 'done' && !kinds[job.kind]?.repeatable) return 'done';
      const now = clock.now();
      const states = kinds[job.kind]?.repeatable ? (['given_up', 'done'] as const) : (['given_up'] as const);
      if (job.state === 'waiting' || !(await store.repeatJob(key, states, now))) return 'waiting';
      onNew(now);
      return 'repeated';
    },
    async givenUp(kind) {
      const now = clock.now();
      const count = await store.repeatGivenUp(kind, now, MOST_REPEATED);
      if (count > 0) onNew(now);
      return count;
    },
  };
}
