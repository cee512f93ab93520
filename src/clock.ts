import { randomBytes } from 'node:crypto';

/** Where time and chance enter. Everything else takes them as arguments, so tests and the demo can set them. */
export interface Clock {
  /** The time of the wall clock, which an administrator or NTP may set back or forward. */
  now(): Date;
  /** Milliseconds that only ever grow, whatever the wall clock does; only their differences mean something. */
  monotonic(): number;
  /** Calls `work` once, `ms` from now by the monotonic time, and keeps no process alive for it. @returns cancels it */
  after(ms: number, work: () => void): () => void;
  /** A number in [0, 1), by chance. */
  random(): number;
  /** A new identifier: 12 characters of `A-Za-z0-9_-`, 72 random bits. */
  newId(): string;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  newId: createIds(),
};

/** Random bits are taken for many identifiers at once, since each call of the system costs more than the rest. */
function createIds(): () => string {
  const bytes = 9;
  let bits = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === bits.length) {
      bits = randomBytes(bytes * 256);
      used = 0;
    }
    used += bytes;
    return bits.toString('base64url', used - bytes, used);
  };
}

export interface SetClock extends Clock {
  /** Lets time pass: moves the clock to `at`, or on by `at` milliseconds, and runs what is due by then. */
  set(at: Date | number): void;
  /** Sets the wall clock on (or back) by `ms` without letting any time pass. */
  step(ms: number): void;
}

/** A clock that stands still until it is set; its identifiers are counted: `d00000000001`, ... */
export function createSetClock(start: Date): SetClock {
  let now = start;
  let elapsed = 0;
  let ids = 0;
  const timers = new Set<{ at: number; work: () => void }>();
  return {
    now: () => new Date(now),
    monotonic: () => elapsed,
    after(ms, work) {
      const timer = { at: elapsed + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    random: () => 0.5,
    newId: () => `d${String(++ids).padStart(11, '0')}`,
    set(at) {
      const next = at instanceof Date ? at : new Date(now.getTime() + at);
      elapsed += Math.max(0, next.getTime() - now.getTime());
      now = next;
      const due = [...timers].filter((timer) => timer.at <= elapsed).toSorted((a, b) => a.at - b.at);
      for (const timer of due) if (timers.delete(timer)) timer.work();
    },
    step(ms) {
      now = new Date(now.getTime() + ms);
    },
  };
}
