import { z } from 'zod';
import { dimensions } from '../../../dialogue.ts';
import { funnelSteps } from '../../../stats/funnel.ts';
import { trendSteps } from '../../../stats/trend.ts';
import { resource } from '../endpoint.ts';
import { filterFields } from '../fields/filter.ts';
import { periodFields } from '../fields/period.ts';
import { disputedField, exampleFigures, periodSchema, summarySchema } from '../statistics/schema.ts';

const about = (description: string) => ({ description });

/** Whether disputed dialogues are counted; an empty text is none. */
const withDisputed = z
  .enum(['with', 'without', ''], 'must be with or without')
  .default('with')
  .meta(about('Whether disputed dialogues are counted.'));

const figureFields = { ...periodFields, ...filterFields, disputed: withDisputed };

/** One dimension or, repeated, several. */
const byField = z
  .custom<(typeof dimensions)[number] | ReadonlyArray<(typeof dimensions)[number]>>()
  .optional()
  .transform((given: unknown, context): Array<(typeof dimensions)[number]> => {
    const named = [given ?? []].flat().filter((text) => text !== '');
    const known = dimensions.filter((dimension) => named.includes(dimension));
    if (named.every((text) => dimensions.some((dimension) => dimension === text))) return known;
    context.addIssue({ code: 'custom', message: `must be one of ${dimensions.join(', ')}` });
    return z.NEVER;
  })
  .meta({
    type: 'array',
    items: { type: 'string', enum: [...dimensions] },
    description: 'Adds the parts along this dimension, or along each of them.',
  });

const count = z.number();
const days = { zone: z.string(), from: z.string(), to: z.string(), disputed: disputedField };

const funnelSchema = z
  .object({
    steps: z.array(
      z.object({
        step: z.enum(funnelSteps),
        count,
        lost: z
          .array(z.object({ reason: z.string(), count }))
          .meta(about('Why dialogues of the step before are not in this one, the most first.')),
        joined: count.meta(about('Dialogues of this step that are not in the step before.')),
      }),
    ),
  })
  .meta({
    id: 'Funnel',
    description:
      'How many dialogues reached each step of a survey. A rating and a comment may each stand alone.',
  });

const exampleFunnel = {
  steps: [
    { step: 'completed', count: 214, lost: [], joined: 0 },
    {
      step: 'asked',
      count: 190,
      lost: [
        { reason: 'cooldown', count: 15 },
        { reason: 'unreachable', count: 9 },
      ],
      joined: 0,
    },
    { step: 'delivered', count: 188, lost: [{ reason: 'open', count: 2 }], joined: 0 },
    { step: 'rated', count: 96, lost: [{ reason: 'silent', count: 92 }], joined: 0 },
    { step: 'commented', count: 31, lost: [{ reason: 'no_comment', count: 67 }], joined: 2 },
    { step: 'finished', count: 90, lost: [{ reason: 'unfinished', count: 4 }], joined: 63 },
  ],
};

const november = { from: '2026-11-01', to: '2026-11-30' };

export const figures = resource({
  title: 'Figures',
  about: [
    'Every figure is a sum over the dialogues that were completed in one period, whenever their answers came, so that no share passes 100 %.',
    'Filters apply to numerator and denominator alike; each may be repeated, and means any of its values. Operators, teams and topics are meant in any spelling.',
    'What a figure means stands in docs/metrics.md.',
  ],
  endpoints: {
    period: {
      method: 'GET',
      path: '/figures',
      scope: 'figures:read',
      summary: 'Figures of a period',
      about: [
        'With those of the period of the same length just before, at equal age, in `before`: as they stood at `before.asOf`.',
        'A period has at most 3,660 days.',
      ],
      query: z.strictObject({ ...figureFields, by: byField }),
      answer: periodSchema,
      example: {
        given: { ...november, team: ['Second line'], by: ['operator'] },
        answer: exampleFigures.period,
      },
    },
    trend: {
      method: 'GET',
      path: '/figures/trend',
      scope: 'figures:read',
      summary: 'Figures of each day, week or month',
      about: ['Weeks begin on Monday. The first and the last part are cut where the period begins and ends.'],
      query: z.strictObject({
        ...figureFields,
        step: z.enum(trendSteps).default('day').meta(about('`day`: of at most 366 days.')),
      }),
      answer: z.object({
        ...days,
        step: z.enum(trendSteps),
        parts: z.array(z.object({ from: z.string(), to: z.string(), summary: summarySchema })),
      }),
      example: { given: { ...november, step: 'week' }, answer: exampleFigures.trend },
    },
    funnel: {
      method: 'GET',
      path: '/funnel',
      scope: 'figures:read',
      summary: 'Funnel from completed to finished',
      query: z.strictObject({
        ...figureFields,
        by: z
          .enum(['channel', 'scenario'])
          .optional()
          .meta(about('Adds a funnel for each of its values, most completed first.')),
      }),
      answer: z.object({
        ...days,
        total: funnelSchema,
        by: z.array(z.object({ name: z.string(), funnel: funnelSchema })),
      }),
      example: {
        given: { ...november, by: 'scenario' },
        answer: {
          zone: 'Europe/Kyiv',
          ...november,
          disputed: { count: 1, included: true },
          total: exampleFunnel,
          by: [{ name: 'csat', funnel: exampleFunnel }],
        },
      },
    },
  },
});
