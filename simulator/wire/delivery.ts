import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

export interface Retries {
  times: number;
  pauseMs: number;
}

/** The bot's last word on an update: `status` 0 when it never answered. */
export interface Delivered {
  status: number;
  text: string;
}

export const defaultRetries: Retries = { times: 3, pauseMs: 250 };

/** A platform waits this long for a webhook to answer. */
const answerWithinMs = 30_000;

/**
 * Posts one update to the bot's webhook, and again while `accepted` says no: `retries.times` times more.
 * `signal` ends it early.
 */
export async function deliver(
  request: { url: string; headers: Record<string, string>; body: string },
  accepted: (status: number) => boolean,
  retries: Retries,
  signal: AbortSignal,
): Promise<Delivered> {
  let last: Delivered = { status: 0, text: '' };
  for (let attempt = 0; attempt <= retries.times && !signal.aborted; attempt++) {
    if (attempt > 0) await pause(retries.pauseMs, undefined, { signal }).catch(() => undefined);
    last = await post(request, signal);
    if (accepted(last.status)) break;
  }
  return last;
}

/** By Node's own client: `fetch` is loaded when it is first asked for, which takes a fifth of the start of a simulation. */
function post(
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
  signal: AbortSignal,
): Promise<Delivered> {
  return new Promise((resolve) => {
    const failed = (): void => resolve({ status: 0, text: '' });
    const request = (url.startsWith('https:') ? https : http).request(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
      },
      (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), failed);
      },
    );
    request.on('error', failed);
    request.end(body);
  });
}

/** True for an address that a webhook may have here: the platforms want https, and loopback may be http. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}
