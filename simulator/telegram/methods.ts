import type { Chat, ChatBook, ChatMessage } from '../chats.ts';
import { isWebhookUrl } from '../delivery.ts';
import { type FormattedText, parseHtml, plainText } from './html.ts';
import { readKeyboard } from './keyboard.ts';
import type { Limits } from './limits.ts';
import type { Objects } from './objects.ts';
import type { Queries } from './queries.ts';
import { badRequest, TelegramRefusal } from './refusal.ts';
import type { Updates } from './updates.ts';

export type Parameters = Record<string, unknown>;
/** By name in lower case, as Telegram does not mind the case. Each throws a TelegramRefusal or gives its `result`. */
export type Methods = Record<string, (parameters: Parameters) => unknown>;

/** Characters of a message after its entities are parsed. */
const textChars = 4096;
/** Characters of a toast. */
const toastChars = 200;

export function createMethods({
  book,
  objects,
  updates,
  queries,
  limits,
  nextMessageId,
  now,
}: {
  book: ChatBook;
  objects: Objects;
  updates: Updates;
  queries: Queries;
  limits: Limits;
  nextMessageId: () => number;
  now: () => Date;
}): Methods {
  const allowUpdates = (value: unknown): void => {
    const kinds = list(value);
    if (kinds) updates.allow(kinds.map(String));
  };

  return {
    getme: () => ({
      ...objects.bot,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    getupdates(parameters) {
      allowUpdates(parameters.allowed_updates);
      return updates.poll({
        offset: number(parameters.offset, 0),
        limit: Math.min(Math.max(number(parameters.limit, 100), 1), 100),
        timeoutMs: Math.min(Math.max(number(parameters.timeout, 0), 0), 50) * 1000,
      });
    },
    setwebhook(parameters) {
      const url = text(parameters.url);
      const secret = parameters.secret_token === undefined ? null : text(parameters.secret_token);
      if (url !== '' && !isWebhookUrl(url))
        throw badRequest('bad webhook: an HTTPS URL must be provided for webhook');
      if (secret !== null && secret.length > 256) throw badRequest('secret token is too long');
      if (secret !== null && !/^[\w-]+$/.test(secret)) {
        throw badRequest('secret token contains unallowed characters');
      }
      if (isTrue(parameters.drop_pending_updates)) updates.dropPending();
      allowUpdates(parameters.allowed_updates);
      updates.setWebhook(url === '' ? null : { url, secret });
      return true;
    },
    deletewebhook(parameters) {
      if (isTrue(parameters.drop_pending_updates)) updates.dropPending();
      updates.setWebhook(null);
      return true;
    },
    getwebhookinfo: () => updates.info(),
    sendmessage(parameters) {
      const chat = chatToWrite(book, parameters.chat_id);
      const content = readText(parameters);
      const keyboard = readKeyboard(parameters.reply_markup);
      const thread = text(parameters.message_thread_id);
      // A topic of a private chat is one that its client has written in.
      if (thread !== '' && !chat.messages.some((message) => message.thread === thread)) {
        throw badRequest('message thread not found');
      }
      limits.spend(chat.clientId);
      const message: ChatMessage = {
        id: String(nextMessageId()),
        from: 'bot',
        text: content.text,
        markup: content.markup,
        at: now(),
        edited: false,
        ...(thread !== '' && { thread }),
        keyboard,
      };
      book.addMessage(chat, message);
      book.changed();
      return objects.message(chat, message);
    },
    editmessagetext(parameters) {
      const chat = chatToWrite(book, parameters.chat_id);
      const message = messageToEdit(chat, parameters.message_id);
      const content = readText(parameters);
      const keyboard = readKeyboard(parameters.reply_markup);
      if (
        message.markup === content.markup &&
        JSON.stringify(message.keyboard) === JSON.stringify(keyboard)
      ) {
        throw notModified();
      }
      limits.spend(chat.clientId);
      Object.assign(message, { text: content.text, markup: content.markup, keyboard, edited: true });
      book.changed();
      return objects.message(chat, message);
    },
    editmessagereplymarkup(parameters) {
      const chat = chatToWrite(book, parameters.chat_id);
      const message = messageToEdit(chat, parameters.message_id);
      const keyboard = readKeyboard(parameters.reply_markup);
      if (JSON.stringify(message.keyboard) === JSON.stringify(keyboard)) throw notModified();
      limits.spend(chat.clientId);
      message.keyboard = keyboard;
      book.changed();
      return objects.message(chat, message);
    },
    answercallbackquery(parameters) {
      const toast = text(parameters.text);
      if (toast.length > toastChars) throw badRequest('MESSAGE_TOO_LONG');
      const chat = book.find(queries.answer(text(parameters.callback_query_id)));
      if (chat && toast !== '') {
        chat.toast = toast;
        chat.toasts += 1;
        book.changed();
      }
      return true;
    },
    sendchataction(parameters) {
      chatToWrite(book, parameters.chat_id);
      return true;
    },
    setmycommands(parameters) {
      for (const entry of list(parameters.commands) ?? []) {
        const { command, description } = Object(entry) as Parameters;
        if (!/^\/?[a-z0-9_]{1,32}$/.test(text(command))) throw badRequest('BOT_COMMAND_INVALID');
        const { length } = text(description);
        if (length < 1 || length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      }
      return true;
    },
    deletemycommands: () => true,
    setmydescription: () => true,
    setmyshortdescription: () => true,
    setmyname: () => true,
    setchatmenubutton: () => true,
  };
}

function chatToWrite(book: ChatBook, chatId: unknown): Chat {
  const id = text(chatId);
  if (id === '') throw badRequest('chat_id is empty');
  const chat = book.find(id);
  if (!chat?.opened) throw badRequest('chat not found');
  if (chat.blocked) throw new TelegramRefusal(403, 'Forbidden: bot was blocked by the user');
  return chat;
}

function messageToEdit(chat: Chat, messageId: unknown): ChatMessage {
  const id = text(messageId);
  if (id === '') throw badRequest('message identifier is not specified');
  const message = chat.messages.find((entry) => entry.id === id);
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  return message;
}

function readText(parameters: Parameters): FormattedText {
  const mode = text(parameters.parse_mode).toLowerCase();
  if (mode !== '' && mode !== 'html') throw badRequest('unsupported parse_mode');
  const input = text(parameters.text);
  const content = mode === 'html' ? parseHtml(input) : plainText(input);
  if (content.text === '') throw badRequest('message text is empty');
  // Counted in UTF-16 units: with emoji Telegram lets a few more through, and never fewer.
  if (content.text.length > textChars) throw badRequest('message is too long');
  return content;
}

function notModified(): TelegramRefusal {
  return badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function number(value: unknown, otherwise: number): number {
  const found = Number(value ?? otherwise);
  return Number.isInteger(found) ? found : otherwise;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 'True' || value === '1';
}

/** An array, or one written as JSON text, as a query string brings it. */
function list(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
