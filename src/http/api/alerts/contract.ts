import { z } from 'zod';
import { alertStates, causes, happenings } from '../../../alerts/alert.ts';
import { exampleDialogue, placeFields } from '../dialogues/schema.ts';
import { resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { narrowingFields } from '../fields/lists.ts';
import { moment, optionalMoment } from '../fields/moment.ts';
import { limitField, periodFields } from '../fields/period.ts';
import { idOf } from '../fields/texts.ts';

const about = (description: string) => ({ description });
const text = z.string().nullable();

const alert = z
  .object({
    id: z.string().meta(about('That of its dialogue.')),
    state: z.enum(alertStates),
    raisedAt: moment,
    externalId: z.string(),
    clientId: z.string(),
    ...placeFields,
    scale: text,
    rating: z.number().nullable(),
    comment: text,
    standing: z
      .enum(['low', 'improved', 'voided'])
      .meta(about('Whether the rating is still low and counts.')),
    takenBy: text,
    takenAt: optionalMoment,
    resolvedBy: text,
    resolvedAt: optionalMoment,
    note: text.meta(about('Of whoever resolved it.')),
    cause: z.enum(causes).nullable().meta(about('What it was about; null: nobody has said it yet.')),
    escalations: z.number().meta(about('How many steps of the escalation were carried out.')),
    course: z
      .array(z.object({ at: moment, what: z.enum(happenings), by: text }))
      .meta(about('What happened, oldest first.')),
  })
  .meta({ id: 'Alert', description: 'One low rating, with its owner and its end.' });

const { id, externalId, clientId, channel, scenario, operator, team, topic, scale } = exampleDialogue;
const exampleAlert = {
  id,
  state: 'taken',
  raisedAt: '2026-11-22T14:05:41.200Z',
  externalId,
  clientId,
  channel,
  scenario,
  operator,
  team,
  topic,
  scale,
  rating: 2,
  comment: 'Still no refund',
  standing: 'low',
  takenBy: 'Iryna',
  takenAt: '2026-11-22T14:09:10.000Z',
  resolvedBy: null,
  resolvedAt: null,
  note: null,
  cause: null,
  escalations: 0,
  course: [
    { at: '2026-11-22T14:05:41.200Z', what: 'raised', by: null },
    { at: '2026-11-22T14:09:10.000Z', what: 'taken', by: 'Iryna' },
  ],
};

export const alerts = resource({
  title: 'Alerts',
  about: ['Low ratings of which people of the company were told, and how they were handled.'],
  endpoints: {
    list: {
      method: 'GET',
      path: '/alerts',
      scope: 'alerts:read',
      summary: 'List alerts',
      about: [
        'By the days on which people were told, the newest first; without both days, of all time.',
        'Filters go by the dialogues as they stand now, as of figures.',
        'A page may have fewer than `limit` while `next` is not null: enough was looked at for one page.',
      ],
      query: z.strictObject({
        ...periodFields,
        ...narrowingFields,
        state: z.enum(alertStates).optional().meta(about('Without it, any.')),
        limit: limitField,
        cursor: cursorField,
      }),
      answer: z.object({ alerts: z.array(alert), next: nextField }),
      example: {
        given: { state: 'open', team: ['Second line'] },
        answer: { alerts: [exampleAlert], next: null },
      },
    },
    get: {
      method: 'GET',
      path: '/alerts/{id}',
      scope: 'alerts:read',
      summary: 'Get an alert',
      params: z.object({ id: idOf() }),
      answer: z.object({ alert }),
      refusals: ['unknown_alert'],
      example: { params: { id }, answer: { alert: exampleAlert } },
    },
  },
});

export type ShownAlert = z.output<typeof alert>;
