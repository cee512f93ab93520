import { averageCsat } from './average-csat.ts';
import { type Ratings, ratingCount } from './metric.ts';
import { type Interval, wilson } from './wilson.ts';

/**
 * 95 % interval of the average CSAT: the Wilson interval of the average's place between the ends of the
 * scale, put back on the scale. Among all ratings with one average, those at the two ends spread most
 * (Bhatia-Davis), and for those Wilson's is the interval; so it is rather too wide than too narrow, stays
 * on the scale, and does not shrink to a point when three clients agree.
 * @returns bounds in the units of the scale; null without ratings, on a scale of one value and on the NPS scale
 * @see Wilson, E. B. (1927), J. Am. Stat. Assoc. 22(158)
 * @see Bhatia, R., Davis, C. (2000), Am. Math. Monthly 107(4)
 */
export function averageInterval(ratings: Ratings): Interval | null {
  const average = averageCsat(ratings);
  const lowest = Math.min(...ratings.scale.values);
  const width = Math.max(...ratings.scale.values) - lowest;
  if (average === null || width === 0) return null;
  const n = ratingCount(ratings);
  const place = wilson(((average - lowest) / width) * n, n);
  return place && { low: lowest + place.low * width, high: lowest + place.high * width };
}
