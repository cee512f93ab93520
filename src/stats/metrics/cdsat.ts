import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';

/**
 * CDSAT: ratings that the scale calls dissatisfied / all ratings.
 * @returns a share in 0..1, shown as a percentage; null without ratings, and on the NPS scale, whose figure is the NPS
 * @see the Words of the design: 1 and 2 of 5
 */
export function cdsat(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  return n === 0 || isNps(ratings.scale) ? null : countOf(ratings, ratings.scale.dissatisfied) / n;
}
