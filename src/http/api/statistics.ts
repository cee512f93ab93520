import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { mostDaily, mostDays } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import { dimensions } from '../../dialogue.ts';
import { filterFields, limitField, periodFields, periodOf } from './period.ts';

const periodQuery = z.strictObject({ ...periodFields, ...filterFields, by: z.enum(dimensions).optional() });
const dailyQuery = z.strictObject({ ...periodFields, ...filterFields });
const commentsQuery = z.strictObject({
  ...periodFields,
  ...filterFields,
  limit: limitField,
});

/**
 * - `GET /statistics?from=2026-11-01&to=2026-11-30&by=operator`: the figures of a period, and of the one before it
 * - `GET /statistics/daily?from=&to=`: the figures of each of its days
 * - `GET /statistics/comments?from=&to=&limit=`: its comments, the lowest rating first
 */
export function statisticsRoutes(statistics: Statistics): FastifyPluginAsync {
  const { zone } = statistics;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/statistics', { schema: { querystring: periodQuery } }, async ({ query }) => {
      const { from, to, by, ...filter } = query;
      const period = periodOf({ from, to }, mostDays);
      return { zone, ...(await statistics.period({ ...period, filter, by: by ? [by] : [] })) };
    });
    server.get('/statistics/daily', { schema: { querystring: dailyQuery } }, async ({ query }) => {
      const { from, to, ...filter } = query;
      return { zone, days: await statistics.daily({ ...periodOf({ from, to }, mostDaily), filter }) };
    });
    server.get('/statistics/comments', { schema: { querystring: commentsQuery } }, async ({ query }) => {
      const { from, to, limit, ...filter } = query;
      const period = periodOf({ from, to }, mostDays);
      return { zone, comments: await statistics.comments({ ...period, filter }, limit) };
    });
  };
}
