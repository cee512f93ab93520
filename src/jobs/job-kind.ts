import type { z } from 'zod';
import type { JobOrigin } from '../store/ports/jobs.ts';

/** A kind of work that is kept in the store until it is done: a file of its own and a line in `app.ts`. */
export interface JobKind {
  /**
   * Makes one attempt. When it rejects, another one follows with backoff, by default for a day at most. It may run again after it
   * was done, when the process died before that was written down.
   */
  run(payload: unknown, attempt: Attempt): Promise<JobEnd>;
  /** How many of this kind run at once in a process, whatever the other kinds do. Default 10. */
  atOnce?: number;
  /** The longest pause between two tries, in milliseconds. Default 600,000. */
  longestRetryMs?: number;
  /**
   * `enqueued`: a job is given up a day after it was enqueued, with one try at least. `never`: it is tried for as long as a
   * platform or the store is away; after any other fault by default. Default: a day after its first try.
   */
  givesUpAfter?: 'enqueued' | 'never';
  /** How long after its end a done job is deleted, with its payload; a given-up one is after 30 days. Default: never. */
  forgetAfterMs?: number;
  /** True: a done job may be run again by hand too, not only a given-up one. */
  repeatable?: true;
}

/** The limits of a kind. */
export type JobKindRules = Omit<JobKind, 'run'>;

/** What a kind knows of the attempt that it makes. */
export interface Attempt {
  /** The job's key. */
  key: string;
  /** 1 for the first. */
  number: number;
  /** The dialogue that it comes from, whose facts stand in the store; null: none. */
  origin: JobOrigin | null;
  enqueuedAt: Date;
  /**
   * To be awaited right before anything that others notice, such as a request: rejects when the job is another
   * instance's by now, because this process was stopped for a while.
   */
  confirm: () => Promise<void>;
}

/** How a job ends. `result` is plain JSON that is kept; a survey that waits for the job is given it. */
export type JobEnd =
  | { state: 'done'; result?: unknown }
  /** No attempt can help. */
  | { state: 'given_up'; reason: string; result?: unknown };

/** By the name that stands in a job's `kind`. */
export type JobKinds = Readonly<Record<string, JobKind>>;

/** A kind whose payload is read by a schema; a job whose payload does not fit it is given up. */
export function jobKind<Payload>(
  schema: z.ZodType<Payload>,
  run: (payload: Payload, attempt: Attempt) => Promise<JobEnd>,
  rules: JobKindRules = {},
): JobKind {
  return {
    ...rules,
    async run(payload, attempt) {
      const read = schema.safeParse(payload);
      if (read.success) return run(read.data, attempt);
      const [issue] = read.error.issues;
      const reason = `its payload cannot be read: ${issue?.path.join('.')}: ${issue?.message}`;
      return { state: 'given_up', reason };
    },
  };
}
