import { countOf, type Ratings, ratingCount } from './metric.ts';

/**
 * CDSAT: ratings that the scale calls dissatisfied / all ratings.
 * @returns a share in 0..1, shown as a percentage; null without ratings
 * @see the Words of the design: 1 and 2 of 5
 */
export function cdsat(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  return n === 0 ? null : countOf(ratings, ratings.scale.dissatisfied) / n;
}
