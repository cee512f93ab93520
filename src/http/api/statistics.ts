import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { Statistics } from '../../stats/statistics.ts';
import { dimensions } from '../../stats/summary.ts';

const days = { from: z.string(), to: z.string() };
const filter = z.object({
  channel: z.string().optional(),
  scenario: z.string().optional(),
  operator: z.string().optional(),
  team: z.string().optional(),
  topic: z.string().optional(),
}).shape;

const periodQuery = z.strictObject({ ...days, ...filter, by: z.enum(dimensions).optional() });
const dailyQuery = z.strictObject({ ...days, ...filter });
const commentsQuery = z.strictObject({
  ...days,
  ...filter,
  limit: z.coerce.number().int().min(1).max(500).default(50),
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
      const { from, to, by, ...narrowed } = query;
      const wanted = { from, to, filter: narrowed, by: by ? [by] : [] };
      return { zone, ...(await withDays(statistics.period(wanted))) };
    });
    server.get('/statistics/daily', { schema: { querystring: dailyQuery } }, async ({ query }) => {
      const { from, to, ...narrowed } = query;
      return { zone, days: await withDays(statistics.daily({ from, to, filter: narrowed })) };
    });
    server.get('/statistics/comments', { schema: { querystring: commentsQuery } }, async ({ query }) => {
      const { from, to, limit, ...narrowed } = query;
      return { zone, comments: await withDays(statistics.comments({ from, to, filter: narrowed }, limit)) };
    });
  };
}

/** A day that does not exist is the caller's fault. */
async function withDays<T>(figures: Promise<T>): Promise<T> {
  try {
    return await figures;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ApiError(400, 'invalid_request', error.message, [{ path: 'from, to', message: error.message }]);
  }
}
