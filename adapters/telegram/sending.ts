import type { ChannelAdapter, Message, SendOptions } from '../../src/channel.ts';
import { ChannelError } from '../../src/errors.ts';
import { chatIdOf } from './chat-id.ts';
import type { Options, TelegramApi } from './client.ts';
import { createHold } from './pacing/pace.ts';
import type { Pacer } from './pacing/pacer.ts';
import {
  CAPTION_CHARS,
  hasAppsIn,
  type Part,
  renderHtml,
  renderKeyboard,
  renderMarkup,
  renderParts,
} from './render.ts';

/**
 * The calls that write into a chat.
 * @param pacer of messages, for all chats
 */
export function createSender(
  api: TelegramApi,
  pacer: Pacer,
): Required<Pick<ChannelAdapter, 'send' | 'edit' | 'forward'>> {
  /** Only holds: a limit of edits is not one of messages, so that no edit delays the next question. */
  const editPacer = createHold();

  return {
    send: async (clientId, message, options = {}) => {
      const isGroup = clientId.startsWith('-');
      const all = isGroup && !message.openReply?.from?.isBot ? message : withoutAsker(message);
      const messageId = await sendInThread(all).catch((error: unknown) => {
        // A group in which members send no pictures or no files still takes the words.
        if (!says(error, /rights to send (photos|documents)/i)) throw error;
        const { image: _image, file: _file, ...words } = all;
        return sendInThread(words);
      });
      return { messageId };

      function sendInThread(given: Message): Promise<string> {
        return inThread(given, (placed) => sendTo(clientId, placed, options));
      }
    },

    // A copy would look as if the bot had said it.
    forward: async (from, to, options = {}) => {
      const [chat, source] = [chatIdOf(to.clientId), chatIdOf(from.clientId)];
      const sent = await inThread(to, (placed) =>
        inTurn(to.clientId, options, () =>
          api.forwardMessage(chat, source, Number(from.messageId), placeOf(placed, false)),
        ),
      );
      return { messageId: String(sent.message_id) };
    },

    edit: async (clientId, messageId, message) => {
      const chat = chatIdOf(clientId);
      await editPacer.acquire('edit');
      // An edit and the next question are one burst in their chat, which Telegram allows.
      await pacer.acquire('edit');
      const options = {
        reply_markup: renderKeyboard(message.choices, hasAppsIn(clientId, message)),
        ...connectionOf(message),
      };
      const id = Number(messageId);
      await held(editPacer, api.editMessageText(chat, id, renderHtml(message), options))
        .catch((error: unknown) => {
          // The text of a message with a photo or a document is its caption.
          if (!says(error, /no text in the message to edit/i)) throw error;
          const caption = renderHtml(message, CAPTION_CHARS);
          return held(editPacer, api.editMessageCaption(chat, id, caption, options));
        })
        .catch((error: unknown) => {
          // An edit that was carried out before and is done once more.
          if (!says(error, /message is not modified/)) throw error;
        });
    },
  };

  /** @returns the id of the message's last part */
  async function sendTo(clientId: string, message: Message, options: SendOptions): Promise<string> {
    const chat = chatIdOf(clientId);
    const [first, ...rest] = renderParts(message);
    let last = await sendPart(first, true);
    for (const part of rest) last = await sendPart(part, false);
    return String(last.message_id);

    async function sendPart(part: Part, isFirst: boolean): Promise<{ message_id: number }> {
      const isLast = part === (rest.at(-1) ?? first);
      const other = {
        reply_markup: isLast ? renderMarkup(message, hasAppsIn(clientId, message)) : undefined,
        ...placeOf(message, isFirst),
      };
      return await inTurn(clientId, options, () => request(chat, part, other));
    }
  }

  /** Makes the request when the turn of its chat has come. */
  async function inTurn<T>(clientId: string, options: SendOptions, make: () => Promise<T>): Promise<T> {
    await pacer.acquire(options.background ? 'background' : 'message', clientId);
    await options.beforeRequest?.();
    return await held(pacer, make());
  }

  function request(chat: number, part: Part, other: Options): Promise<{ message_id: number }> {
    if (part.kind === 'text') return api.sendMessage(chat, part.html, other);
    const options = part.html === '' ? other : { ...other, caption: part.html };
    return part.kind === 'photo'
      ? api.sendPhoto(chat, part.upload, options)
      : api.sendDocument(chat, part.upload, options);
  }
}

/** The request; when the platform wants to be left alone, what it paces waits as well. */
async function held<T>(pacer: Pacer, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ChannelError && error.code === 'rate_limited')
      pacer.holdFor(error.retryAfterMs ?? 0);
    throw error;
  }
}

/** In a private chat there is nobody else who could be asked, and who writes for a group has no name of their own. */
function withoutAsker(message: Message): Message {
  const { openReply } = message;
  return openReply?.from ? { ...message, openReply: { key: openReply.key } } : message;
}

/**
 * Sends into a thread; into the chat itself where the thread is gone or closed, or the chat has none any more.
 * @param send is given the message as it is to be sent
 */
async function inThread<Placed extends { thread?: string }, T>(
  message: Placed,
  send: (message: Placed) => Promise<T>,
): Promise<T> {
  try {
    return await send(message);
  } catch (error) {
    if (message.thread === undefined || !says(error, /thread not found|TOPIC_(CLOSED|DELETED)/i)) throw error;
    const { thread: _gone, ...elsewhere } = message;
    return await send(elsewhere as Placed);
  }
}

type Place = Pick<Message, 'thread' | 'silent' | 'replyTo' | 'connection'>;

/** Where and how all parts of a message go; only the first one replies. */
function placeOf(message: Place, isFirst: boolean): Options {
  const { thread, silent, replyTo } = message;
  return {
    ...(thread !== undefined && { message_thread_id: Number(thread) }),
    ...(silent && { disable_notification: true }),
    ...(isFirst &&
      replyTo !== undefined &&
      Number.isSafeInteger(Number(replyTo)) && {
        reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
      }),
    ...connectionOf(message),
  };
}

function connectionOf({ connection }: Place): { business_connection_id?: string } {
  return connection === undefined ? {} : { business_connection_id: connection };
}

function says(error: unknown, what: RegExp): boolean {
  return error instanceof ChannelError && what.test(error.message);
}
