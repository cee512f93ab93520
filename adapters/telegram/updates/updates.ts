import type { ClientEvent } from '../../../src/channel.ts';
import { readCommand } from '../../command.ts';
import { readDate } from '../../dates.ts';
import { readAttachment } from './attachments.ts';
import { placeOf } from './place.ts';
import { type Member, type Message, type Query, updateSchema } from './schemas.ts';

/**
 * The kinds of update that are asked for. Messages of business accounts are read where they come, but nothing is done
 * with them yet, so they are not asked for.
 */
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

export interface ReadOptions {
  now: Date;
  /** The bot's user name, by which a group addresses its commands; null: not known. */
  botName: string | null;
}

/** Reads what Telegram sent. Null: not an update, or one of a known kind that cannot be read. */
export function readUpdate(value: unknown, options: ReadOptions): TelegramUpdate | null {
  const parsed = updateSchema.safeParse(value);
  if (!parsed.success) return null;
  const { update_id: id, callback_query: query, my_chat_member: member } = parsed.data;
  const { message, edited_message: edited } = parsed.data;
  const { business_message: business, edited_business_message: editedBusiness } = parsed.data;
  if (message) return readMessage(id, message, options);
  if (edited) return readMessage(id, edited, options, { edited: true });
  if (query) return readQuery(id, query, options);
  if (member) return readMember(id, member, options);
  if (business) return readMessage(id, business, options, { business: true });
  if (editedBusiness) return readMessage(id, editedBusiness, options, { edited: true, business: true });
  return { id, queue: queueOf(id) };
}

/** Of an update that belongs to nobody's chat. */
export const queueOf = (id: number): string => `update ${id}`;

function readMessage(
  id: number,
  message: Message,
  { now, botName }: ReadOptions,
  { edited, business }: { edited?: true; business?: true } = {},
): TelegramUpdate {
  const { chat, from, reply_to_message: repliedTo } = message;
  const place = placeOf(message, from, business);
  if (!place) return { id, queue: queueOf(id) };
  const queue = chat.id;
  const base = {
    id: String(id),
    channel: 'telegram',
    at: readDate(message.date * 1000, now),
    ...place,
  };
  if (message.migrate_to_chat_id !== undefined) {
    return { id, queue, event: { ...base, kind: 'migrated', to: String(message.migrate_to_chat_id) } };
  }
  const words = message.text ?? message.caption;
  const attachment = readAttachment(message);
  if (words === undefined && !attachment) return { id, queue };
  const text = words ?? '';
  const command = edited ? undefined : readCommand(text, botName);
  const start = edited ? null : START.exec(text);
  // In a private chat there is nobody else to whom it may be addressed.
  if (start && (place.chat === 'private' || command)) {
    return {
      id,
      queue,
      event: { kind: 'start', ...base, ...(start[1] !== undefined && { payload: start[1] }) },
    };
  }
  // A topic's messages all "reply" to the notice of its creation.
  const replyTo =
    repliedTo && String(repliedTo.message_id) !== place.thread ? repliedTo.message_id : undefined;
  const itself = {
    ...(message.message_id !== undefined && { messageId: String(message.message_id) }),
    ...(replyTo !== undefined && { replyTo: String(replyTo) }),
  };
  // A command is no answer, but whoever sends one can be written to.
  if (COMMAND.test(text)) {
    return { id, queue, event: { kind: 'joined', ...base, ...(command && { ...itself, command }) } };
  }
  // A live location is edited each time it moves.
  if (edited && attachment?.kind === 'location') return { id, queue };
  return {
    id,
    queue,
    event: {
      kind: 'text',
      text,
      ...base,
      ...itself,
      ...(edited && { edited }),
      ...(message.media_group_id !== undefined && { album: message.media_group_id }),
      ...(attachment && { attachment }),
      ...(command && { command }),
    },
  };
}

function readQuery(id: number, query: Query, { now }: ReadOptions): TelegramUpdate {
  const { id: callbackQueryId, from, message, data } = query;
  // A client's private chat has the client's own id, which is known also where the message is too old to be told.
  const place = placeOf(message ?? { chat: { id: from.id, type: 'private' } }, from);
  if (!place || data === undefined) return { id, callbackQueryId, queue: queueOf(id) };
  return {
    id,
    callbackQueryId,
    queue: place.clientId,
    event: {
      id: String(id),
      channel: 'telegram',
      at: now,
      ...place,
      kind: 'tap',
      token: data,
      ...(message && { messageId: String(message.message_id) }),
    },
  };
}

function readMember(id: number, member: Member, { now }: ReadOptions): TelegramUpdate {
  const { chat, from, new_chat_member: changed } = member;
  const place = placeOf({ chat }, from);
  if (!place) return { id, queue: queueOf(id) };
  const kind = changeOf(changed.status, place.chat === 'group');
  if (!kind) return { id, queue: chat.id };
  return {
    id,
    queue: chat.id,
    event: {
      id: String(id),
      channel: 'telegram',
      at: readDate((member.date ?? 0) * 1000, now),
      ...place,
      kind,
    },
  };
}

/** What the bot's new status means. @see https://core.telegram.org/bots/api#chatmember */
function changeOf(status: string, isGroup: boolean): 'joined' | 'left' | undefined {
  if (status === 'member' || (isGroup && status === 'administrator')) return 'joined';
  return status === 'kicked' || (isGroup && status === 'left') ? 'left' : undefined;
}

const START = /^\/start(?:@\w+)?(?:\s+(\S+))?\s*$/;
/** `/help` is no comment; `/start` with words that are no payload is. */
const COMMAND = /^\/(?!start\b)[a-z]\w*(@\w+)?(\s|$)/i;
