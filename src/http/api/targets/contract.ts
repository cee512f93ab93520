import { z } from 'zod';
import { targetMetrics, type TargetMetric } from '../../../stats/targets/target.ts';
import { resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { optionalMoment } from '../fields/moment.ts';
import { limitField } from '../fields/period.ts';
import { idOf, optionalName } from '../fields/texts.ts';

const about = (description: string) => ({ description });

const metrics = Object.keys(targetMetrics) as [TargetMetric, ...TargetMetric[]];
/** Durations are seconds here. */
export const targetUnits = ['share', 'rating', 'nps', 'seconds'] as const;

const metricField = z
  .enum(metrics, `must be one of ${metrics.join(', ')}`)
  .meta(about('What the target is for.'));
const valueField = z
  .number('must be a number')
  .meta(about('In `unit`: a share 0 to 1, a rating of the scale, an NPS of -100 to 100, or seconds.'));

const target = z
  .object({
    id: z.string().meta(about('Of this metric, scale and team.')),
    metric: metricField,
    scale: z.string().nullable().meta(about('null: each scale of CSAT, or none.')),
    team: z.string().nullable().meta(about('null: any team.')),
    value: valueField,
    unit: z.enum(targetUnits),
    lowerIsBetter: z.boolean(),
    by: z.string().nullable().meta(about('Who set it; null: it comes from the environment.')),
    setAt: optionalMoment,
  })
  .meta({ id: 'Target', description: 'What a figure is to be: at least, or at most where lower is better.' });

const exampleTarget = {
  id: 'WyJjc2F0UGVyY2VudCIsbnVsbCxudWxsXQ',
  metric: 'csatPercent',
  scale: null,
  team: null,
  value: 0.85,
  unit: 'share',
  lowerIsBetter: false,
  by: 'Iryna',
  setAt: '2026-11-01T08:00:00.000Z',
};

export const targets = resource({
  title: 'Targets',
  about: ['What figures are to be. They are judged over 30 days, in digests and on the dashboard.'],
  endpoints: {
    list: {
      method: 'GET',
      path: '/targets',
      scope: 'targets:read',
      summary: 'List targets',
      query: z.strictObject({ limit: limitField, cursor: cursorField }),
      answer: z.object({ targets: z.array(target), next: nextField }),
      example: { answer: { targets: [exampleTarget], next: null } },
    },
    set: {
      method: 'PUT',
      path: '/targets',
      scope: 'targets:write',
      summary: 'Set a target',
      about: ['In the place of that of the same metric, scale and team, if there is one.'],
      body: z.strictObject({
        metric: metricField,
        scale: z
          .string()
          .nullish()
          .transform((given) => given?.trim() || null)
          .meta({ type: ['string', 'null'], description: 'Such as `1-5`; needed by `averageCsat` alone.' }),
        team: optionalName,
        value: valueField,
        by: optionalName.meta(about('Who sets it; default: the name of the key.')),
      }),
      answer: z.object({ target }),
      example: {
        given: { metric: 'csatPercent', value: 0.85, by: 'Iryna' },
        answer: { target: exampleTarget },
      },
    },
    remove: {
      method: 'DELETE',
      path: '/targets/{id}',
      scope: 'targets:write',
      summary: 'Remove a target',
      about: ['Also one of the environment, which does not come back then.'],
      params: z.object({ id: idOf(500) }),
      answer: z.object({ id: z.string(), deleted: z.literal(true) }),
      refusals: ['unknown_target'],
      example: { params: { id: exampleTarget.id }, answer: { id: exampleTarget.id, deleted: true } },
    },
  },
});

export type ShownTarget = z.output<typeof target>;
