import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { mostDaily, mostDays } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import { dimensions } from '../../dialogue.ts';
import { errorResponses } from '../refusals.ts';
import { filterFields, limitField, periodFields, periodOf } from './period.ts';
import { commentsSchema, dailySchema, periodSchema } from './schemas/figures.ts';

/** Whether disputed dialogues are counted; an empty text is none. */
const disputedField = z.enum(['with', 'without', ''], 'must be with or without').default('with');
const figureFields = { ...periodFields, ...filterFields, disputed: disputedField };

const periodQuery = z.strictObject({ ...figureFields, by: z.enum(dimensions).optional() });
const dailyQuery = z.strictObject(figureFields);
const commentsQuery = z.strictObject({ ...figureFields, limit: limitField });

const period = { querystring: periodQuery, response: { 200: periodSchema, ...errorResponses } };
const daily = { querystring: dailyQuery, response: { 200: dailySchema, ...errorResponses } };
const comments = { querystring: commentsQuery, response: { 200: commentsSchema, ...errorResponses } };

/**
 * - `GET /statistics?from=2026-11-01&to=2026-11-30&by=operator`: the figures of a period, and of the one before it
 * - `GET /statistics/daily?from=&to=`: the figures of each of its days
 * - `GET /statistics/comments?from=&to=&limit=`: its comments, the lowest rating first
 *
 * Each with `disputed=without` leaves disputed dialogues out, and says how many there are and whether they are counted.
 */
export function statisticsRoutes(statistics: Statistics): FastifyPluginAsync {
  const { zone } = statistics;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/statistics', { schema: period }, async ({ query }) => {
      const { from, to, by, disputed, ...filter } = query;
      const withoutDisputed = disputed === 'without';
      const narrowed = { ...periodOf({ from, to }, mostDays), filter, withoutDisputed };
      const report = await statistics.period({ ...narrowed, by: by ? [by] : [] });
      return { zone, ...report, disputed: { count: report.summary.disputed, included: !withoutDisputed } };
    });
    server.get('/statistics/daily', { schema: daily }, async ({ query }) => {
      const { from, to, disputed, ...filter } = query;
      const withoutDisputed = disputed === 'without';
      const narrowed = { ...periodOf({ from, to }, mostDaily), filter, withoutDisputed };
      const days = await statistics.daily(narrowed);
      const count = days.reduce((sum, { summary }) => sum + summary.disputed, 0);
      return { zone, disputed: { count, included: !withoutDisputed }, days };
    });
    server.get('/statistics/comments', { schema: comments }, async ({ query }) => {
      const { from, to, limit, disputed, ...filter } = query;
      const withoutDisputed = disputed === 'without';
      const narrowed = { ...periodOf({ from, to }, mostDays), filter, withoutDisputed };
      const [comments, count] = await Promise.all([
        statistics.comments(narrowed, limit),
        statistics.disputed(narrowed),
      ]);
      return { zone, disputed: { count, included: !withoutDisputed }, comments };
    });
  };
}
