import { countOf, type Ratings, ratingCount } from '../metrics/metric.ts';
import type { Interval } from '../metrics/wilson.ts';
import type { Share } from './share.ts';
import { binomialTail, countLimits, type LowerTail } from './tails.ts';

/** How many percent of parts that are like the whole lie within the limits. */
export type FunnelLevel = 95 | 99.8;

/** A limit that a part crossed: the widest one. */
export interface FunnelSignal {
  side: 'above' | 'below';
  level: FunnelLevel;
}

/** What may lie beyond a limit on one side. */
const beyond: Record<FunnelLevel, number> = { 95: 0.025, 99.8: 0.001 };
const widestFirst: readonly FunnelLevel[] = [99.8, 95];

/**
 * Spiegelhalter's funnel for an operator or a team: whether its share lies where fewer than 5 % (0.2 %) of parts that
 * are like the whole would, by the exact binomial distribution of its n. The whole includes the part, which makes the
 * two more alike; so identical parts are flagged at most at these rates, and one that is the whole never is.
 * @returns null within the limits, and for a part with n = 0
 * @see Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24(8)
 */
export function funnelSignal(part: Share, whole: Share): FunnelSignal | null {
  if (part.n === 0 || whole.n === 0) return null;
  return signalOf(part.hits, binomialTail(part.n, whole.hits / whole.n));
}

/**
 * How far the share of a team or an operator may lie from that of the whole by chance alone, with the answers that they
 * have. Few answers have wide limits, many have narrow ones, so nobody is ranked: whoever lies between the limits cannot
 * be told from the whole.
 *
 * If all were alike, at most 5 of 100 would lie outside of the 95 % limits and 2 of 1,000 outside of the 99.8 % limits.
 * @metric funnelLimits Funnel limits
 * @formula below: P(X ≤ satisfied) < 2.5% (95% limits) or < 0.1% (99.8% limits); above: P(X ≥ satisfied) < 2.5% or < 0.1%; X binomial with the number of answers and the share of the whole
 * @remarks A share below `low` or above `high` is one that `funnelSignal` gives.
 * @written as lines on the chart; ▲ ▼ outside of the 95% limits, ▲▲ ▼▼ outside of the 99.8% limits
 * @see Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24(8)
 * @returns bounds in 0..1; null when the whole or the part has none
 */
export function funnelLimits(whole: Share, n: number, level: FunnelLevel): Interval | null {
  if (n === 0 || whole.n === 0) return null;
  const { low, high } = countLimits(n, binomialTail(n, whole.hits / whole.n), beyond[level]);
  return { low: low / n, high: high / n };
}

/**
 * The same for the NPS, exactly: by the distribution of promoters less detractors among n ratings that are like the
 * whole's. There is none for the average CSAT, which says of the same ratings what CSAT % does; two tests of them would
 * flag identical parts twice as often.
 * @param part ratings on the NPS scale @param whole ratings on it, the part's included
 */
export function npsFunnelSignal(part: Ratings, whole: Ratings): FunnelSignal | null {
  const n = ratingCount(part);
  const of = ratingCount(whole);
  if (n === 0 || of === 0) return null;
  const { satisfied: promoters, dissatisfied: detractors } = whole.scale;
  const score = countOf(part, promoters) - countOf(part, detractors);
  return signalOf(
    score,
    scoreTail(n, { promoters: countOf(whole, promoters) / of, detractors: countOf(whole, detractors) / of }),
  );
}

/** Between two counts there is none, so "this or more" is what "the one before or fewer" leaves. */
function signalOf(value: number, tail: LowerTail): FunnelSignal | null {
  const atMost = tail(value);
  const atLeast = 1 - tail(value - 1);
  for (const level of widestFirst) {
    if (atMost < beyond[level]) return { side: 'below', level };
    if (atLeast < beyond[level]) return { side: 'above', level };
  }
  return null;
}

/** P(promoters - detractors <= score) among n: of m that are not passive, at most (m + score) / 2 are promoters. */
function scoreTail(n: number, shares: { promoters: number; detractors: number }): LowerTail {
  const either = shares.promoters + shares.detractors;
  if (either === 0) return (score) => (score >= 0 ? 1 : 0);
  const many = binomialTail(n, either);
  // Beyond nine sigma of m there is nothing that would change a decision.
  const reach = 9 * Math.sqrt(n * either * (1 - either)) + 9;
  const first = Math.max(0, Math.floor(n * either - reach));
  const last = Math.min(n, Math.ceil(n * either + reach));
  return (score) => {
    let sum = 0;
    for (let m = first; m <= last; m++) {
      const probability = many(m) - many(m - 1);
      if (probability === 0) continue;
      sum += probability * binomialTail(m, shares.promoters / either)(Math.floor((m + score) / 2));
    }
    return sum;
  };
}
