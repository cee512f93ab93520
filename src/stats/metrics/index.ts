import { z } from 'zod';
import { averageCsat } from './average-csat.ts';
import { averageInterval } from './average-interval.ts';
import { cdsat } from './cdsat.ts';
import { csatInterval } from './csat-interval.ts';
import { csatPercent } from './csat-percent.ts';
import { bars, histogram } from './histogram.ts';
import { type CohortMetric, type RatingMetric, ratingMetric } from './metric.ts';
import { nps, npsInterval } from './nps.ts';
import { responseRate } from './response-rate.ts';
import { surveyPercentage } from './survey-percentage.ts';
import { surveys } from './surveys.ts';
import { interval } from './wilson.ts';

const number = z.number().nullable();

/** Figures of a cohort; each is a field of every Summary. */
export const cohortMetrics = {
  surveys,
  surveyPercentage,
  responseRate,
} as const satisfies Record<string, CohortMetric>;

/** Figures of the ratings on one scale; each is a field of every ScaleSummary. */
export const ratingMetrics = {
  averageCsat: ratingMetric(averageCsat, number),
  averageInterval: ratingMetric(averageInterval, interval.nullable()),
  csatPercent: ratingMetric(csatPercent, number),
  csatInterval: ratingMetric(csatInterval, interval.nullable()),
  cdsat: ratingMetric(cdsat, number),
  nps: ratingMetric(nps, number),
  npsInterval: ratingMetric(npsInterval, interval.nullable()),
  histogram: ratingMetric(histogram, bars),
} as const satisfies Record<string, RatingMetric>;
