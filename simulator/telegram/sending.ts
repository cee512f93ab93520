import type { Chat, ChatBook, ChatMessage } from '../chats.ts';
import type { Files } from '../files.ts';
import type { SimulatedAttachment } from '../platform.ts';
import { type FormattedText, parseHtml, plainText } from './html.ts';
import { checkGroup, checkTopic } from './groups.ts';
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
  files,
  nextMessageId,
  now,
}: {
  book: ChatBook;
  objects: Objects;
  limits: Limits;
  files: Files;
  nextMessageId: () => number;
  now: () => Date;
}): Methods {
  return {
    sendmessage: (parameters) => send(parameters, () => ({ content: readText(parameters) })),
    sendphoto: (parameters) => send(parameters, () => upload(files, parameters, 'photo', photoBytes)),
    senddocument: (parameters) =>
      send(parameters, () => upload(files, parameters, 'document', documentBytes)),
    forwardmessage: (parameters) =>
      send(parameters, () => {
        const { chat, message } = messageToRepeat(book, parameters, 'forward');
        return {
          ...contentOf(message),
          forwardedFrom: message.forwardedFrom ?? authorOf(book, chat, message),
        };
      }),
    copymessage(parameters) {
      const copy = send(parameters, () => {
        const { attachment, content } = contentOf(messageToRepeat(book, parameters, 'copy').message);
        const isChanged = attachment && parameters.caption !== undefined;
        return { content: isChanged ? readCaption(parameters) : content, ...(attachment && { attachment }) };
      });
      return { message_id: copy.message_id };
    },
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

  function send(parameters: Parameters, read: () => Sent): { message_id: number } {
    const chat = chatToWrite(book, parameters);
    const { content, attachment, forwardedFrom } = read();
    const { keyboard, opensReply, isSelective } = readMarkup(parameters.reply_markup);
    if (chat.group && keyboard.flat().some(({ opens }) => opens === 'app'))
      throw badRequest('BUTTON_TYPE_INVALID');
    const replyTo = readReplyTo(chat, parameters);
    const thread = text(parameters.message_thread_id);
    if (thread !== '') checkThread(chat, thread);
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
      // In a private chat there is nobody else.
      ...(isSelective && chat.group && { opensReplyFor: targetsOf(chat, content, replyTo) }),
      ...(forwardedFrom && { forwardedFrom }),
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

/** What is to be sent, beside where and how. */
interface Sent {
  content: FormattedText;
  attachment?: SimulatedAttachment;
  forwardedFrom?: { id: string; name: string };
}

function chatToWrite(book: ChatBook, parameters: Parameters): Chat {
  if (parameters.business_connection_id !== undefined) throw badRequest('business connection not found');
  const id = text(parameters.chat_id);
  if (id === '') throw badRequest('chat_id is empty');
  const chat = book.find(id);
  if (!chat?.opened) throw badRequest('chat not found');
  if (id.startsWith('-')) checkGroup(chat);
  if (chat.blocked) throw new TelegramRefusal(403, 'Forbidden: bot was blocked by the user');
  return chat;
}

function messageToEdit(book: ChatBook, parameters: Parameters): { chat: Chat; message: ChatMessage } {
  const chat = chatToWrite(book, parameters);
  const id = text(parameters.message_id);
  if (id === '') throw badRequest('message identifier is not specified');
  const message = chat.messages.find((entry) => entry.id === id);
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== 'bot' || message.forwardedFrom) throw badRequest("message can't be edited");
  return { chat, message };
}

/** A message of any chat that the bot knows. */
function messageToRepeat(
  book: ChatBook,
  parameters: Parameters,
  verb: 'forward' | 'copy',
): { chat: Chat; message: ChatMessage } {
  const chat = book.find(text(parameters.from_chat_id));
  if (!chat?.opened) throw badRequest('chat not found');
  const id = text(parameters.message_id);
  const message = chat.messages.find((entry) => entry.id === id);
  if (!message) throw badRequest(`message to ${verb} not found`);
  return { chat, message };
}

/** A message's words without what only shows in its own chat that there is something besides them. */
function contentOf({ text: words, markup, attachment, from }: ChatMessage): Sent {
  const said = attachment && from === 'client' ? plainText(attachment.caption ?? '') : parseHtml(markup);
  if (!attachment) return { content: { ...said, text: words } };
  const { caption: _caption, ...bare } = attachment;
  return { content: said, attachment: bare };
}

function authorOf(book: ChatBook, chat: Chat, message: ChatMessage): { id: string; name: string } {
  if (message.from === 'bot') return { id: '0', name: 'Afterword' };
  const { clientId: id, name } = message.author === undefined ? chat : book.get(message.author);
  return { id, name };
}

function checkThread(chat: Chat, thread: string): void {
  if (chat.clientId.startsWith('-')) checkTopic(chat, thread);
  // A topic of a private chat is one that its client has written in.
  else if (!chat.messages.some((message) => message.thread === thread)) {
    throw badRequest('message thread not found');
  }
}

/** For whom alone a message opens the reply field: who is mentioned, and the author of what it replies to. */
function targetsOf(chat: Chat, { entities }: FormattedText, replyTo: string | undefined): string[] {
  const mentioned = entities.flatMap(({ user }) => (user ? [String(user.id)] : []));
  const repliedTo = chat.messages.find(({ id, from }) => id === replyTo && from === 'client');
  return repliedTo ? [...mentioned, repliedTo.author ?? chat.clientId] : mentioned;
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

function upload(files: Files, parameters: Parameters, field: 'photo' | 'document', mostBytes: number): Sent {
  const file = uploaded(parameters, field);
  // A file that Telegram has already, and one that it is to fetch, are not simulated.
  if (!file) throw badRequest(`there is no ${field} in the request`);
  const { name, bytes } = file;
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > mostBytes) throw new TelegramRefusal(413, 'Request Entity Too Large');
  return {
    content: readCaption(parameters),
    attachment: {
      kind: field === 'photo' ? 'photo' : 'file',
      name,
      bytes: bytes.length,
      file: files.keep(name, bytes),
    },
  };
}

function notModified(): TelegramRefusal {
  return badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
}
