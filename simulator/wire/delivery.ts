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

async function post(
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
  signal: AbortSignal,
): Promise<Delivered> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

/** True for an address that a webhook may have here: the platforms want https, and loopback may be http. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}
