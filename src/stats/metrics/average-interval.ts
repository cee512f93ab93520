import { averageCsat } from './average-csat.ts';
import { type Ratings, ratingCount } from './metric.ts';
import { type Interval, wilson } from './wilson.ts';

/**
 * Where the average would probably lie had many more clients answered in the same way. About 19 of 20 such intervals
 * hold the true average. It is rather too wide than too narrow.
 *
 * It is the Wilson interval of the average's place between the ends of the scale, put back on the scale. Among all
 * ratings with one average, those at the two ends spread most (Bhatia-Davis), and for those Wilson's is the interval; so
 * it stays on the scale, and does not shrink to a point when three clients agree.
 * @metric averageInterval 95% interval of the average
 * @formula lowest + width × (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), where p = (average − lowest) / width, width = highest − lowest value of the scale, n = number of ratings, z = 1.96
 * @written as two averages, 4.1–4.5; — without ratings
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
