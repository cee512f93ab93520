import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Api, GrammyError, HttpError } from 'grammy';
import type {
  ChannelAdapter,
  ChannelLimits,
  Message,
  OnEvent,
  SendOptions,
  WebhookRequest,
  WebhookResponse,
} from '../../src/channel.ts';
import { ChannelError, faultFields, messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log/log.ts';
import { createPacer, type Pacer, type PacerOptions } from './pacer.ts';
import { createReplies } from '../replies.ts';
import { createScrub, scrubbedLog } from '../scrub.ts';
import { refusal, refuseToken, refuseWebhook } from './errors.ts';
import { fetchWholeBody } from './fetch.ts';
import { LONG_POLL_SECONDS, type Polling, startPolling } from './polling.ts';
import { renderHtml, renderKeyboard, renderToast, TEXT_CHARS } from './render.ts';
import { readUpdate, type TelegramUpdate, updateKinds } from './updates.ts';

export interface TelegramOptions {
  token: string;
  /** Default: Telegram's own, `https://api.telegram.org`. */
  apiRoot?: string;
  /** The full https address of this adapter's webhook; without it updates come by long polling. */
  webhookUrl?: string;
  /**
   * Milliseconds between two calls for one chat. Default 300: Telegram asks for one message a second and allows
   * short bursts, and an answer is a burst of two, the edited question and the next one.
   */
  perChatMs?: number;
  /** Milliseconds between any two messages. Default 36: Telegram takes 30 a second. */
  globalMs?: number;
  /** By which time pauses are kept. Default: the system's. */
  pace?: Pick<PacerOptions, 'monotonic' | 'wait'>;
  /** Milliseconds that one call may take. Default 10,000. */
  timeoutMs?: number;
  now: () => Date;
  log?: Log;
}

/** When the adapter stops, replies that are on their way are waited for no longer. */
const SETTLE_MS = 2_000;

/** @see https://core.telegram.org/bots/api#inlinekeyboardbutton */
export const telegramLimits: ChannelLimits = {
  tokenBytes: 64,
  textChars: TEXT_CHARS,
  buttonsPerRow: 8,
  buttons: 100,
  buttonChars: 40,
};

export function createTelegramAdapter(options: TelegramOptions): ChannelAdapter {
  const { token, webhookUrl, perChatMs = 300, globalMs = 36, timeoutMs = 10_000, now } = options;
  const secret = createHmac('sha256', token).update('afterword telegram webhook').digest('hex');
  const scrub = createScrub(token, secret);
  const log = scrubbedLog(options.log, scrub);
  const apiRoot = options.apiRoot?.replace(/\/+$/, '');
  const root = apiRoot ? { apiRoot } : {};
  const api = new Api(token, { ...root, timeoutSeconds: timeoutMs / 1000 });
  const poller = new Api(token, {
    ...root,
    timeoutSeconds: LONG_POLL_SECONDS + timeoutMs / 1000,
    fetch: fetchWholeBody,
  });
  const pacer = createPacer({ globalMs, perChatMs, ...options.pace });
  /** Only holds: a limit of edits is not one of messages, so that no edit delays the next question. */
  const editPacer = createPacer({ globalMs: 0, perChatMs: 0 });
  const replies = createReplies(log);

  let onEvent: OnEvent | null = null;
  let polling: Polling | null = null;
  let username: string | null = null;

  /** @param held what waits when the platform wants to be left alone */
  const call = async <T>(request: Promise<T>, held?: Pacer): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      const known = channelError(error, scrub);
      if (known.code === 'rate_limited') held?.holdFor(known.retryAfterMs ?? 0);
      throw known;
    }
  };

  const adapter: ChannelAdapter = {
    name: 'telegram',
    limits: telegramLimits,
    clientIdFault,

    start: async (listener) => {
      onEvent = listener;
      username = (await call(api.getMe()).catch(refuseToken)).username;
      if (webhookUrl !== undefined) {
        await call(api.setWebhook(webhookUrl, { secret_token: secret, allowed_updates: updateKinds })).catch(
          refuseWebhook,
        );
        return;
      }
      await call(api.deleteWebhook());
      polling = startPolling({
        fetchUpdates,
        readUpdate: (value) => readUpdate(value, now()),
        handle,
        log,
      });
    },

    send: async (clientId, message, options = {}) => {
      const sent = await sendTo(clientId, message, options).catch((error: unknown) => {
        // A thread that is gone, or a chat that has none any more: the chat itself is still there.
        const isGone = error instanceof ChannelError && /thread not found/i.test(error.message);
        if (message.thread === undefined || !isGone) throw error;
        return sendTo(clientId, { ...message, thread: undefined }, options);
      });
      return { messageId: String(sent.message_id) };
    },

    edit: async (clientId, messageId, message) => {
      const chat = chatId(clientId);
      await editPacer.turn();
      // An edit and the next question are one burst in their chat, which Telegram allows.
      await pacer.turn();
      const edited = api.editMessageText(chat, Number(messageId), renderHtml(message), {
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: renderKeyboard(message.choices),
      });
      await call(edited, editPacer).catch((error: unknown) => {
        // An edit that was carried out before and is done once more.
        if (!(error instanceof ChannelError && error.message.includes('message is not modified')))
          throw error;
      });
    },

    link: (payload) => {
      if (username === null) throw new ChannelError('network', 'The Telegram bot has not started yet');
      return `https://t.me/${username}?start=${encodeURIComponent(payload)}`;
    },

    stop: async () => {
      await polling?.stop();
      polling = null;
      onEvent = null;
      await replies.settle(SETTLE_MS);
    },
  };
  if (webhookUrl !== undefined) adapter.webhook = webhook;
  return adapter;

  async function sendTo(
    clientId: string,
    message: Message & { thread?: string | undefined },
    options: SendOptions,
  ) {
    const chat = chatId(clientId);
    await pacer.turn(clientId);
    await options.beforeRequest?.();
    return await call(
      api.sendMessage(chat, renderHtml(message), {
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: renderKeyboard(message.choices),
        ...(message.thread !== undefined && { message_thread_id: Number(message.thread) }),
      }),
      pacer,
    );
  }

  async function webhook(request: WebhookRequest): Promise<WebhookResponse> {
    const given = request.headers['x-telegram-bot-api-secret-token'];
    if (typeof given !== 'string' || !equal(given, secret)) return { status: 401 };
    const body = parseJson(request.rawBody);
    // Telegram sends anything but 200 again, so that is for what cannot be Telegram's.
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return { status: 400 };
    const update = readUpdate(body, now());
    if (update === null) {
      log('warn', 'An update could not be read and was left out');
      return { status: 200 };
    }
    try {
      await handle(update);
      return { status: 200 };
    } catch (error) {
      log('error', 'An update failed', { update: update.id, ...faultFields(error) });
      return { status: 503 };
    }
  }

  /** Rejects when the outcome is not committed. What is said to the client goes out afterwards and may fail. */
  async function handle({ event, callbackQueryId }: TelegramUpdate): Promise<void> {
    let toast: string | undefined;
    try {
      if (!event) return;
      if (onEvent === null) throw new ChannelError('network', 'The Telegram adapter is not started');
      const reply = await onEvent(event);
      if (!reply || event.kind === 'left') return;
      const { clientId, thread } = event;
      if (event.kind === 'tap') toast = renderToast(reply);
      else {
        const placed = thread === undefined ? reply : { thread, ...reply };
        replies.toChat(clientId, placed, (message) => adapter.send(clientId, message));
      }
    } finally {
      if (callbackQueryId !== undefined) {
        const answer = toast === undefined ? {} : { text: toast };
        replies.toEvent(() => call(api.answerCallbackQuery(callbackQueryId, answer)));
      }
    }
  }

  async function fetchUpdates(offset: number, seconds: number, signal?: AbortSignal): Promise<unknown[]> {
    return await call(
      poller.getUpdates(
        { offset, timeout: seconds, allowed_updates: updateKinds },
        (signal ?? AbortSignal.timeout(timeoutMs)) as Parameters<Api['getUpdates']>[1],
      ),
    );
  }
}

/** A bot can also post to channels and groups, which are no clients. */
function clientIdFault(clientId: string): string | null {
  const isUser = /^[1-9]\d{0,15}$/.test(clientId) && Number.isSafeInteger(Number(clientId));
  return isUser
    ? null
    : `"${clientId}" is not the id of a Telegram user, which is a number such as 552041877`;
}

/** @throws {ChannelError} for anything but a user's number */
function chatId(clientId: string): number {
  const fault = clientIdFault(clientId);
  if (fault !== null) throw new ChannelError('unreachable', fault);
  return Number(clientId);
}

/** In constant time, whatever the lengths. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}

function channelError(error: unknown, scrub: (text: string) => string): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof GrammyError) {
    const { method, error_code, description, parameters } = error;
    return refusal({ method, code: error_code, description: scrub(description), ...parameters });
  }
  const cause = error instanceof HttpError ? error.error : error;
  return new ChannelError('network', scrub(`No usable answer from Telegram: ${messageOf(cause)}`));
}
