import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';
import { type Interval, wilson } from './wilson.ts';

/**
 * 95 % Wilson interval of CSAT %: where the share would lie had many more clients answered.
 * @returns bounds in 0..1, shown as percentages; null without ratings, and on the NPS scale
 * @see Wilson, E. B. (1927), J. Am. Stat. Assoc. 22(158)
 */
export function csatInterval(ratings: Ratings): Interval | null {
  if (isNps(ratings.scale)) return null;
  return wilson(countOf(ratings, ratings.scale.satisfied), ratingCount(ratings));
}
