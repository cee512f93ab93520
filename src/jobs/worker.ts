import type { Clock } from '../clock.ts';
import { ChannelError, faultFields, isKnown, messageOf, StoreError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { type Monitor, unmonitored } from '../monitoring/monitor.ts';
import type { Job, JobStore, JobOrigin, Settlement } from '../store/ports/jobs.ts';
import type { Attempt, JobEnd, JobKinds } from './job-kind.ts';
import type { Watched } from './loop.ts';
import { createQuietTime } from './quiet-time.ts';
import { createJobLease, LEASE_MS, leaseLost } from './lease.ts';

export interface WorkerOptions {
  store: JobStore;
  kinds: JobKinds;
  clock: Clock;
  log: Log;
  /** Tells the dialogue that a job comes from how it ended. It may be called again after it resolved. @throws {StoreError} */
  onEnd?: (origin: JobOrigin, key: string, end: JobEnd) => Promise<void>;
  monitor?: Pick<Monitor, 'job'>;
}

/** Runs the jobs of a store, of each kind some at a time, beside the workers of other instances. */
export interface Worker extends Watched {
  /** Takes on what is due and does not wait for its end. Never rejects. @returns how many jobs were taken on */
  round: () => Promise<number>;
  /** The same, unless it is known that nothing is due. */
  look: () => Promise<number>;
  /** A job was kept that is due then. */
  expect(runAt: Date): void;
  /** Runs what is due, and what becomes due by that, to its end. */
  runAll(): Promise<void>;
  /** Takes nothing on any more, waits for what is under way for a while and gives the rest back. */
  stop(): Promise<void>;
}

const AT_ONCE = 10;
/** So many are claimed in one go at most. */
const LONGEST_CLAIM = 100;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;
/** A job that still fails so long after it was tried first, or enqueued, is given up. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const LONGEST_MARK_PAUSE_MS = 30_000;
const STOP_LIMIT_MS = 5_000;

export function createWorker(options: WorkerOptions): Worker {
  const { store, kinds, clock, log, onEnd, monitor = unmonitored } = options;
  const owner = clock.newId();
  const running = new Map<string, Promise<void>>();
  const runningOf = new Map<string, number>();
  const sinceEnqueued = Object.keys(kinds).filter((name) => kinds[name]?.givesUpAfter === 'enqueued');
  /** True: a round was asked for while one was under way, which may have seen too little. */
  let isWanted = false;
  let claiming: Promise<number> | null = null;
  let stopping = false;
  /** True: what is still under way belongs to others now. */
  let givenBack = false;
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });

  const quiet = createQuietTime(clock);

  return {
    round,
    look,
    quiet,
    expect: (runAt) => quiet.endAt(runAt),
    async runAll() {
      while ((await round()) > 0 || running.size > 0) await Promise.all(running.values());
    },
    async stop() {
      stopping = true;
      stop();
      await claiming;
      await Promise.race([Promise.all(running.values()), pause(STOP_LIMIT_MS)]);
      givenBack = true;
      await store.releaseJobs(owner).catch((error: unknown) => {
        const seconds = LEASE_MS / 1_000;
        log('error', 'Jobs could not be given back; their leases end by themselves', {
          seconds,
          ...faultFields(error),
        });
      });
    },
  };

  async function look(): Promise<number> {
    try {
      return (await quiet.isOver((until) => store.nextRunAt(until))) ? await round() : 0;
    } catch (error) {
      log('error', 'Due jobs could not be looked for', { ...faultFields(error) });
      return 0;
    }
  }

  function round(): Promise<number> {
    isWanted = true;
    claiming ??= claim();
    return claiming;
  }

  async function claim(): Promise<number> {
    let taken = 0;
    try {
      while (isWanted) {
        isWanted = false;
        taken += await claimAll();
      }
    } catch (error) {
      isWanted = false;
      log('error', 'Due jobs could not be looked for', { ...faultFields(error) });
    } finally {
      // Not a moment after `isWanted` was read, or a job that ends then would claim no other.
      claiming = null;
    }
    return taken;
  }

  /** Claims for the kinds that have room, until nothing is left that is due or no kind has room. */
  async function claimAll(): Promise<number> {
    for (let taken = 0; ; ) {
      const rooms = Object.entries(kinds).map(([name, { atOnce = AT_ONCE }]) => ({
        name,
        room: atOnce - (runningOf.get(name) ?? 0),
      }));
      const free = rooms.filter(({ room }) => room > 0);
      if (stopping || free.length === 0) return taken;
      // All of them may be of the kind that has the least room.
      const limit = Math.min(LONGEST_CLAIM, ...free.map(({ room }) => room));
      const now = clock.now();
      const until = new Date(now.getTime() + LEASE_MS);
      const begun = clock.monotonic();
      const names = free.map(({ name }) => name);
      const jobs = await store.claimJobs({ owner, kinds: names, sinceEnqueued, now, until, limit });
      for (const job of jobs) begin(job, begun);
      taken += jobs.length;
      if (jobs.length < limit) return taken;
    }
  }

  function begin(job: Job, claimedAt: number): void {
    const { key, kind } = job;
    runningOf.set(kind, (runningOf.get(kind) ?? 0) + 1);
    const ended = runJob(job, claimedAt)
      .catch((error: unknown) => logOf(job)('error', 'A job failed', { ...faultFields(error) }))
      .finally(() => {
        running.delete(key);
        runningOf.set(kind, (runningOf.get(kind) ?? 1) - 1);
        // The next of its ordering is due now, and there is room for another.
        void round();
      });
    running.set(key, ended);
  }

  async function runJob(job: Job, claimedAt: number): Promise<void> {
    const lease = createJobLease({ store, clock, owner, key: job.key, claimedAt });
    try {
      const begun = clock.monotonic();
      const outcome = await attempt(job, async () => {
        if (givenBack) throw leaseLost;
        await lease.confirm();
      });
      const result = outcome.state === 'waiting' ? 'retried' : outcome.state;
      const lagMs = clock.now().getTime() - job.enqueuedAt.getTime();
      monitor.job(job.kind, result, clock.monotonic() - begun, lagMs);
      if (outcome.state !== 'waiting') await tellOrigin(job, outcome);
      const mine = await untilSaved(job, () => store.settleJob(job.key, owner, outcome));
      if (outcome.state === 'waiting') quiet.endAt(outcome.runAt);
      if (!mine) logOf(job)('warn', 'A job was taken on by another instance while it ran');
    } catch (error) {
      if (error !== leaseLost) throw error;
      logOf(job)('warn', 'A job is run by another instance by now');
    } finally {
      lease.end();
    }
  }

  async function attempt(job: Job, confirm: Attempt['confirm']): Promise<Settlement> {
    try {
      const { result = null, ...end } = await endOf(job, confirm);
      if (end.state === 'given_up') logOf(job)('warn', 'A job is given up', { error: end.reason });
      return { ...end, result, at: clock.now() };
    } catch (error) {
      if (error === leaseLost) throw error;
      return afterFault(job, error);
    }
  }

  /** A fault of what takes the end must not have the work done again. */
  async function tellOrigin(job: Job, end: JobEnd): Promise<void> {
    const { origin, key } = job;
    if (!origin || !onEnd) return;
    try {
      await untilSaved(job, () => onEnd(origin, key, end));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      logOf(job)('error', 'The end of a job could not be told to its dialogue', { ...faultFields(error) });
    }
  }

  async function endOf(
    { kind, key, payload, attempts, origin, enqueuedAt }: Job,
    confirm: Attempt['confirm'],
  ): Promise<JobEnd> {
    const known = kinds[kind];
    if (!known) return { state: 'given_up', reason: `there is no kind of job "${kind}"` };
    return known.run(payload, { key, number: attempts, origin, enqueuedAt, confirm });
  }

  function afterFault(job: Job, error: unknown): Settlement {
    const now = clock.now().getTime();
    const reason = messageOf(error);
    const { longestRetryMs = LONGEST_RETRY_MS, givesUpAfter } = kinds[job.kind] ?? {};
    const isKept = givesUpAfter === 'never' && isKnown(error);
    if (!isKept && now - (job.firstTriedAt?.getTime() ?? now) >= GIVE_UP_AFTER_MS) {
      logOf(job)('error', 'A job is given up, since it failed for a day', { ...faultFields(error) });
      return { state: 'given_up', at: clock.now(), reason, result: null };
    }
    const level = isKnown(error) ? 'warn' : 'error';
    // The first, second, fourth, eighth, ... time: a receiver may be away for hours, with many jobs waiting for it.
    if (Math.log2(job.attempts) % 1 === 0) {
      logOf(job)(level, 'A job failed and is tried again', { attempt: job.attempts, ...faultFields(error) });
    }
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (job.attempts - 1), longestRetryMs);
    const wished = error instanceof ChannelError ? error.retryAfterMs : undefined;
    return { state: 'waiting', runAt: new Date(now + (wished ?? backoff)), reason };
  }

  /** What was done is not done again by this process because that could not be saved: it is tried until it is. */
  async function untilSaved<T>(job: Job, save: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await save();
      } catch (error) {
        if (stopping || !(error instanceof StoreError)) throw error;
        if (tries === 0)
          logOf(job)('error', 'What became of a job could not be saved', { ...faultFields(error) });
        await Promise.race([pause(Math.min(1_000 * 2 ** tries, LONGEST_MARK_PAUSE_MS)), stopped]);
      }
    }
  }

  function logOf({ key, kind, origin }: Job): Log {
    return log.child({ job: key, kind, ...(origin && { dialogue: origin.dialogueId }) });
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve));
  }
}
