import { z } from 'zod';
import { dimensions, type NotAskedReason, notAskedReasons } from '../../../dialogue.ts';
import { parseScaleKey } from '../../../scale.ts';
import { cohortMetrics, ratingMetrics } from '../../../stats/metrics/index.ts';
import type { Cohort, Ratings } from '../../../stats/metrics/metric.ts';
import { exampleDialogue, placeFields } from '../dialogues/schema.ts';
import { moment } from '../fields/moment.ts';

type RatingFigures = { [Name in keyof typeof ratingMetrics]: (typeof ratingMetrics)[Name]['schema'] };

const count = z.number();
const figure = z.number().nullable();
const day = z.string();

/** The cohort's counts, and the figures that the registries of metrics name: a new metric is shown by itself. */
export const summarySchema = z
  .object({
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
  })
  .meta({
    id: 'Summary',
    description:
      'Every figure of one cohort: the dialogues that were completed in one period. Shares are 0 to 1; null: nothing to compute from.',
  });

/** How many dialogues of the period are disputed, and whether the figures count them. */
export const disputedField = z.object({ count, included: z.boolean() });

export const groupSchema = z.object({ name: z.string().nullable(), summary: summarySchema });

export const periodSchema = z.object({
  zone: z.string(),
  from: day,
  to: day,
  disputed: disputedField,
  summary: summarySchema,
  /** The period of the same length before, as it stood at `asOf`. */
  before: z.object({ from: day, to: day, asOf: moment, summary: summarySchema }),
  by: z.partialRecord(z.enum(dimensions), z.array(groupSchema)),
});

export const dailySchema = z.object({
  zone: z.string(),
  disputed: disputedField,
  days: z.array(z.object({ day, summary: summarySchema })),
});

export const commentSchema = z
  .object({
    id: z.string().meta({ description: 'Of its dialogue.' }),
    externalId: z.string(),
    ...placeFields,
    completedAt: moment,
    scale: z.string().nullable(),
    rating: z.number().nullable(),
    comment: z.string(),
  })
  .meta({ id: 'Comment', description: 'What a client wrote, with the rating beside it.' });

export const commentsSchema = z.object({
  zone: z.string(),
  disputed: disputedField,
  comments: z.array(commentSchema),
});

const exampleCohort: Cohort = {
  completed: 214,
  scheduled: 0,
  asked: 190,
  open: 12,
  answered: 98,
  silent: 80,
  notAsked: {
    ...(Object.fromEntries(notAskedReasons.map((reason) => [reason, 0])) as Cohort['notAsked']),
    cooldown: 15,
    unreachable: 9,
  },
  comments: 31,
  disputed: 1,
};

const exampleRatings: Ratings = {
  scale: parseScaleKey('1-5'),
  counts: new Map([
    [5, 61],
    [4, 22],
    [3, 6],
    [2, 3],
    [1, 4],
  ]),
};

const figuresOf = <Input>(metrics: Record<string, (input: Input) => unknown>, input: Input): object =>
  Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric(input)]));

/** For the documentation, by the metrics themselves. */
const exampleSummary = {
  ...exampleCohort,
  ...figuresOf(cohortMetrics, exampleCohort),
  scales: [{ scale: '1-5', ratings: 96, ...figuresOf(ratingMetrics, exampleRatings) }],
};
const exampleDays = { from: '2026-11-01', to: '2026-11-30' };
const exampleDisputed = { count: 1, included: true };
const { id, externalId, channel, scenario, operator, team, topic, completedAt, scale } = exampleDialogue;

export const exampleComment = {
  id,
  externalId,
  channel,
  scenario,
  operator,
  team,
  topic,
  completedAt,
  scale,
  rating: 2,
  comment: 'Still no refund',
};

/** For the documentation: what the endpoints of figures answer with. */
export const exampleFigures = {
  period: {
    zone: 'Europe/Kyiv',
    ...exampleDays,
    disputed: exampleDisputed,
    summary: exampleSummary,
    before: {
      from: '2026-10-02',
      to: '2026-10-31',
      asOf: '2026-11-02T09:00:00.000Z',
      summary: exampleSummary,
    },
    by: { operator: [{ name: 'Anna', summary: exampleSummary }] },
  },
  daily: {
    zone: 'Europe/Kyiv',
    disputed: exampleDisputed,
    days: [{ day: '2026-11-01', summary: exampleSummary }],
  },
  comments: { zone: 'Europe/Kyiv', disputed: exampleDisputed, comments: [exampleComment] },
  trend: {
    zone: 'Europe/Kyiv',
    ...exampleDays,
    disputed: exampleDisputed,
    step: 'week',
    parts: [{ from: '2026-11-01', to: '2026-11-01', summary: exampleSummary }],
  },
  handling: {
    zone: 'Europe/Kyiv',
    ...exampleDays,
    alerts: 7,
    withdrawn: 1,
    open: 1,
    taken: 2,
    takenInTime: { share: 0.857, of: 7 },
    byCause: { operator: 1, product: 2, process: 1, policy: 0 },
    seconds: { timeToTake: 412, timeToResolve: 5_400 },
  },
};
