import { averageCsat } from './average-csat.ts';
import { averageInterval } from './average-interval.ts';
import { cdsat } from './cdsat.ts';
import { csatInterval } from './csat-interval.ts';
import { csatPercent } from './csat-percent.ts';
import { histogram } from './histogram.ts';
import type { CohortMetric, RatingMetric } from './metric.ts';
import { nps, npsInterval } from './nps.ts';
import { responseRate } from './response-rate.ts';
import { surveyPercentage } from './survey-percentage.ts';
import { surveys } from './surveys.ts';

/** Figures of a cohort; each is a field of every Summary. */
export const cohortMetrics = {
  surveys,
  surveyPercentage,
  responseRate,
} as const satisfies Record<string, CohortMetric>;

/** Figures of the ratings on one scale; each is a field of every ScaleSummary. */
export const ratingMetrics = {
  averageCsat,
  averageInterval,
  csatPercent,
  csatInterval,
  cdsat,
  nps,
  npsInterval,
  histogram,
} as const satisfies Record<string, RatingMetric>;
