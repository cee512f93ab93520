import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';

/**
 * CSAT %: ratings that the scale calls satisfied / all ratings.
 * @returns a share in 0..1, shown as a percentage; null without ratings, and on the NPS scale, whose figure is the NPS
 * @see the Words of the design: 4-5 of 5
 */
export function csatPercent(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  return n === 0 || isNps(ratings.scale) ? null : countOf(ratings, ratings.scale.satisfied) / n;
}
