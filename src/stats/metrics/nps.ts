import { isNps } from '../../scale.ts';
import { countOf, type Ratings, ratingCount } from './metric.ts';
import { type Interval, z95 } from './wilson.ts';

/**
 * The Net Promoter Score: the percentage of promoters, who gave 9 or 10, less that of detractors, who gave 0 to 6. It
 * is taken on the scale 0–10 of the NPS question alone, of which there is no CSAT % and no average.
 * @metric nps NPS
 * @formula 100 × (ratings of 9–10 − ratings of 0–6) / all ratings
 * @written as a whole number with its sign, from −100 to +100; — without ratings
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
 * Where the NPS would probably lie had many more clients answered in the same way. About 19 of 20 such intervals hold
 * the true score.
 *
 * It is the adjusted Wald interval, for which 3/4 of a promoter, 3/4 of a detractor and 3/2 of a passive are added, so
 * that it does not shrink to a point when all clients agree. It is widened to hold the NPS itself, which lies outside
 * when very few clients all gave one answer, and ends at -100 and 100.
 * @metric npsInterval 95% interval of the NPS
 * @formula 100 × (p − d ± z √((p + d − (p − d)²) / (n + 3))), where p = (promoters + 0.75) / (n + 3), d = (detractors + 0.75) / (n + 3), n = number of ratings, z = 1.96
 * @written as two scores, +25 to +48; — without ratings
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
