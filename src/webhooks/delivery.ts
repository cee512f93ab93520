import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { WebhookEndpoint } from '../config/webhooks.ts';
import { messageOf, ReceiverError } from '../errors.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import { SilenceError } from '../outgoing/request.ts';
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
/** Of one endpoint, about. */
const AT_ONCE = 10;
/** An endpoint that did not answer is asked by one job after so long, then twice as long, while the others fail at once. */
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 300_000;

/** An endpoint that hangs: each request to it would take its whole time from the other endpoints. */
interface Rest {
  fault: string;
  restMs: number;
  /** By the monotonic clock. */
  until: number;
}

export interface DeliveryKindOptions {
  endpoints: readonly WebhookEndpoint[];
  clock: Clock;
}

/** Tells one endpoint one thing. Its `webhook-id` is the job's key, so that a repeat is known by it. */
export function createDeliveryKind({ endpoints, clock }: DeliveryKindOptions): JobKind {
  const rests = new Map<string, Rest>();

  return jobKind(
    deliverySchema,
    async ({ endpoint: id, type, timestamp, data }, { key, confirm }) => {
      const endpoint = endpoints.find((one) => one.id === id);
      if (!endpoint) return { state: 'given_up', reason: `the endpoint ${id} is not in WEBHOOKS any more` };
      const rest = rests.get(id);
      if (rest && clock.monotonic() < rest.until) throw new ReceiverError(rest.fault);
      // The others wait for what comes of this one.
      if (rest) rest.until = Number.POSITIVE_INFINITY;
      try {
        const body = JSON.stringify({ type, timestamp, data });
        const status = await postSigned({ endpoint, id: key, body, clock, confirm });
        rests.delete(id);
        if (status !== 410) return { state: 'done' };
        const { host } = new URL(endpoint.url);
        return { state: 'given_up', reason: `${host} answered 410 Gone: it takes no more` };
      } catch (error) {
        if (error instanceof SilenceError) {
          const restMs = Math.min(rest ? rest.restMs * 2 : FIRST_REST_MS, LONGEST_REST_MS);
          rests.set(id, { fault: messageOf(error), restMs, until: clock.monotonic() + restMs });
        } else rests.delete(id);
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
