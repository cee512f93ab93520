import { createHmac } from 'node:crypto';
import { fixture } from '../../support/fixture.ts';

/** A body in the form that Chatwoot documents. */
export function chatwootBody(
  name: 'status-resolved' | 'status-open' | 'message-created' | 'listed',
): Record<string, unknown> {
  return JSON.parse(fixture(`chatwoot/${name}.json`).toString()) as Record<string, unknown>;
}

/** The headers with which Chatwoot signs a body. */
export function signed(body: string, secret: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'x-chatwoot-signature': `sha256=${signature}`, 'x-chatwoot-timestamp': timestamp };
}
