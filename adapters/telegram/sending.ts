import type { ChannelAdapter, Message, SendOptions } from '../../src/channel.ts';
import { ChannelError } from '../../src/errors.ts';
import type { Options, TelegramApi } from './client.ts';
import { createHold } from './pace.ts';
import type { Pacer } from './pacer.ts';
import { CAPTION_CHARS, type Part, renderHtml, renderKeyboard, renderMarkup, renderParts } from './render.ts';

/**
 * The calls that write into a chat.
 * @param pacer of messages, for all chats
 */
export function createSender(
  api: TelegramApi,
  pacer: Pacer,
): Required<Pick<ChannelAdapter, 'send' | 'edit'>> {
  /** Only holds: a limit of edits is not one of messages, so that no edit delays the next question. */
  const editPacer = createHold();

  return {
    send: async (clientId, message, options = {}) => {
      const messageId = await sendTo(clientId, message, options).catch((error: unknown) => {
        // A thread that is gone, or a chat that has none any more: the chat itself is still there.
        if (message.thread === undefined || !says(error, /thread not found/i)) throw error;
        const { thread: _gone, ...elsewhere } = message;
        return sendTo(clientId, elsewhere, options);
      });
      return { messageId };
    },

    edit: async (clientId, messageId, message) => {
      const chat = chatId(clientId);
      await editPacer.acquire('edit');
      // An edit and the next question are one burst in their chat, which Telegram allows.
      await pacer.acquire('edit');
      const options = { reply_markup: renderKeyboard(message.choices), ...connectionOf(message) };
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
    const chat = chatId(clientId);
    const [first, ...rest] = renderParts(message);
    let last = await sendPart(first, true);
    for (const part of rest) last = await sendPart(part, false);
    return String(last.message_id);

    async function sendPart(part: Part, isFirst: boolean): Promise<{ message_id: number }> {
      await pacer.acquire(options.background ? 'background' : 'message', clientId);
      await options.beforeRequest?.();
      const isLast = part === (rest.at(-1) ?? first);
      const other = {
        ...placeOf(message, isFirst),
        reply_markup: isLast ? renderMarkup(message) : undefined,
      };
      return await held(pacer, request(chat, part, other));
    }
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

/** True for the number of a chat: a person's own, or that of a group or a channel, which is below 0. */
export function isChatId(id: string): boolean {
  return /^-?[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id));
}

/** @throws {ChannelError} for anything but a chat's number */
function chatId(id: string): number {
  if (!isChatId(id)) throw new ChannelError('unreachable', `"${id}" is not the number of a Telegram chat`);
  return Number(id);
}

/** Where and how all parts of a message go; only the first one replies. */
function placeOf(message: Message, isFirst: boolean): Options {
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

function connectionOf({ connection }: Message): { business_connection_id?: string } {
  return connection === undefined ? {} : { business_connection_id: connection };
}

function says(error: unknown, what: RegExp): boolean {
  return error instanceof ChannelError && what.test(error.message);
}
