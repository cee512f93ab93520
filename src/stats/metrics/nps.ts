import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';
import { type Interval, z95 } from './wilson.ts';

/**
 * Net Promoter Score: the percentage of promoters (9-10 of 10) less that of detractors (0-6).
 * @returns -100..100; null without ratings, and on any other scale
 * @see Reichheld, F. F. (2003), The One Number You Need to Grow, Harvard Business Review 81(12)
 */
export function nps(ratings: Ratings): number | null {
  const n = ratingCount(ratings);
  if (n === 0 || !isNps(ratings.scale)) return null;
  const { satisfied: promoters, dissatisfied: detractors } = ratings.scale;
  return (100 * (countOf(ratings, promoters) - countOf(ratings, detractors))) / n;
}

/**
 * 95 % interval of the NPS: the adjusted Wald interval, for which 3/4 of a promoter, 3/4 of a detractor and 3/2 of a
 * passive are added, so that it does not shrink to a point when all clients agree. It is widened to hold the NPS
 * itself, which lies outside when very few clients all gave one answer.
 * @returns bounds in -100..100; null without ratings, and on any other scale
 * @see Rocks, B. (2016), Interval Estimation for the "Net Promoter Score", The American Statistician 70(4)
 */
export function npsInterval(ratings: Ratings): Interval | null {
  const score = nps(ratings);
  if (score === null) return null;
  const n = ratingCount(ratings) + 3;
  const promoters = (countOf(ratings, ratings.scale.satisfied) + 0.75) / n;
  const detractors = (countOf(ratings, ratings.scale.dissatisfied) + 0.75) / n;
  const centre = promoters - detractors;
  const spread = z95 * Math.sqrt((promoters + detractors - centre ** 2) / n);
  return {
    low: Math.max(-100, Math.min(score, 100 * (centre - spread))),
    high: Math.min(100, Math.max(score, 100 * (centre + spread))),
  };
}
