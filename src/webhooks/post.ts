import type { Clock } from '../clock.ts';
import type { WebhookEndpoint } from '../config/webhooks.ts';
import { ReceiverError } from '../errors.ts';

/** An endpoint that has not answered by then is taken to hang. */
const TIMEOUT_MS = 10_000;
/** So much of an answer is read, for the sake of its connection; nobody looks at it. */
const MOST_READ_BYTES = 4_096;

/** It did not answer in time. */
export class SilenceError extends ReceiverError {}

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
  const controller = new AbortController();
  const cancel = clock.after(TIMEOUT_MS, () => controller.abort());
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Afterword',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(endpoint.secret).sign(id, now, body),
      },
      body,
      redirect: 'manual',
      signal: controller.signal,
    });
    await discard(response);
    const { status } = response;
    if (response.ok || status === 410) return status;
    const isRedirect = status >= 300 && status < 400;
    throw new ReceiverError(
      `${host} answered ${status}${isRedirect ? ', a redirect, which is not followed; write the address that it leads to into WEBHOOKS' : ''}`,
    );
  } catch (error) {
    if (error instanceof ReceiverError) throw error;
    if (controller.signal.aborted)
      throw new SilenceError(`${host} did not answer within ${TIMEOUT_MS / 1_000} seconds`);
    throw new ReceiverError(`${host} could not be reached: ${causeOf(error)}`, { cause: error });
  } finally {
    cancel();
  }
}

/** Reads what is small, so that the connection can be used again, and cuts what is not. */
async function discard({ body }: Response): Promise<void> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (let read = 0; read < MOST_READ_BYTES; ) {
      const { done, value } = await reader.read();
      if (done) return;
      read += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // What it answered is known by its status.
  }
}

/** The code of a fault of the network; its text may hold the address. */
function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'no usable answer';
}
