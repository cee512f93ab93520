import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { Statistics } from '../../stats/statistics.ts';
import { dimensions } from '../../stats/summary.ts';

const query = z.strictObject({
  from: z.string(),
  to: z.string(),
  by: z.enum(dimensions).optional(),
  channel: z.string().optional(),
  scenario: z.string().optional(),
  operator: z.string().optional(),
  team: z.string().optional(),
  topic: z.string().optional(),
});

/** `GET /statistics?from=2026-11-01&to=2026-11-30&by=operator`: the figures of a period, and of the one before it. */
export function statisticsRoutes(statistics: Statistics): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/statistics', { schema: { querystring: query } }, async (request) => {
      const { from, to, by, ...filter } = request.query;
      try {
        return {
          zone: statistics.zone,
          ...(await statistics.period({ from, to, filter, by: by ? [by] : [] })),
        };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ApiError(400, 'invalid_request', error.message, [
          { path: 'from, to', message: error.message },
        ]);
      }
    });
  };
}
