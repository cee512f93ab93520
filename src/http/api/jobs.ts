import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { JobRepeat } from '../../jobs/repeat.ts';
import { jobStates, type JobStore } from '../../store/ports/jobs.ts';
import { errorResponses } from '../refusals.ts';
import { limitField } from './period.ts';

const query = z.strictObject({
  state: z.enum(jobStates).default('given_up'),
  kind: z.string().optional(),
  limit: limitField,
});

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
const list = { querystring: query, response: { 200: z.object({ jobs: z.array(job) }), ...errorResponses } };

const which = z.union(
  [z.strictObject({ key: z.string() }), z.strictObject({ kind: z.string(), state: z.literal('given_up') })],
  'must be {"key": "..."} or {"kind": "...", "state": "given_up"}',
);
const again = { body: which, response: { 200: z.object({ again: z.number() }), ...errorResponses } };

/**
 * - `GET /jobs?state=given_up|waiting|done&kind=&limit=`: the jobs in a state, the newest first
 * - `POST /jobs/again {"key"}` or `{"kind", "state": "given_up"}`: jobs that have ended are done again
 */
export function jobRoutes(store: Pick<JobStore, 'listJobs'>, repeat: JobRepeat): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.get('/jobs', { schema: list }, async ({ query: { state, kind, limit } }) => ({
      jobs: await store.listJobs(state, limit, kind),
    }));

    server.post('/jobs/again', { schema: again }, async ({ body }) => {
      if ('key' in body) {
        await repeatOne(repeat, body.key);
        return { again: 1 };
      }
      if (!repeat.kinds.includes(body.kind)) {
        const message = `there is no kind of job "${body.kind}"; there are ${repeat.kinds.join(', ')}`;
        throw new ApiError(404, 'unknown_kind', message, [{ path: 'kind', message }]);
      }
      return { again: await repeat.givenUp(body.kind) };
    });
  };
}

/** @throws {ApiError} when it is not done again */
export async function repeatOne(repeat: JobRepeat, key: string, path = 'key'): Promise<void> {
  const refused = (status: 404 | 409, code: string, message: string): ApiError =>
    new ApiError(status, code, message, [{ path, message }]);
  switch (await repeat.one(key)) {
    case 'repeated':
      return;
    case 'unknown':
      throw refused(
        404,
        'unknown_job',
        `there is no job "${key}"; it may have been forgotten since it ended`,
      );
    case 'waiting':
      throw refused(409, 'job_waiting', `the job "${key}" has not ended; it is tried again by itself`);
    case 'done':
      throw refused(409, 'job_done', `the job "${key}" was done, and is not done twice`);
  }
}
