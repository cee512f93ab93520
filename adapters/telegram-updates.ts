import { z } from 'zod';
import type { ClientEvent, ClientProfile } from '../src/channel.ts';

/** The kinds of update that are asked for. */
export const updateKinds = ['message', 'callback_query', 'my_chat_member'] as const;

/** One update, understood. Without an `event` there is nothing in it for us. */
export interface TelegramUpdate {
  id: number;
  /** Updates of one lane must be handled in order: the chat, or the update alone. */
  lane: string;
  /** Must be answered whatever happens, else the client's button spins. */
  callbackQueryId?: string;
  event?: ClientEvent;
}

/** Reads what Telegram sent. Null: not an update, or one of a known kind that cannot be read. */
export function readUpdate(value: unknown, now: Date): TelegramUpdate | null {
  const parsed = updateSchema.safeParse(value);
  if (!parsed.success) return null;
  const { update_id: id, message, callback_query: query, my_chat_member: member } = parsed.data;
  const base = { id: String(id), channel: 'telegram' };
  const lane = `update ${id}`;

  if (message) {
    if (message.chat.type !== 'private') return { id, lane };
    const text = message.text ?? message.caption;
    if (text === undefined || OTHER_COMMAND.test(text)) return { id, lane: message.chat.id };
    const event = {
      ...base,
      clientId: message.chat.id,
      at: new Date(message.date * 1000),
      ...(message.from && { profile: profileOf(message.from) }),
    };
    return { id, lane: message.chat.id, event: { ...event, ...readText(text) } };
  }
  if (query) {
    const answer = { id, callbackQueryId: query.id };
    if (query.message?.chat.type !== 'private' || query.data === undefined) return { ...answer, lane };
    return {
      ...answer,
      lane: query.message.chat.id,
      event: {
        ...base,
        clientId: query.message.chat.id,
        at: now,
        profile: profileOf(query.from),
        kind: 'tap',
        token: query.data,
        messageId: String(query.message.message_id),
      },
    };
  }
  if (member?.chat.type === 'private') {
    const kind = member.new_chat_member.status;
    if (kind !== 'kicked' && kind !== 'member') return { id, lane: member.chat.id };
    return {
      id,
      lane: member.chat.id,
      event: {
        ...base,
        clientId: member.chat.id,
        at: new Date(member.date * 1000),
        profile: profileOf(member.from),
        kind: kind === 'kicked' ? 'left' : 'joined',
      },
    };
  }
  return { id, lane };
}

const START = /^\/start(?:@\w+)?(?:\s+(\S+))?\s*$/;
/** `/help` is no comment. */
const OTHER_COMMAND = /^\/(?!start\b)[a-z]\w*(@\w+)?(\s|$)/i;

function readText(text: string): { kind: 'start'; payload?: string } | { kind: 'text'; text: string } {
  const start = START.exec(text);
  if (!start) return { kind: 'text', text };
  return start[1] === undefined ? { kind: 'start' } : { kind: 'start', payload: start[1] };
}

const userSchema = z.object({
  // What is only good to know must not cost the event.
  first_name: z.string().optional().catch(undefined),
  last_name: z.string().optional().catch(undefined),
  language_code: z.string().optional().catch(undefined),
});

const chatSchema = z.object({ id: z.int().transform(String), type: z.string() });

const updateSchema = z.object({
  update_id: z.int(),
  message: z
    .object({
      date: z.int(),
      chat: chatSchema,
      from: userSchema.optional(),
      text: z.string().optional(),
      caption: z.string().optional(),
    })
    .optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: userSchema,
      message: z.object({ message_id: z.int(), chat: chatSchema }).optional(),
      data: z.string().optional(),
    })
    .optional(),
  my_chat_member: z
    .object({
      chat: chatSchema,
      from: userSchema,
      date: z.int(),
      new_chat_member: z.object({ status: z.string() }),
    })
    .optional(),
});

function profileOf(user: z.infer<typeof userSchema>): ClientProfile {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return { ...(name && { name }), ...(user.language_code && { locale: user.language_code }) };
}
