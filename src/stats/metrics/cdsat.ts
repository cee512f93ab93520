import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';

/**
 * The share of dissatisfied ratings. On the scale 1–5 these are 1 and 2; another scale says in its scenario which they are.
 *
 * CSAT % and CDSAT leave the ratings in the middle out of both, so they need not add up to 100 %.
 * @metric cdsat CDSAT
 * @formula dissatisfied ratings / all ratings
 * @written as a percentage; — without ratings
 * @returns a share in 0..1, shown as a percentage; null without ratings, and on the NPS scale, whose figure is the NPS
 * @see the Words of docs/architecture.md: 1 and 2 of 5
 */
export function cdsat(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  return n === 0 || isNps(ratings.scale) ? null : countOf(ratings, ratings.scale.dissatisfied) / n;
}
