import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Alerts } from '../../alerts/alerts.ts';
import { mostDays, periodRange } from '../../stats/period.ts';
import { errorResponses } from '../refusals.ts';
import { filterFields, periodFields, periodOf } from './period.ts';
import { handlingSchema } from './schemas/handling.ts';

const query = z.strictObject({ ...periodFields, ...filterFields });
const get = { querystring: query, response: { 200: handlingSchema, ...errorResponses } };

/**
 * `GET /statistics/alerts?from=2026-11-01&to=2026-11-30&team=`: how the low ratings were handled of which people were
 * told on these days
 *
 * @param zone whose calendar makes the days
 */
export function handlingRoutes(alertFigures: Alerts['alertFigures'], zone: string): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/statistics/alerts', { schema: get }, async ({ query: { from, to, ...scope } }) => {
      const period = periodOf({ from, to }, mostDays);
      const figures = await alertFigures({ ...periodRange(period, zone), scope });
      const { timeToTake, timeToResolve, ...counts } = figures;
      const seconds = { timeToTake: toSeconds(timeToTake), timeToResolve: toSeconds(timeToResolve) };
      return { zone, ...period, ...counts, seconds };
    });
  };
}

const toSeconds = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : milliseconds / 1_000;
