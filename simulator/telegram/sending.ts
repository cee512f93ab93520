import type { Chat, ChatBook, ChatMessage } from '../chats.ts';
import type { SimulatedAttachment } from '../platform.ts';
import { type FormattedText, parseHtml, plainText } from './html.ts';
import { readKeyboard, readMarkup } from './keyboard.ts';
import type { Limits } from './limits.ts';
import type { Objects } from './objects.ts';
import { isTrue, type Methods, object, type Parameters, text, uploaded } from './request/parameters.ts';
import { badRequest, TelegramRefusal } from './refusal.ts';

/** Characters of a message, and of what stands under a photo or a document, after its entities are parsed. */
const textChars = 4096;
const captionChars = 1024;
/** @see https://core.telegram.org/bots/api#sending-files */
const photoBytes = 10_000_000;
const documentBytes = 50_000_000;

/** The methods that write into a chat. */
export function createSending({
  book,
  objects,
  limits,
  nextMessageId,
  now,
}: {
  book: ChatBook;
  objects: Objects;
  limits: Limits;
  nextMessageId: () => number;
  now: () => Date;
}): Methods {
  return {
    sendmessage: (parameters) => send(parameters, () => ({ content: readText(parameters) })),
    sendphoto: (parameters) => send(parameters, () => upload(parameters, 'photo', photoBytes)),
    senddocument: (parameters) => send(parameters, () => upload(parameters, 'document', documentBytes)),
    editmessagetext(parameters) {
      const { chat, message } = messageToEdit(book, parameters);
      if (message.attachment) throw badRequest('there is no text in the message to edit');
      return edit(chat, message, { ...readText(parameters), ...readKeyboardOf(parameters) });
    },
    editmessagecaption(parameters) {
      const { chat, message } = messageToEdit(book, parameters);
      if (!message.attachment) throw badRequest('there is no caption in the message to edit');
      return edit(chat, message, { ...readCaption(parameters), ...readKeyboardOf(parameters) });
    },
    editmessagereplymarkup(parameters) {
      const { chat, message } = messageToEdit(book, parameters);
      return edit(chat, message, readKeyboardOf(parameters));
    },
    sendchataction(parameters) {
      chatToWrite(book, parameters);
      return true;
    },
  };

  function send(
    parameters: Parameters,
    read: () => { content: FormattedText; attachment?: SimulatedAttachment },
  ): object {
    const chat = chatToWrite(book, parameters);
    const { content, attachment } = read();
    const { keyboard, opensReply } = readMarkup(parameters.reply_markup);
    const replyTo = readReplyTo(chat, parameters);
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
      ...(isTrue(parameters.disable_notification) && { silent: true }),
      ...(replyTo !== undefined && { replyTo }),
      ...(opensReply && { opensReply }),
      ...(attachment && { attachment }),
      keyboard,
    };
    book.addMessage(chat, message);
    book.changed();
    return objects.message(chat, message);
  }

  function edit(chat: Chat, message: ChatMessage, change: Partial<ChatMessage>): object {
    const { markup = message.markup, keyboard = [] } = change;
    if (message.markup === markup && JSON.stringify(message.keyboard) === JSON.stringify(keyboard)) {
      throw notModified();
    }
    limits.spend(chat.clientId);
    const isText = change.markup !== undefined;
    Object.assign(message, { ...change, keyboard, edited: isText || message.edited });
    book.changed();
    return objects.message(chat, message);
  }
}

function chatToWrite(book: ChatBook, parameters: Parameters): Chat {
  if (parameters.business_connection_id !== undefined) throw badRequest('business connection not found');
  const id = text(parameters.chat_id);
  if (id === '') throw badRequest('chat_id is empty');
  const chat = book.find(id);
  if (!chat?.opened) throw badRequest('chat not found');
  if (chat.blocked) throw new TelegramRefusal(403, 'Forbidden: bot was blocked by the user');
  return chat;
}

function messageToEdit(book: ChatBook, parameters: Parameters): { chat: Chat; message: ChatMessage } {
  const chat = chatToWrite(book, parameters);
  const id = text(parameters.message_id);
  if (id === '') throw badRequest('message identifier is not specified');
  const message = chat.messages.find((entry) => entry.id === id);
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  return { chat, message };
}

/** @see https://core.telegram.org/bots/api#replyparameters */
function readReplyTo(chat: Chat, { reply_parameters: given }: Parameters): string | undefined {
  if (given === undefined) return undefined;
  const parameters = object(given);
  if (!parameters) throw badRequest("can't parse reply parameters JSON object");
  const id = text(parameters.message_id);
  if (chat.messages.some((message) => message.id === id)) return id;
  if (isTrue(parameters.allow_sending_without_reply)) return undefined;
  throw badRequest('message to be replied not found');
}

function readKeyboardOf({ reply_markup: markup }: Parameters): Pick<ChatMessage, 'keyboard'> {
  return { keyboard: readKeyboard(markup) };
}

function readText(parameters: Parameters): FormattedText {
  const content = readFormatted(parameters, parameters.text);
  if (content.text === '') throw badRequest('message text is empty');
  // Counted in UTF-16 units: with emoji Telegram lets a few more through, and never fewer.
  if (content.text.length > textChars) throw badRequest('message is too long');
  return content;
}

function readCaption(parameters: Parameters): FormattedText {
  const content = readFormatted(parameters, parameters.caption);
  if (content.text.length > captionChars) throw badRequest('message caption is too long');
  return content;
}

function readFormatted(parameters: Parameters, input: unknown): FormattedText {
  const mode = text(parameters.parse_mode).toLowerCase();
  if (mode !== '' && mode !== 'html') throw badRequest('unsupported parse_mode');
  return mode === 'html' ? parseHtml(text(input)) : plainText(text(input));
}

function upload(
  parameters: Parameters,
  field: 'photo' | 'document',
  mostBytes: number,
): { content: FormattedText; attachment: SimulatedAttachment } {
  const file = uploaded(parameters, field);
  // A file that Telegram has already, and one that it is to fetch, are not simulated.
  if (!file) throw badRequest(`there is no ${field} in the request`);
  const { name, bytes } = file;
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > mostBytes) throw new TelegramRefusal(413, 'Request Entity Too Large');
  return {
    content: readCaption(parameters),
    attachment: { kind: field === 'photo' ? 'photo' : 'file', name, bytes: bytes.length },
  };
}

function notModified(): TelegramRefusal {
  return badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
}
