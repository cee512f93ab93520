export const jobStates = ['waiting', 'done', 'given_up'] as const;

/** What is kept of a job from the moment it is asked for until long after its end. */
export interface Job {
  /** Says what is to be done, so that it is enqueued once: `digest:2026-11-24:telegram:123`. */
  key: string;
  /** One of the kinds that the service knows. */
  kind: string;
  /** Plain JSON, as the kind's schema takes it. */
  payload: unknown;
  /** Jobs of one ordering run one after another, in the order in which they were enqueued; null: whenever it is due. */
  ordering: string | null;
  /** The dialogue that it comes from; null: none. */
  origin: JobOrigin | null;
  enqueuedAt: Date;
  /** It is not run before. */
  runAt: Date;
  /** How often it was taken on. */
  attempts: number;
  /**
   * From when the time for its tries counts: when it was taken on first or, for a kind of `JobClaim.sinceEnqueued`, when
   * it was enqueued; for a job that was repeated, when that was asked for. null: it was not taken on yet.
   */
  firstTriedAt: Date | null;
  /** Who runs it, until `leaseUntil`; null: nobody. */
  owner: string | null;
  /** Of a job that nobody runs: when it was due before it was put off behind an earlier one of its ordering. */
  leaseUntil: Date | null;
  /** `given_up`: it will never be done; `reason` says why. */
  state: (typeof jobStates)[number];
  endedAt: Date | null;
  /** Why the last attempt failed. */
  reason: string | null;
  /** Plain JSON that is kept of a job that has ended; null: nothing. */
  result: unknown;
}

/** The dialogue whose survey asked for a job. */
export interface JobOrigin {
  channel: string;
  clientId: string;
  dialogueId: string;
  /** The block that goes on with the job's end; null: none waits. */
  block: string | null;
}

export type EndedState = Exclude<Job['state'], 'waiting'>;

export type NewJob = Pick<Job, 'key' | 'kind' | 'payload' | 'ordering' | 'origin' | 'enqueuedAt' | 'runAt'>;

/** Which jobs an instance takes on: those of `kinds` that are due at `now`, for itself until `until`. */
export interface JobClaim {
  owner: string;
  kinds: readonly string[];
  /** Of those, the ones of which the time for their tries counts from when they were enqueued. */
  sinceEnqueued?: readonly string[];
  now: Date;
  until: Date;
  /** 1..100. */
  limit: number;
}

/** What became of an attempt: an end, or another attempt at `runAt`. */
export type Settlement =
  | { state: 'done'; at: Date; result: unknown }
  | { state: 'given_up'; at: Date; reason: string; result: unknown }
  | { state: 'waiting'; runAt: Date; reason: string };

/** How many jobs of one kind there are. */
export interface JobCount {
  kind: string;
  /** Those that have not ended. */
  waiting: number;
  /** Of those, the ones whose time has come: that were tried before, or are due, or were until they were put off. */
  due: number;
  /** When that time was, of the oldest: its first try, or when it was due first; null: none is. */
  dueSince: Date | null;
  givenUp: number;
}

export interface JobStore {
  /** Keeps a new job. False: there is one of this key already, ended or not, and nothing changes. */
  insertJob(job: NewJob): Promise<boolean>;
  /**
   * Takes on jobs that are due, the most overdue first, and counts an attempt for each. Left out is what another has
   * a lease of, and what follows a job of the same ordering that has not ended. The latter is put off until that one is
   * tried next, or has ended, so that however much waits behind a receiver that is away, nobody looks through it.
   */
  claimJobs(claim: JobClaim): Promise<Job[]>;
  /** When the last job of an ordering that has not ended was enqueued; null: there is none. */
  lastEnqueuedAt(ordering: string): Promise<Date | null>;
  /** The least `runAt`, at or before `until`, of the jobs that have not ended; null: there is none. */
  nextRunAt(until: Date): Promise<Date | null>;
  /** Prolongs a lease. False: the job has ended, or it is somebody else's by now. */
  renewJob(key: string, owner: string, until: Date): Promise<boolean>;
  /** Writes down what became of an attempt and ends its lease. False as in `renewJob`. */
  settleJob(key: string, owner: string, settlement: Settlement): Promise<boolean>;
  /** Ends every lease of `owner`, so that others go on at once. */
  releaseJobs(owner: string): Promise<void>;
  findJob(key: string): Promise<Job | null>;
  /**
   * The jobs in a state, the newest first by when they were enqueued, then by key.
   * @param limit 1..1001 @param kind only those of one kind @param after only what follows this one
   */
  listJobs(
    state: Job['state'],
    limit: number,
    kind?: string,
    after?: Pick<Job, 'enqueuedAt' | 'key'>,
  ): Promise<Job[]>;
  /** Of every kind that has a job which has not ended or was given up, by kind. */
  countJobs(now: Date): Promise<JobCount[]>;
  /**
   * Has a job that has ended wait again, at its old place in its ordering, as if it was never tried.
   * @param states those in which it is repeated @returns false: it is in none of them, or there is no such job
   */
  repeatJob(key: string, states: ReadonlyArray<EndedState>, at: Date): Promise<boolean>;
  /** The same for the jobs of a kind that were given up, the earliest first. @param limit 1..1000 @returns how many */
  repeatGivenUp(kind: string, at: Date, limit: number): Promise<number>;
  /** Deletes jobs of a kind that ended in a state before a moment. @param limit 1..1000 @returns how many */
  forgetJobs(kind: string, state: EndedState, endedBefore: Date, limit: number): Promise<number>;
  /**
   * Of the ended jobs of a kind that have a result, the one with the greatest key below `before`.
   * @param ordering only those of one ordering; null: of any
   */
  lastResult(
    kind: string,
    before: string,
    ordering: string | null,
  ): Promise<{ key: string; result: unknown } | null>;
}
