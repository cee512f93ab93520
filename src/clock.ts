import { randomBytes } from 'node:crypto';

/** Where time and chance enter. Everything else takes them as arguments, so tests and the demo can set them. */
export interface Clock {
  now(): Date;
  /** A new identifier: 12 characters of `A-Za-z0-9_-`, 72 random bits. */
  newId(): string;
}

export const systemClock: Clock = {
  now: () => new Date(),
  newId: () => randomBytes(9).toString('base64url'),
};

export interface SetClock extends Clock {
  /** Moves the clock to `at`, or on by `at` milliseconds. */
  set(at: Date | number): void;
}

/** A clock that stands still until it is set; its identifiers are counted: `d00000000001`, ... */
export function createSetClock(start: Date): SetClock {
  let now = start;
  let ids = 0;
  return {
    now: () => new Date(now),
    newId: () => `d${String(++ids).padStart(11, '0')}`,
    set: (at) => {
      now = at instanceof Date ? at : new Date(now.getTime() + at);
    },
  };
}
