/** Viber does not say how long to wait. */
const FIRST_MS = 10_000;
const LONGEST_MS = 600_000;

/** How long to wait after `tooManyRequests`: longer each time, until something is accepted. */
export interface Pauses {
  /** @param target whose request was refused, so that many refused at once wait no longer than one */
  next(target: string): number;
  reset(): void;
}

export function createPauses(): Pauses {
  const refusals = new Map<string, number>();
  return {
    next(target) {
      const before = refusals.get(target) ?? 0;
      refusals.set(target, before + 1);
      return Math.min(FIRST_MS * 2 ** before, LONGEST_MS);
    },
    reset: () => refusals.clear(),
  };
}
