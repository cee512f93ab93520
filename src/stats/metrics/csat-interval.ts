import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';
import { type Interval, wilson } from './wilson.ts';

/**
 * Where CSAT % would probably lie had many more clients answered in the same way. About 19 of 20 such intervals hold the
 * true share. Few answers make the interval wide. It says nothing of the clients who did not answer.
 * @metric csatInterval 95% interval of CSAT %
 * @formula (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), where p = CSAT %, n = number of ratings, z = 1.96
 * @written as two percentages, 74–90%; — without ratings
 * @returns bounds in 0..1, shown as percentages; null without ratings, and on the NPS scale
 * @see Wilson, E. B. (1927), J. Am. Stat. Assoc. 22(158)
 */
export function csatInterval(ratings: Ratings): Interval | null {
  if (isNps(ratings.scale)) return null;
  return wilson(countOf(ratings, ratings.scale.satisfied), ratingCount(ratings));
}
