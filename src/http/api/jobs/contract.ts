import { z } from 'zod';
import { type Job, jobStates } from '../../../store/ports/jobs.ts';
import { resource } from '../endpoint.ts';
import { limitField } from '../fields/period.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { moment, optionalMoment } from '../fields/moment.ts';

/** Without the payload, which may hold what a client wrote. */
const jobSchema = z
  .object({
    key: z.string(),
    kind: z.string(),
    state: z.enum(jobStates),
    attempts: z.number(),
    enqueuedAt: moment,
    runAt: moment,
    endedAt: optionalMoment,
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why the last attempt failed, or why there will be no other.' }),
  })
  .meta({ id: 'Job', description: 'A unit of work that is kept until it is done.' });

export const presentJob = ({
  key,
  kind,
  state,
  attempts,
  enqueuedAt,
  runAt,
  endedAt,
  reason,
}: Job): z.output<typeof jobSchema> => ({ key, kind, state, attempts, enqueuedAt, runAt, endedAt, reason });

export const jobs = resource({
  title: 'Jobs',
  about: ['Work that is done later and tried again until it is done: digests, alerts, webhooks, notes.'],
  endpoints: {
    list: {
      method: 'GET',
      path: '/jobs',
      scope: 'jobs:read',
      summary: 'List jobs',
      about: ['Those in a state, the newest first.'],
      query: z.strictObject({
        state: z.enum(jobStates).default('given_up'),
        kind: z.string().optional(),
        limit: limitField,
        cursor: cursorField,
      }),
      answer: z.object({ jobs: z.array(jobSchema), next: nextField }),
      example: { given: { state: 'given_up', kind: 'digest' }, answer: { jobs: [], next: null } },
    },
    again: {
      method: 'POST',
      path: '/jobs/again',
      scope: 'jobs:write',
      summary: 'Run jobs again',
      about: [
        'One that was given up, by its `key`, at once and with a new day of tries; or, by `kind`, all of a kind that were given up, at most 1,000 at a time.',
      ],
      body: z.union(
        [
          z.strictObject({ key: z.string() }),
          z.strictObject({ kind: z.string(), state: z.literal('given_up') }),
        ],
        'must be {"key": "..."} or {"kind": "...", "state": "given_up"}',
      ),
      answer: z.object({ again: z.number().meta({ description: 'How many.' }) }),
      refusals: ['unknown_job', 'unknown_kind', 'job_waiting', 'job_done'],
      example: { given: { kind: 'digest', state: 'given_up' }, answer: { again: 2 } },
    },
  },
});
