import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ClientEvent, ClientProfile } from '../src/channel.ts';
import { TAP_MARK } from './viber-render.ts';

/** The callbacks that are asked for. @see https://developers.viber.com/docs/api/rest-bot-api/#setting-a-webhook */
export const callbackKinds = ['subscribed', 'unsubscribed', 'conversation_started', 'message'] as const;

/** True when `signature` is the hex HMAC-SHA256 of the raw body under the token. */
export function isSigned(rawBody: Buffer, signature: string, token: string): boolean {
  // Buffer.from would read the hex up to the first character that is none.
  if (!/^[\da-f]{64}$/i.test(signature)) return false;
  const expected = createHmac('sha256', token).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(signature, 'hex'), expected);
}

/**
 * Reads the body of a callback. `event` is absent when there is nothing in it for us.
 * Null: not a callback, or one of a known kind that cannot be read.
 */
export function readCallback(rawBody: Buffer, now: Date): { kind: string; event?: ClientEvent } | null {
  const value = parseJson(rawBody.toString('utf8'));
  const envelope = z.object({ event: z.string() }).safeParse(value);
  if (!envelope.success) return null;
  const kind = envelope.data.event;
  if (!callbackKinds.includes(kind as never)) return { kind };
  const parsed = callbackSchema.safeParse(value);
  if (!parsed.success) return null;
  const event = eventOf(parsed.data, now);
  return event === undefined ? { kind } : { kind, event };
}

const idSchema = z.union([z.int().transform(String), z.string().min(1)]);

const userSchema = z.object({
  id: z.string().min(1),
  // What is only good to know must not cost the event.
  name: z.string().optional().catch(undefined),
  language: z.string().optional().catch(undefined),
});

const common = { timestamp: z.int().nonnegative().optional(), message_token: idSchema };

const callbackSchema = z.discriminatedUnion('event', [
  z.object({
    ...common,
    event: z.literal('conversation_started'),
    user: userSchema,
    context: z.string().optional(),
  }),
  z.object({ ...common, event: z.literal('subscribed'), user: userSchema }),
  z.object({ ...common, event: z.literal('unsubscribed'), user_id: z.string().min(1) }),
  z.object({
    ...common,
    event: z.literal('message'),
    sender: userSchema,
    message: z.object({ type: z.string(), text: z.string().optional() }),
  }),
]);

function eventOf(callback: z.infer<typeof callbackSchema>, now: Date): ClientEvent | undefined {
  const { message_token: token, timestamp } = callback;
  const base = {
    // A message's token is its own; callbacks of other kinds might share one with it.
    id: callback.event === 'message' ? token : `${callback.event}:${token}`,
    channel: 'viber',
    at: timestamp === undefined ? now : new Date(timestamp),
  };
  switch (callback.event) {
    case 'conversation_started': {
      const event = { ...base, ...personOf(callback.user), kind: 'start' as const };
      return callback.context ? { ...event, payload: callback.context } : event;
    }
    case 'subscribed':
      return { ...base, ...personOf(callback.user), kind: 'joined' };
    case 'unsubscribed':
      return { ...base, clientId: callback.user_id, kind: 'left' };
    case 'message': {
      const { text } = callback.message;
      if (text === undefined || text === '') return undefined;
      const event = { ...base, ...personOf(callback.sender) };
      return text.startsWith(TAP_MARK)
        ? { ...event, kind: 'tap', token: text.slice(TAP_MARK.length) }
        : { ...event, kind: 'text', text };
    }
  }
}

function personOf(user: z.infer<typeof userSchema>): { clientId: string; profile: ClientProfile } {
  return {
    clientId: user.id,
    profile: { ...(user.name && { name: user.name }), ...(user.language && { locale: user.language }) },
  };
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;
const INTEGER = /^-?[1-9]\d{15,}$/;

/** `JSON.parse` that gives integers beyond 2^53 as text, so that no digit of a message_token is lost; undefined when malformed. */
function parseJson(json: string): unknown {
  const kept = json.replace(STRING_OR_NUMBER, (part) =>
    INTEGER.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part,
  );
  try {
    return JSON.parse(kept);
  } catch {
    return undefined;
  }
}
