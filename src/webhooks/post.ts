import type { Clock } from '../clock.ts';
import type { WebhookEndpoint } from '../config/webhooks.ts';
import { ReceiverError } from '../errors.ts';
import { isRedirect, isSuccess, request } from '../outgoing/request.ts';

const TIMEOUT_MS = 10_000;
/** Of an answer only the status is used. */
const MOST_BYTES = 4_096;

export interface SignedPost {
  endpoint: WebhookEndpoint;
  /** The same at each attempt. */
  id: string;
  body: string;
  clock: Clock;
  /** Awaited right before the request. */
  confirm: () => Promise<void>;
}

/**
 * Sends a body with the headers of Standard Webhooks.
 * @returns the status: 2xx or 410 @throws {ReceiverError} for any other; it names the host, and no more of the address
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function postSigned({ endpoint, id, body, clock, confirm }: SignedPost): Promise<number> {
  const { Webhook } = await import('standardwebhooks');
  const { host } = new URL(endpoint.url);
  await confirm();
  const now = clock.now();
  const { status } = await request({
    receiver: host,
    url: endpoint.url,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(endpoint.secret).sign(id, now, body),
    },
    body,
    clock,
    timeoutMs: TIMEOUT_MS,
    mostBytes: MOST_BYTES,
    needsText: false,
  });
  if (isSuccess(status) || status === 410) return status;
  const remedy = ', a redirect, which is not followed; write the address that it leads to into WEBHOOKS';
  throw new ReceiverError(`${host} answered ${status}${isRedirect(status) ? remedy : ''}`);
}
