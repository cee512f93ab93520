import { z } from 'zod';

export const interval = z.object({ low: z.number(), high: z.number() });
export type Interval = z.output<typeof interval>;

/** The standard normal quantile of a two-sided 95 % interval. */
export const z95 = 1.959963984540054;

/**
 * Wilson score interval, 95 %, for a share of `hits` in `n`.
 * @returns bounds in 0..1, or null when n = 0
 * @see Wilson, E. B. (1927), J. Am. Stat. Assoc. 22(158)
 */
export function wilson(hits: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = hits / n;
  const centre = share + z95 ** 2 / (2 * n);
  const spread = z95 * Math.sqrt((share * (1 - share)) / n + z95 ** 2 / (4 * n ** 2));
  const divisor = 1 + z95 ** 2 / n;
  // Where all agree a bound is exactly 0 or 1, which rounding would miss by 1e-17.
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - spread) / divisor),
    high: hits === n ? 1 : Math.min(1, (centre + spread) / divisor),
  };
}

/** Whether two intervals share a value; then the difference between their figures is not shown as a change. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}
