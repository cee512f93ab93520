/** How often something may be done: once in `intervalMs` milliseconds, and `burst` times at once after a quiet time. */
export interface Rate {
  intervalMs: number;
  burst: number;
}

/** What a bucket gave: the first token may be used in `waitMs` milliseconds, each next one an interval later. */
export interface Taken {
  /** 0: none yet; it is worth asking again in `waitMs`. */
  count: number;
  waitMs: number;
  /** True: the bucket is held for `waitMs`. */
  held?: boolean;
}

/** A token bucket; several processes may share one. */
export interface TokenBucket {
  /** @param onlyFull true: no token unless the bucket is full */
  take(count: number, onlyFull: boolean): Taken | Promise<Taken>;
  /** Gives no tokens for so many milliseconds. */
  hold(ms: number): void | Promise<void>;
}

/**
 * A bucket of one process, by the generic cell rate algorithm: all that is kept is the time at which it is full again.
 * @param monotonic milliseconds by the monotonic clock
 */
export function createTokenBucket({ intervalMs, burst }: Rate, monotonic: () => number): TokenBucket {
  let fullAt = 0;
  let heldUntil = 0;
  return {
    take(count, onlyFull) {
      const now = monotonic();
      if (heldUntil > now) return { count: 0, waitMs: heldUntil - now, held: true };
      if (onlyFull && fullAt > now) return { count: 0, waitMs: fullAt - now };
      const waitMs = Math.max(0, fullAt - (burst - 1) * intervalMs - now);
      fullAt = Math.max(fullAt, now) + count * intervalMs;
      return { count, waitMs };
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, monotonic() + ms);
    },
  };
}
