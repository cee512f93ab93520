import { createHmac, randomUUID } from 'node:crypto';

/** How one webhook went. */
export interface WebhookAttempt {
  at: Date;
  conversation: number;
  /** `resolved` or `open`. */
  status: string;
  /** What the receiver answered; 0: nothing in time. */
  answered: number;
}

/** Chatwoot waits this long, and tries once. */
const answerWithinMs = 5_000;

/** Signs `timestamp.body` where a secret is given, and sends it once. Gives the status of the answer, or 0. */
export async function sendWebhook(
  { url, secret, at }: { url: string; secret: string; at: Date },
  payload: object,
): Promise<number> {
  const body = JSON.stringify(payload);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(secret !== '' && {
          'x-chatwoot-timestamp': timestamp,
          'x-chatwoot-signature': `sha256=${signature}`,
          'x-chatwoot-delivery': randomUUID(),
        }),
      },
      body,
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
