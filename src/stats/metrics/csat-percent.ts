import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';

/**
 * The share of satisfied ratings. On the scale 1–5 these are 4 and 5; another scale says in its scenario which they are.
 * @metric csatPercent CSAT %
 * @formula satisfied ratings / all ratings
 * @written as a percentage; — without ratings
 * @returns a share in 0..1, shown as a percentage; null without ratings, and on the NPS scale, whose figure is the NPS
 * @see the Words of docs/architecture.md: 4-5 of 5
 */
export function csatPercent(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  return n === 0 || isNps(ratings.scale) ? null : countOf(ratings, ratings.scale.satisfied) / n;
}
