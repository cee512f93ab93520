import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Attachment, ClientEvent, ClientProfile } from '../src/channel.ts';
import { readDate } from './dates.ts';
import { TAP_MARK } from './viber-render.ts';

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

/**
 * Reads a callback. `event` is absent when there is nothing in it for us.
 * Null: not a callback, or one of a known kind that cannot be read.
 * @param value what `parseBody` gave
 */
export function readCallback(value: unknown, now: Date): { kind: string; event?: ClientEvent } | null {
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

const common = { timestamp: z.unknown().optional(), message_token: idSchema };
const optionalText = z.string().optional().catch(undefined);

const messageSchema = z.object({
  type: z.string().catch(''),
  text: optionalText,
  media: optionalText,
  file_name: optionalText,
  duration: z.number().nonnegative().optional().catch(undefined),
});

const callbackSchema = z.discriminatedUnion('event', [
  z.object({
    ...common,
    event: z.literal('conversation_started'),
    user: userSchema,
    context: optionalText,
    subscribed: z.boolean().optional().catch(undefined),
  }),
  z.object({ ...common, event: z.literal('subscribed'), user: userSchema }),
  z.object({ ...common, event: z.literal('unsubscribed'), user_id: z.string().min(1) }),
  z.object({
    ...common,
    event: z.literal('message'),
    sender: userSchema,
    message: messageSchema,
  }),
  z.object({ ...common, event: z.literal('failed'), user_id: z.string().min(1) }),
]);

function eventOf(callback: z.infer<typeof callbackSchema>, now: Date): ClientEvent | undefined {
  const { message_token: token, timestamp } = callback;
  const base = {
    // A message's token is its own; callbacks of other kinds might share one with it.
    id: callback.event === 'message' ? token : `${callback.event}:${token}`,
    channel: 'viber',
    at: readDate(timestamp, now),
  };
  switch (callback.event) {
    case 'conversation_started': {
      const { context, subscribed, user } = callback;
      return {
        ...base,
        ...personOf(user),
        kind: 'start',
        ...(context && { payload: context }),
        // Until a client subscribes, which writing does, a bot may answer this event and send nothing.
        ...(subscribed === false && { reachable: false }),
      };
    }
    case 'subscribed':
      return { ...base, ...personOf(callback.user), kind: 'joined' };
    case 'unsubscribed':
      return { ...base, clientId: callback.user_id, kind: 'left' };
    case 'message': {
      const { message } = callback;
      const event = { ...base, ...personOf(callback.sender) };
      const text = message.text ?? '';
      if (text.startsWith(TAP_MARK)) return { ...event, kind: 'tap', token: text.slice(TAP_MARK.length) };
      const attachment = attachmentOf(message);
      if (!attachment) return text === '' ? undefined : { ...event, kind: 'text', text };
      // The address of a link is all that its client said.
      const said = attachment.kind === 'link' ? (message.media ?? text) : text;
      return { ...event, kind: 'text', text: said, attachment };
    }
    case 'failed':
      return { ...base, clientId: callback.user_id, kind: 'failed', messageId: messageIdOf(token) };
  }
}

/** What a message holds besides text. @see https://developers.viber.com/docs/api/rest-bot-api/#message-types */
const attachmentKinds: Record<string, Attachment['kind']> = {
  picture: 'photo',
  video: 'video',
  file: 'file',
  sticker: 'sticker',
  contact: 'contact',
  location: 'location',
  url: 'link',
};

function attachmentOf({
  type,
  duration,
  file_name: name,
}: z.infer<typeof messageSchema>): Attachment | undefined {
  if (type === 'text' || type === '') return undefined;
  return {
    kind: Object.hasOwn(attachmentKinds, type) ? (attachmentKinds[type] ?? 'other') : 'other',
    ...(duration !== undefined && { seconds: duration }),
    ...(name && { name }),
  };
}

/**
 * The id of a message that was sent. viber-bot reads it as a number and so rounds it; rounded alike, the id that a
 * callback gives can be held against it. Messages of one chat are further apart than that.
 */
export function messageIdOf(token: string | number): string {
  return token === '' ? '' : String(Number(token));
}

function personOf(user: z.infer<typeof userSchema>): { clientId: string; profile: ClientProfile } {
  return {
    clientId: user.id,
    profile: { ...(user.name && { name: user.name }), ...(user.language && { locale: user.language }) },
  };
}

/** A string that is not closed ends with the text, so that no quote makes the search begin again. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\[^]?)*(?:"|$)|-?\d[\d.eE+-]*/g;
const INTEGER = /^-?[1-9]\d{15,}$/;

/** `JSON.parse` that gives integers beyond 2^53 as text, so that no digit of a message_token is lost; undefined when malformed. */
export function parseBody(rawBody: Buffer): unknown {
  const kept = rawBody
    .toString('utf8')
    .replace(STRING_OR_NUMBER, (part) =>
      INTEGER.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part,
    );
  try {
    return JSON.parse(kept);
  } catch {
    return undefined;
  }
}
