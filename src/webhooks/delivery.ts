import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { WebhookEndpoint } from '../config/webhooks.ts';
import { messageOf, ReceiverError } from '../errors.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import { AnswerTimeoutError } from '../outgoing/request.ts';
import { postSigned } from './post.ts';

/** What a job of the kind `webhook` carries: the body that is sent, and to whom. */
export const deliverySchema = z.object({
  /** The endpoint's id. */
  endpoint: z.string(),
  type: z.string(),
  /** When it happened, ISO 8601 in UTC. */
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type Delivery = z.infer<typeof deliverySchema>;

const DAY_MS = 24 * 3_600_000;
/** For each endpoint, since all share one kind of job. */
const AT_ONCE = 10;
/** A circuit breaker: after a timeout one job tries the endpoint after this pause, then after twice as long, and so on. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 300_000;

/** An endpoint that timed out. Until the pause is over its other jobs fail at once, so that they hold up no other endpoint. */
interface Pause {
  fault: string;
  pauseMs: number;
  /** By the monotonic clock. */
  until: number;
}

export interface DeliveryKindOptions {
  endpoints: readonly WebhookEndpoint[];
  clock: Clock;
}

/** The kind of job that sends one webhook to one endpoint. Its `webhook-id` is the job's key, the same at each attempt. */
export function createDeliveryKind({ endpoints, clock }: DeliveryKindOptions): JobKind {
  const pauses = new Map<string, Pause>();

  return jobKind(
    deliverySchema,
    async ({ endpoint: id, type, timestamp, data }, { key, confirm }) => {
      const endpoint = endpoints.find((one) => one.id === id);
      if (!endpoint) return { state: 'given_up', reason: `the endpoint ${id} is not in WEBHOOKS any more` };
      const pause = pauses.get(id);
      if (pause && clock.monotonic() < pause.until) throw new ReceiverError(pause.fault);
      // Only this job tries the endpoint, until it knows whether there is an answer.
      if (pause) pause.until = Number.POSITIVE_INFINITY;
      try {
        const body = JSON.stringify({ type, timestamp, data });
        const status = await postSigned({ endpoint, id: key, body, clock, confirm });
        pauses.delete(id);
        if (status !== 410) return { state: 'done' };
        const { host } = new URL(endpoint.url);
        return { state: 'given_up', reason: `${host} answered 410 Gone: it takes no more` };
      } catch (error) {
        if (error instanceof AnswerTimeoutError) {
          const pauseMs = Math.min(pause ? pause.pauseMs * 2 : FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
          pauses.set(id, { fault: messageOf(error), pauseMs, until: clock.monotonic() + pauseMs });
        } else pauses.delete(id);
        throw error;
      }
    },
    {
      atOnce: AT_ONCE * Math.max(1, endpoints.length),
      givesUpAfter: 'enqueued',
      forgetAfterMs: 7 * DAY_MS,
      repeatable: true,
    },
  );
}
