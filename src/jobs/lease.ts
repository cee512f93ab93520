import type { Clock } from '../clock.ts';
import type { JobStore } from '../store/ports/jobs.ts';

/** How long a job belongs to the instance that runs it; renewed while it runs. */
export const LEASE_MS = 30_000;
/** So long before its end a lease is renewed rather than relied upon. */
const MARGIN_MS = 5_000;
const RENEW_EVERY_MS = 10_000;

/** Rejects what is another instance's business by now. */
export const leaseLost = new Error('another instance runs this job');

export interface JobLease {
  /** Resolves when the job is still this instance's. @throws `leaseLost` @throws {StoreError} when nobody can say */
  confirm: () => Promise<void>;
  /** Renews it no more. */
  end(): void;
}

export interface JobLeaseOptions {
  store: Pick<JobStore, 'renewJob'>;
  clock: Clock;
  owner: string;
  key: string;
  /** When the claim began, by the monotonic clock. */
  claimedAt: number;
}

export function createJobLease({ store, clock, owner, key, claimedAt }: JobLeaseOptions): JobLease {
  /** By the monotonic clock; until then no other instance can have taken the job on. */
  let safeUntil = claimedAt + LEASE_MS - MARGIN_MS;
  let cancel = (): void => {};
  renewLater();
  return {
    async confirm() {
      if (clock.monotonic() >= safeUntil && !(await renew())) throw leaseLost;
    },
    end: () => cancel(),
  };

  async function renew(): Promise<boolean> {
    const begun = clock.monotonic();
    const until = new Date(clock.now().getTime() + LEASE_MS);
    const mine = await store.renewJob(key, owner, until);
    if (mine) safeUntil = begun + LEASE_MS - MARGIN_MS;
    return mine;
  }

  function renewLater(): void {
    cancel = clock.after(RENEW_EVERY_MS, () => {
      renewLater();
      // Where that fails, `confirm` asks the store before anything else is done.
      renew().catch(() => undefined);
    });
  }
}
