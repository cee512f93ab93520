import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { mostDaily, mostDays } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import { dimensions } from '../../dialogue.ts';
import { errorResponses } from '../refusals.ts';
import { filterFields, limitField, periodFields, periodOf } from './period.ts';
import { commentsSchema, dailySchema, periodSchema } from './schemas/figures.ts';

const periodQuery = z.strictObject({ ...periodFields, ...filterFields, by: z.enum(dimensions).optional() });
const dailyQuery = z.strictObject({ ...periodFields, ...filterFields });
const commentsQuery = z.strictObject({
  ...periodFields,
  ...filterFields,
  limit: limitField,
});

const period = { querystring: periodQuery, response: { 200: periodSchema, ...errorResponses } };
const daily = { querystring: dailyQuery, response: { 200: dailySchema, ...errorResponses } };
const comments = { querystring: commentsQuery, response: { 200: commentsSchema, ...errorResponses } };

/**
 * - `GET /statistics?from=2026-11-01&to=2026-11-30&by=operator`: the figures of a period, and of the one before it
 * - `GET /statistics/daily?from=&to=`: the figures of each of its days
 * - `GET /statistics/comments?from=&to=&limit=`: its comments, the lowest rating first
 */
export function statisticsRoutes(statistics: Statistics): FastifyPluginAsync {
  const { zone } = statistics;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/statistics', { schema: period }, async ({ query }) => {
      const { from, to, by, ...filter } = query;
      const days = periodOf({ from, to }, mostDays);
      return { zone, ...(await statistics.period({ ...days, filter, by: by ? [by] : [] })) };
    });
    server.get('/statistics/daily', { schema: daily }, async ({ query }) => {
      const { from, to, ...filter } = query;
      return { zone, days: await statistics.daily({ ...periodOf({ from, to }, mostDaily), filter }) };
    });
    server.get('/statistics/comments', { schema: comments }, async ({ query }) => {
      const { from, to, limit, ...filter } = query;
      const days = periodOf({ from, to }, mostDays);
      return { zone, comments: await statistics.comments({ ...days, filter }, limit) };
    });
  };
}
