import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { jobStates, type JobStore } from '../../store/ports/jobs.ts';
import { errorResponses } from '../refusals.ts';
import { limitField } from './period.ts';

const query = z.strictObject({ state: z.enum(jobStates).default('given_up'), limit: limitField });

/** Without the payload, which may hold what a client wrote. */
const job = z.object({
  key: z.string(),
  kind: z.string(),
  state: z.enum(jobStates),
  attempts: z.number(),
  enqueuedAt: z.date(),
  runAt: z.date(),
  endedAt: z.date().nullable(),
  reason: z.string().nullable(),
});
const schema = { querystring: query, response: { 200: z.object({ jobs: z.array(job) }), ...errorResponses } };

/** `GET /jobs?state=given_up|waiting|done&limit=`: the jobs in a state, the newest first. */
export function jobRoutes(store: Pick<JobStore, 'listJobs'>): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.get('/jobs', { schema }, async ({ query: { state, limit } }) => ({
      jobs: await store.listJobs(state, limit),
    }));
  };
}
