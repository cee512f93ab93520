import type { FastifyPluginAsync } from 'fastify';
import { ApiError } from '../../../errors.ts';
import type { JobRepeat } from '../../../jobs/repeat.ts';
import type { JobStore } from '../../../store/ports/jobs.ts';
import { pageOf } from '../fields/cursor.ts';
import { serve } from '../serve.ts';
import { jobs, presentJob } from './contract.ts';

export function jobRoutes(store: Pick<JobStore, 'listJobs'>, repeat: JobRepeat): FastifyPluginAsync {
  return serve(jobs, {
    async list({ query: { state, kind, limit, cursor } }) {
      const { page, next } = await pageOf(
        { limit, cursor },
        ({ limit: most, after }) =>
          store.listJobs(state, most, kind, after && { enqueuedAt: after.at, key: after.id }),
        ({ enqueuedAt, key }) => ({ at: enqueuedAt, id: key }),
      );
      return { jobs: page.map(presentJob), next };
    },

    async again({ body }) {
      if ('key' in body) {
        await repeatOne(repeat, body.key);
        return { again: 1 };
      }
      if (!repeat.kinds.includes(body.kind)) {
        const message = `there is no kind of job "${body.kind}"; there are ${repeat.kinds.join(', ')}`;
        throw new ApiError(404, 'unknown_kind', message, [{ path: 'kind', message }]);
      }
      return { again: await repeat.givenUp(body.kind) };
    },
  });
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
