import { z } from 'zod';

/** A kind of refusal: its title, which is the same each time, and what to do about it. */
interface ProblemType {
  status: number;
  title: string;
  remedy: string;
}

/**
 * Every code that a request may be refused with. Codes never change, since programs read them; the documentation
 * shows this list.
 */
export const problems = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    remedy: 'Each of the faults names a place and what is wrong there. Mend them and send it again.',
  },
  unauthorized: {
    status: 401,
    title: 'No valid key',
    remedy: 'Send the header "Authorization: Bearer <key>" with a key that was not revoked.',
  },
  forbidden_scope: {
    status: 403,
    title: 'The key lacks a scope',
    remedy: 'The message names the scope. Make a key that has it: a key keeps its scopes for life.',
  },
  not_found: {
    status: 404,
    title: 'Nothing is served here',
    remedy: 'Compare the address with this reference.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Another method is needed',
    remedy: 'The header "Allow" names the methods of this address.',
  },
  unknown_channel: { status: 404, title: 'No such channel', remedy: 'The message names those in use.' },
  unknown_scenario: { status: 404, title: 'No such scenario', remedy: 'The message names those there are.' },
  unknown_dialogue: {
    status: 404,
    title: 'No such dialogue',
    remedy: 'Report it first, or use the "id" that its report was answered with.',
  },
  unknown_alert: {
    status: 404,
    title: 'No such alert',
    remedy: 'List the alerts: an alert has the id of its dialogue.',
  },
  unknown_note: {
    status: 404,
    title: 'No such note',
    remedy: 'Get the events of the dialogue: those of notes have their ids.',
  },
  unknown_dispute: { status: 404, title: 'No such dispute', remedy: 'List the disputes.' },
  unknown_target: { status: 404, title: 'No such target', remedy: 'List the targets.' },
  unknown_person: { status: 404, title: 'No such person', remedy: 'List the people.' },
  unknown_key: { status: 404, title: 'No such key', remedy: 'List the keys.' },
  unknown_job: {
    status: 404,
    title: 'No such job',
    remedy: 'List the jobs. One that ended long ago was forgotten.',
  },
  unknown_kind: { status: 404, title: 'No such kind of job', remedy: 'The message names the kinds.' },
  unknown_endpoint: {
    status: 404,
    title: 'No such endpoint',
    remedy: 'The message names those of WEBHOOKS.',
  },
  conflict: {
    status: 409,
    title: 'It contradicts what is kept',
    remedy: 'Each of the faults has both values. Correct the one that is wrong.',
  },
  dispute_decided: { status: 409, title: 'The dispute is decided', remedy: 'A verdict is not changed.' },
  own_dispute: { status: 409, title: 'Not theirs to decide', remedy: 'Have somebody else decide it.' },
  dispute_open: {
    status: 409,
    title: 'The rating is disputed already',
    remedy: 'Decide that dispute first.',
  },
  not_disputable: {
    status: 409,
    title: 'The rating cannot be disputed',
    remedy: 'The message says why: there is no rating, it counts in no figure, or it is too old.',
  },
  job_waiting: { status: 409, title: 'The job has not ended', remedy: 'It is tried again by itself.' },
  job_done: { status: 409, title: 'The job was done', remedy: 'It is not done twice.' },
  too_many_rows: {
    status: 409,
    title: 'Too many rows for this format',
    remedy: 'Ask for fewer days, or for CSV, whose address the message names.',
  },
  key_exists: {
    status: 409,
    title: 'There is a key of that name',
    remedy: 'Revoke it first, or use another name.',
  },
  too_many_keys: { status: 409, title: 'Too many keys', remedy: 'Revoke one that is not used any more.' },
  key_of_environment: {
    status: 409,
    title: 'The key is one of API_KEYS',
    remedy: 'Take it out of API_KEYS and start the service again.',
  },
  known_person: {
    status: 409,
    title: 'Somebody has that name already',
    remedy: 'Invite them as what they are, change their role first, or use another name.',
  },
  seeded_person: {
    status: 409,
    title: 'The person comes from SUPERVISORS',
    remedy: 'Take them out of SUPERVISORS and start the service again.',
  },
  no_channel: {
    status: 409,
    title: 'No link can be made',
    remedy: 'The faults say for each channel why not.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this key is still running',
    remedy: 'Send it again in a second; a request that died lets go of its key within a minute.',
  },
  idempotency_mismatch: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    remedy: 'Use a new key for each thing to be done, and the same key only to repeat it.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for as many seconds as the header "Retry-After" says.',
  },
  loop_detected: {
    status: 508,
    title: 'The service called itself',
    remedy: 'Name the helpdesk, not this service, in RELAY_URL_....',
  },
  store_unavailable: {
    status: 503,
    title: 'The store cannot be reached',
    remedy: 'Nothing was saved. Send the request again later.',
  },
  internal: { status: 500, title: 'Something went wrong here', remedy: 'The log of the service says what.' },
} as const satisfies Record<string, ProblemType>;

export type ProblemCode = keyof typeof problems;

/** Where the documentation of a code stands: the `type` of RFC 9457, which never changes. */
export const problemType = (code: string): string => `/api/v1/docs#error-${code}`;

/** @returns for a code that is not listed, the code in words */
export const problemTitle = (code: string): string =>
  Object.hasOwn(problems, code) ? problems[code as ProblemCode].title : code.replaceAll('_', ' ');

const faults = z.array(
  z.object({
    path: z.string().meta({ description: 'The field, such as `tags.1`; empty: the request as a whole.' }),
    message: z.string().meta({ description: 'What is wrong with it, and what to do.' }),
  }),
);

/** The one shape of every refusal: RFC 9457, with `code` and `faults`. */
export const problem = z
  .object({
    type: z.string().meta({ format: 'uri-reference', description: 'Where this code is explained.' }),
    title: z.string().meta({ description: 'What kind of refusal it is; the same for each of its code.' }),
    status: z.number().meta({ description: 'The HTTP status, once more.' }),
    detail: z.string().meta({ description: 'What was wrong with this request, and what to do.' }),
    code: z.string().meta({ description: 'For programs: codes never change.' }),
    faults: faults.meta({ description: 'Each place in the request that is wrong.' }),
    error: z
      .object({ code: z.string(), message: z.string(), faults })
      .meta({ deprecated: true, description: 'The same as earlier releases gave it.' }),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused: RFC 9457.' });
