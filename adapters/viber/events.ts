import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ClientEvent, Received } from '../../src/channel.ts';
import { readDate } from '../dates.ts';
import { parseExactJson } from './json.ts';
import { contentOf, messageSchema } from './message.ts';
import { MIN_API_VERSION } from './render.ts';

/** The callbacks that are asked for. @see https://developers.viber.com/docs/api/rest-bot-api/#setting-a-webhook */
export const callbackKinds = [
  'subscribed',
  'unsubscribed',
  'conversation_started',
  'message',
  'failed',
] as const;

/** True when `signature` is the hex HMAC-SHA256 of the raw body under the token. */
export function isSigned(rawBody: Buffer, signature: string, token: string): boolean {
  // Buffer.from would read the hex up to the first character that is none.
  if (!/^[\da-f]{64}$/i.test(signature)) return false;
  const expected = createHmac('sha256', token).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(signature, 'hex'), expected);
}

/** One callback. Neither `event` nor `fault`: there is nothing in it for us. */
export interface Callback {
  event?: ClientEvent;
  /** Why it cannot be read, although it is a JSON object. Viber would repeat it as it is, so it is let go. */
  fault?: string;
  /** The client's app is too old for a keyboard. */
  outdated?: true;
  /** Whom it concerns, if it names one client. */
  clientId?: string;
  /** True: Viber's check of the webhook itself, which is not relayed. */
  isCheck?: true;
}

/** Reads the body of a callback; null when it is no JSON object. */
export function readCallback(rawBody: Buffer, now: Date): Callback | null {
  const parsed = callbackSchema.safeParse(parseExactJson(rawBody.toString('utf8')));
  if (!parsed.success) return null;
  const { event, sender, user: person, user_id: userId } = parsed.data;
  if (event === 'webhook') return { isCheck: true };
  const read = eventOf(parsed.data, rawBody, now);
  const id = sender?.id ?? person?.id ?? userId;
  const concerned = id === undefined ? {} : { clientId: id };
  if (typeof read === 'string') return { fault: read, ...concerned };
  if (read === undefined) return concerned;
  const version = person?.api_version;
  return version !== undefined && version < MIN_API_VERSION
    ? { event: read, outdated: true, ...concerned }
    : { event: read, ...concerned };
}

/**
 * The same where a helpdesk uses the same bot: with the request as it came (`received`), also where there is nothing in
 * it for surveys or it cannot be read (`kind: 'other'`).
 */
export function withReceived(
  callback: Callback,
  kept: Pick<Received, 'body' | 'base64'>,
  signature: string,
  now: Date,
): Callback {
  if (callback.isCheck) return callback;
  const { clientId = '', event } = callback;
  const id = event?.id ?? `body:${createHash('sha256').update(kept.body).digest('base64url')}`;
  const headers = { 'x-viber-content-signature': signature };
  const received = { id, queue: clientId || id, ...kept, headers };
  const other = { id, channel: 'viber', clientId, chat: 'other', at: now } as const;
  return { ...callback, event: event ? { ...event, received } : { ...other, kind: 'other', received } };
}

const text = z.string().optional().catch(undefined);

/** Neither store keeps an id with control characters. */
const clientId = z
  .string()
  .regex(/^\P{Cc}{1,256}$/u)
  .optional()
  .catch(undefined);

const user = z
  .object({
    id: clientId,
    name: text,
    language: text,
    api_version: z.number().optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

/** Whatever is missing or of another type is left out; what an event cannot do without is asked for in `eventOf`. */
const callbackSchema = z.object({
  event: text,
  timestamp: z.int().optional().catch(undefined),
  message_token: z
    .union([z.number(), z.string()])
    .transform(String)
    .pipe(z.string().regex(/^[\w.:+/=-]{1,64}$/))
    .optional()
    .catch(undefined),
  user,
  sender: user,
  user_id: clientId,
  context: text,
  subscribed: z.boolean().optional().catch(undefined),
  message: messageSchema.optional().catch(undefined),
  silent: z.boolean().optional().catch(undefined),
});
type CallbackBody = z.infer<typeof callbackSchema>;

/** The event; text: why it cannot be read; undefined: nothing for us. */
function eventOf(callback: CallbackBody, rawBody: Buffer, now: Date): ClientEvent | string | undefined {
  const kind = callbackKinds.find((known) => known === callback.event);
  if (kind === undefined) return callback.event ? undefined : 'it has no event';
  const person = callback.sender ?? callback.user;
  const id = person?.id ?? callback.user_id;
  if (id === undefined) return `${kind} names no client`;
  // Without a token a repeat is known by its bytes.
  const token = callback.message_token ?? `body:${createHash('sha256').update(rawBody).digest('base64url')}`;
  const base = {
    // A message's token is its own; callbacks of other kinds share one with it.
    id: kind === 'message' ? token : `${kind}:${token}`,
    channel: 'viber',
    clientId: id,
    // A bot of Viber's is in no group.
    chat: 'private' as const,
    at: readDate(callback.timestamp, now),
  };
  const actor = { id, ...(person?.name && { name: person.name }) };
  const profile = {
    ...(person?.name && { name: person.name }),
    ...(person?.language && { locale: person.language }),
  };
  switch (kind) {
    case 'conversation_started':
      return {
        kind: 'start',
        actor,
        profile,
        ...base,
        ...(callback.context && { payload: callback.context }),
        ...(callback.subscribed === false && { reachable: false }),
      };
    case 'subscribed':
      return { kind: 'joined', actor, profile, ...base };
    case 'unsubscribed':
      return { kind: 'left', actor, ...base };
    case 'failed':
      return callback.message_token === undefined
        ? 'failed names no message'
        : { kind: 'failed', messageId: callback.message_token, ...base };
    case 'message': {
      if (!callback.message) return 'message holds no message';
      const content = contentOf(callback.message, callback.silent);
      // Also what holds nothing to take proves that the client can be written to.
      return { actor, profile, ...base, ...(content ?? { kind: 'joined' }) };
    }
  }
}
