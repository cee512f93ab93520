import { isNps } from '../../scale.ts';
import { type Ratings, ratingCount } from './metric.ts';

/**
 * The mean of the ratings on one scale. Ratings on different scales are never put into one average.
 *
 * Two companies with the same average may have very different clients: all threes, or as many ones as fives. Read it
 * beside the histogram, and beside CSAT % and CDSAT.
 * @metric averageCsat Average CSAT
 * @formula sum of the ratings / number of ratings
 * @written in points of the scale, with one decimal; — without ratings
 * @returns in the units of the scale, from its lowest value to its highest; null without ratings, and on the NPS scale, whose figure is the NPS
 * @see the Words of docs/architecture.md: mean of ratings
 */
export function averageCsat(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  if (n === 0 || isNps(ratings.scale)) return null;
  let sum = 0;
  for (const [rating, count] of ratings.counts) sum += rating * count;
  return sum / n;
}
