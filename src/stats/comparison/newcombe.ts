import { type Interval, wilson } from '../metrics/wilson.ts';
import type { Share } from './share.ts';

/**
 * Whether the share of one period differs from that of another by more than chance. ▲ or ▼ stands only where the 95%
 * interval of the difference does not hold 0; no mark means that there is no reason to look for a cause.
 *
 * It is the interval of the difference of two independent shares, from the Wilson intervals of both. It
 * errs on about 1 in 20 comparisons of equal periods.
 * @metric change Change to the period before
 * @formula p − q − √((p − pl)² + (qu − q)²) to p − q + √((pu − p)² + (q − ql)²), where p and q = the shares of the two periods, pl–pu and ql–qu = their 95% intervals
 * @written as ▲ or ▼; nothing where chance alone may be the reason
 * @returns of the difference `now` - `before`: bounds in -1..1; null when either has n = 0
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
