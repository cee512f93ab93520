import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ConnectorRequest } from '../connector.ts';

/** Against replays: a call whose timestamp differs more from our clock is refused. */
const TOLERANCE_MS = 300_000;

/**
 * Checks the signature of a call: `sha256=` and the hexadecimal HMAC-SHA256 of the timestamp in
 * seconds, a full stop and the body.
 * @returns why it cannot be Chatwoot's, or null
 * @see https://github.com/chatwoot/chatwoot/pull/13573
 */
export function signatureFault(
  { headers, rawBody }: ConnectorRequest,
  secret: string,
  now: Date,
): string | null {
  const signature = headers['x-chatwoot-signature'];
  const timestamp = headers['x-chatwoot-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') {
    return 'it is not signed; Chatwoot signs from version 4.11.2 on, before that leave CONNECT_CHATWOOT_SIGNING_SECRET empty';
  }
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
  const [, hex = ''] = /^sha256=([0-9a-f]{64})$/i.exec(signature) ?? [];
  const given = Buffer.from(hex, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return 'its signature does not fit; copy the webhook’s secret to CONNECT_CHATWOOT_SIGNING_SECRET again';
  }
  const age = /^\d{1,12}$/.test(timestamp) ? Math.abs(now.getTime() - Number(timestamp) * 1_000) : Infinity;
  if (age > TOLERANCE_MS)
    return 'it was signed more than five minutes ago, or one of the two clocks is wrong';
  return null;
}
