import { z } from 'zod';
import { dimensions } from '../../../dialogue.ts';
import { resource } from '../endpoint.ts';
import { filterFields } from '../fields/filter.ts';
import { limitField, periodFields } from '../fields/period.ts';
import { handlingSchema } from './handling-schema.ts';
import { commentsSchema, dailySchema, exampleFigures, periodSchema } from './schema.ts';

/** Whether disputed dialogues are counted; an empty text is none. */
const disputedField = z
  .enum(['with', 'without', ''], 'must be with or without')
  .default('with')
  .meta({ description: 'Whether disputed dialogues are counted.' });
const figureFields = { ...periodFields, ...filterFields, disputed: disputedField };
const days = { from: '2026-11-01', to: '2026-11-30' };

/** The figures as the first release gave them; `figures` has more. */
export const statistics = resource({
  title: 'Statistics',
  about: ['The figures as the first release gave them; they stay. New programs use Figures.'],
  endpoints: {
    period: {
      method: 'GET',
      path: '/statistics',
      scope: 'figures:read',
      summary: 'Figures of a period',
      about: ['Of at most 3,660 days, with those of the period just before, at equal age, in `before`.'],
      query: z.strictObject({
        ...figureFields,
        by: z.enum(dimensions).optional().meta({ description: 'Adds a part for each of its values.' }),
      }),
      answer: periodSchema,
      example: { given: { ...days, by: 'operator' }, answer: exampleFigures.period },
    },
    daily: {
      method: 'GET',
      path: '/statistics/daily',
      scope: 'figures:read',
      summary: 'Figures of each day',
      about: ['Of at most 366 days.'],
      query: z.strictObject(figureFields),
      answer: dailySchema,
      example: { given: days, answer: exampleFigures.daily },
    },
    comments: {
      method: 'GET',
      path: '/statistics/comments',
      scope: 'comments:read',
      summary: 'The lowest rated comments',
      about: ['The lowest place on its own scale first, and those without a rating last.'],
      query: z.strictObject({ ...figureFields, limit: limitField }),
      answer: commentsSchema,
      example: { given: { ...days, limit: 10 }, answer: exampleFigures.comments },
    },
    alerts: {
      method: 'GET',
      path: '/statistics/alerts',
      scope: 'alerts:read',
      summary: 'How low ratings were handled',
      about: [
        'Of the alerts that were raised on these days.',
        'Filters go by the dialogues as they stand now, as of figures.',
      ],
      query: z.strictObject(figureFields),
      answer: handlingSchema,
      example: { given: { ...days, team: 'Second line' }, answer: exampleFigures.handling },
    },
  },
});
