import { z } from 'zod';
import { dimensions, type NotAskedReason, notAskedReasons } from '../../../dialogue.ts';
import { cohortMetrics, ratingMetrics } from '../../../stats/metrics/index.ts';
import type { Cohort } from '../../../stats/metrics/metric.ts';
import { placeFields } from './dialogue.ts';

type RatingFigures = { [Name in keyof typeof ratingMetrics]: (typeof ratingMetrics)[Name]['schema'] };

const count = z.number();
const figure = z.number().nullable();
const day = z.string();

/** The cohort's counts, and the figures that the registries of metrics name: a new metric is shown by itself. */
const summarySchema = z.object({
  ...({
    completed: count,
    scheduled: count,
    asked: count,
    open: count,
    answered: count,
    silent: count,
    notAsked: z.object(
      Object.fromEntries(notAskedReasons.map((reason) => [reason, count])) as Record<
        NotAskedReason,
        typeof count
      >,
    ),
    comments: count,
    disputed: count,
  } satisfies Record<keyof Cohort, z.ZodType>),
  ...(Object.fromEntries(Object.keys(cohortMetrics).map((name) => [name, figure])) as Record<
    keyof typeof cohortMetrics,
    typeof figure
  >),
  scales: z.array(
    z.object({
      scale: z.string(),
      ratings: count,
      ...(Object.fromEntries(
        Object.entries(ratingMetrics).map(([name, { schema }]) => [name, schema]),
      ) as RatingFigures),
    }),
  ),
});

/** How many dialogues of the period are disputed, and whether the figures count them. */
const disputed = z.object({ count, included: z.boolean() });

const group = z.object({ name: z.string().nullable(), summary: summarySchema });

export const periodSchema = z.object({
  zone: z.string(),
  from: day,
  to: day,
  disputed,
  summary: summarySchema,
  /** The period of the same length before, as it stood at `asOf`. */
  before: z.object({ from: day, to: day, asOf: z.date(), summary: summarySchema }),
  by: z.partialRecord(z.enum(dimensions), z.array(group)),
});

export const dailySchema = z.object({
  zone: z.string(),
  disputed,
  days: z.array(z.object({ day, summary: summarySchema })),
});

export const commentsSchema = z.object({
  zone: z.string(),
  disputed,
  comments: z.array(
    z.object({
      id: z.string(),
      externalId: z.string(),
      ...placeFields,
      completedAt: z.date(),
      scale: z.string().nullable(),
      rating: z.number().nullable(),
      comment: z.string(),
    }),
  ),
});
