import { type Interval, wilson } from '../metrics/wilson.ts';
import type { Share } from './share.ts';

/**
 * 95 % interval of the difference `now` - `before` of two independent shares, from the Wilson intervals of both.
 * @returns bounds in -1..1; null when either has n = 0
 * @see Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions: comparison of
 * eleven methods, Statistics in Medicine 17, method 10
 */
export function newcombe(now: Share, before: Share): Interval | null {
  const a = wilson(now.hits, now.n);
  const b = wilson(before.hits, before.n);
  if (!a || !b) return null;
  const [p, q] = [now.hits / now.n, before.hits / before.n];
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}

/** Whether the interval of a difference excludes 0; else the difference is not shown as a change. */
export function differs({ low, high }: Interval): boolean {
  return low > 0 || high < 0;
}
