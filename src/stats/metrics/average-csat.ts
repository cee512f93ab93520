import { isNps } from '../../scale.ts';
import { type Ratings, ratingCount } from './metric.ts';

/**
 * Average CSAT: the sum of all ratings divided by their number.
 * @returns in the units of the scale, from its lowest value to its highest; null without ratings, and on the NPS scale, whose figure is the NPS
 * @see the Words of the design: mean of ratings
 */
export function averageCsat(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  if (n === 0 || isNps(ratings.scale)) return null;
  let sum = 0;
  for (const [rating, count] of ratings.counts) sum += rating * count;
  return sum / n;
}
