/** A token bucket: `burst` at once, then `perSecond`. */
export interface Bucket {
  /** Milliseconds until one may be taken; 0: now. */
  waitMs(): number;
  take(): void;
}

export function createBucket(burst: number, perSecond: number, now: () => Date): Bucket {
  let level = burst;
  let filledAt = now().getTime();
  const fill = (): void => {
    const at = now().getTime();
    level = Math.min(burst, level + (Math.max(0, at - filledAt) / 1000) * perSecond);
    filledAt = at;
  };
  return {
    waitMs() {
      fill();
      return level >= 1 ? 0 : Math.ceil(((1 - level) / perSecond) * 1000);
    },
    take() {
      fill();
      level -= 1;
    },
  };
}
