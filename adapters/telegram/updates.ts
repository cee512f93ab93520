import { z } from 'zod';
import type { ClientEvent, ClientProfile } from '../../src/channel.ts';
import { readDate } from '../dates.ts';
import { readAttachment } from './attachments.ts';

/** The kinds of update that are asked for. */
export const updateKinds = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** One update, understood. Without an `event` there is nothing in it for us. */
export interface TelegramUpdate {
  id: number;
  /** Updates of one queue must be handled in order: the chat, or the update alone. */
  queue: string;
  /** Must be answered whatever happens, else the client's button spins. */
  callbackQueryId?: string;
  event?: ClientEvent;
}

/** Reads what Telegram sent. Null: not an update, or one of a known kind that cannot be read. */
export function readUpdate(value: unknown, now: Date): TelegramUpdate | null {
  const parsed = updateSchema.safeParse(value);
  if (!parsed.success) return null;
  const { update_id: id, message, edited_message: edited, callback_query: query } = parsed.data;
  const { my_chat_member: member } = parsed.data;
  if (message) return readMessage(id, message, now, false);
  if (edited) return readMessage(id, edited, now, true);
  if (query) return readQuery(id, query, now);
  if (member) return readMember(id, member, now);
  return { id, queue: queueOf(id) };
}

/** Of an update that belongs to no client's chat. */
const queueOf = (id: number): string => `update ${id}`;

function readMessage(id: number, message: Message, now: Date, edited: boolean): TelegramUpdate {
  const { chat, from, message_thread_id: thread, reply_to_message: repliedTo } = message;
  if (chat.type !== 'private') return { id, queue: queueOf(id) };
  const queue = chat.id;
  const base = {
    id: String(id),
    channel: 'telegram',
    clientId: chat.id,
    at: readDate(message.date * 1000, now),
    ...(from && { profile: profileOf(from) }),
    ...(thread !== undefined && { thread: String(thread) }),
  };
  const text = message.text ?? message.caption;
  const attachment = readAttachment(message);
  if (text === undefined && !attachment) return { id, queue };
  const start = edited ? null : START.exec(text ?? '');
  if (start) {
    return {
      id,
      queue,
      event: { ...base, kind: 'start', ...(start[1] !== undefined && { payload: start[1] }) },
    };
  }
  // A command says nothing to us, but whoever sends one can be written to.
  if (COMMAND.test(text ?? '')) return { id, queue, event: { ...base, kind: 'joined' } };
  // A live location is edited each time it moves.
  if (edited && attachment?.kind === 'location') return { id, queue };
  return {
    id,
    queue,
    event: {
      ...base,
      kind: 'text',
      text: text ?? '',
      ...(message.message_id !== undefined && { messageId: String(message.message_id) }),
      ...(repliedTo && { replyTo: String(repliedTo.message_id) }),
      ...(edited && { edited }),
      ...(message.media_group_id !== undefined && { album: message.media_group_id }),
      ...(attachment && { attachment }),
    },
  };
}

function readQuery(id: number, query: Query, now: Date): TelegramUpdate {
  const { from, message, data } = query;
  const answer = { id, callbackQueryId: query.id };
  if ((message && message.chat.type !== 'private') || data === undefined)
    return { ...answer, queue: queueOf(id) };
  // A client's private chat has the client's own id, which is known also where the message is too old to be told.
  const clientId = message?.chat.id ?? from.id;
  const thread = message?.message_thread_id;
  return {
    ...answer,
    queue: clientId,
    event: {
      id: String(id),
      channel: 'telegram',
      clientId,
      at: now,
      profile: profileOf(from),
      kind: 'tap',
      token: data,
      ...(message && { messageId: String(message.message_id) }),
      ...(thread !== undefined && { thread: String(thread) }),
    },
  };
}

function readMember(id: number, member: Member, now: Date): TelegramUpdate {
  const { chat, from, new_chat_member: changed } = member;
  if (chat.type !== 'private') return { id, queue: queueOf(id) };
  const { status } = changed;
  if (status !== 'kicked' && status !== 'member') return { id, queue: chat.id };
  return {
    id,
    queue: chat.id,
    event: {
      id: String(id),
      channel: 'telegram',
      clientId: chat.id,
      at: readDate((member.date ?? 0) * 1000, now),
      ...(from && { profile: profileOf(from) }),
      kind: status === 'kicked' ? 'left' : 'joined',
    },
  };
}

const START = /^\/start(?:@\w+)?(?:\s+(\S+))?\s*$/;
/** `/help` is no comment; `/start` with words that are no payload is. */
const COMMAND = /^\/(?!start\b)[a-z]\w*(@\w+)?(\s|$)/i;

// What the platform calls optional, or is only good to know, must not cost the event when it is missing or odd.
const optionalText = z.string().optional().catch(undefined);
const optionalId = z.int().optional().catch(undefined);

const userSchema = z.object({
  id: z.int().transform(String),
  first_name: optionalText,
  last_name: optionalText,
  language_code: optionalText,
});

const chatSchema = z.object({ id: z.int().transform(String), type: z.string() });

const messageSchema = z.looseObject({
  message_id: optionalId,
  date: z.number().catch(0),
  chat: chatSchema,
  from: userSchema.optional().catch(undefined),
  text: optionalText,
  caption: optionalText,
  message_thread_id: optionalId,
  media_group_id: optionalText,
  reply_to_message: z.object({ message_id: z.int() }).optional().catch(undefined),
});
type Message = z.infer<typeof messageSchema>;

const querySchema = z.object({
  id: z.string(),
  from: userSchema,
  message: z
    .object({ message_id: z.int(), chat: chatSchema, message_thread_id: optionalId })
    .optional()
    .catch(undefined),
  data: optionalText,
});
type Query = z.infer<typeof querySchema>;

const memberSchema = z.object({
  chat: chatSchema,
  from: userSchema.optional().catch(undefined),
  date: z.number().optional().catch(undefined),
  new_chat_member: z.object({ status: z.string() }),
});
type Member = z.infer<typeof memberSchema>;

const updateSchema = z.object({
  update_id: z.int(),
  message: messageSchema.optional(),
  edited_message: messageSchema.optional(),
  callback_query: querySchema.optional(),
  my_chat_member: memberSchema.optional(),
});

function profileOf(user: z.infer<typeof userSchema>): ClientProfile {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return { ...(name && { name }), ...(user.language_code && { locale: user.language_code }) };
}
