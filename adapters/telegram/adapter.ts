import { createHmac, timingSafeEqual } from 'node:crypto';
import type {
  ChannelAdapter,
  ClientEvent,
  OnEvent,
  PassedOn,
  Reply,
  WebhookRequest,
  WebhookResponse,
} from '../../src/channel.ts';
import { ChannelError, faultFields } from '../../src/errors.ts';
import type { Log } from '../../src/log/log.ts';
import { createTelegramPacer, type LimitOptions } from './pacing/pace.ts';
import { keepBody } from '../received.ts';
import { createReplies } from '../replies.ts';
import { carryOutCall } from './carry-out.ts';
import { createScrub, scrubbedLog } from '../scrub.ts';
import { createTelegramApi } from './client.ts';
import { refuseToken } from './errors.ts';
import { FILE_BYTES, telegramLimits } from './limits.ts';
import { createMenu } from './menu.ts';
import { LONG_POLL_SECONDS, type Polling, startPolling } from './polling.ts';
import { createTelegramReceiver } from './receiver.ts';
import { renderToast } from './render.ts';
import { isChatId } from './chat-id.ts';
import { readInitData } from './sign-in.ts';
import { createSender } from './sending.ts';
import { withReceived } from './updates/received.ts';
import { readUpdate, type TelegramUpdate } from './updates/updates.ts';

export interface TelegramOptions extends LimitOptions {
  token: string;
  /** Default: Telegram's own, `https://api.telegram.org`. */
  apiRoot?: string;
  /** The full https address of this adapter's webhook; without it updates come by long polling. */
  webhookUrl?: string;
  /** The webhook of the helpdesk on the same bot, to which what is not for surveys is relayed. */
  relayUrl?: string;
  /** True: any other webhook of the bot is replaced by this service's. */
  takeWebhook?: boolean;
  /** Milliseconds that one call may take. Default 10,000. */
  timeoutMs?: number;
  now: () => Date;
  log?: Log;
}

/** Ends the waiting sign on a tapped button, with a toast or without. @see https://core.telegram.org/bots/api#answercallbackquery */
interface TapAnswer {
  callback_query_id: string;
  text?: string;
}

/** When the adapter stops, replies that are on their way are waited for no longer. */
const SETTLE_MS = 2_000;

export function createTelegramAdapter(options: TelegramOptions): ChannelAdapter {
  const { token, webhookUrl, relayUrl, takeWebhook = false, timeoutMs = 10_000, now } = options;
  const secret = createHmac('sha256', token).update('afterword telegram webhook').digest('hex');
  const isSecret = equalTo(secret);
  const scrub = createScrub(token, secret);
  const log = scrubbedLog(options.log, scrub);
  const apiRoot = options.apiRoot?.replace(/\/+$/, '');
  const api = createTelegramApi({ token, apiRoot, timeoutMs, pollSeconds: LONG_POLL_SECONDS, scrub });
  const pacer = createTelegramPacer(options);
  const receiver = createTelegramReceiver({ api, secret, own: webhookUrl, relayUrl, takeWebhook, scrub });
  const replies = createReplies(log);

  let onEvent: OnEvent | null = null;
  let polling: Polling | null = null;
  let username: string | null = null;
  const identify = async (): Promise<void> => {
    username = (await api.getMe().catch(refuseToken)).username;
  };

  const adapter: ChannelAdapter = {
    name: 'telegram',
    limits: telegramLimits,
    folds: true,
    fileBytes: FILE_BYTES,
    clientIdFault,

    start: async (listener) => {
      onEvent = listener;
      await identify();
      await receiver.claim();
      if (webhookUrl !== undefined) return;
      polling = startPolling({
        fetchUpdates: (offset, seconds, signal) =>
          api.getUpdates({ offset, timeout: seconds, allowed_updates: receiver.kinds() ?? [] }, signal),
        readUpdate: (value) => read(value, () => Buffer.from(JSON.stringify(value))),
        handle: (update) => handle(update),
        log,
      });
    },

    checkReceiver: () => receiver.check(),
    identify,
    carryOut: (request) => carryOutCall(api, pacer, request),

    ...createSender(api, pacer),
    setMenu: createMenu(api),
    readSignIn: (fragment, at) => readInitData(fragment, token, at),

    link: (payload) => `${botAddress()}?start=${encodeURIComponent(payload)}`,
    groupLink: (payload) => `${botAddress()}?startgroup=${encodeURIComponent(payload)}`,

    stop: async () => {
      await polling?.stop();
      polling = null;
      onEvent = null;
      await replies.settle(SETTLE_MS);
      api.close();
    },
  };
  if (webhookUrl !== undefined) adapter.webhook = webhook;
  return adapter;

  function botAddress(): string {
    if (username === null) throw new ChannelError('network', 'The Telegram bot has not started yet');
    return `https://t.me/${username}`;
  }

  async function webhook(request: WebhookRequest): Promise<WebhookResponse> {
    const { requestId: reqId } = request;
    const given = request.headers['x-telegram-bot-api-secret-token'];
    if (typeof given !== 'string' || !isSecret(given)) return { status: 401 };
    const body = parseJson(request.rawBody);
    // Telegram sends anything but 200 again, so that is for what cannot be Telegram's.
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return { status: 400 };
    const update = read(body, () => request.rawBody);
    if (update === null) {
      log('warn', 'An update could not be read and was left out', { reqId });
      return { status: 200 };
    }
    try {
      let body: object | undefined;
      // Telegram carries out what the answer names, which spares a call.
      await handle(update, (tap) => (body = { method: 'answerCallbackQuery', ...tap }));
      return body ? { status: 200, body } : { status: 200 };
    } catch (error) {
      log('error', 'An update failed', { reqId, update: update.id, ...faultFields(error) });
      return { status: 503 };
    }
  }

  /**
   * Rejects when the outcome is not committed. What is said to the client goes out afterwards and may fail.
   * @param answerTap called at a tap that was taken; one that was not is answered by a call of its own
   */
  async function handle(
    { event, callbackQueryId }: TelegramUpdate,
    answerTap: (tap: TapAnswer) => void = answerByCall,
  ): Promise<void> {
    let reply: Reply | PassedOn | undefined;
    try {
      reply = event && (await take(event));
    } catch (error) {
      if (callbackQueryId !== undefined) answerByCall({ callback_query_id: callbackQueryId });
      throw error;
    }
    // The helpdesk answers the tap itself.
    if (reply && 'passedOn' in reply) return;
    const isTap = event?.kind === 'tap';
    if (callbackQueryId !== undefined) {
      answerTap({ callback_query_id: callbackQueryId, ...(reply && isTap && { text: renderToast(reply) }) });
    }
    if (!event || !reply || isTap || event.kind === 'left' || event.kind === 'migrated') return;
    const { clientId, thread, connection } = event;
    const placed = {
      ...(thread !== undefined && { thread }),
      ...(connection !== undefined && { connection }),
      ...reply,
    };
    replies.toChat(clientId, placed, (message) => adapter.send(clientId, message));
  }

  async function take(event: ClientEvent): Promise<Reply | PassedOn | undefined> {
    if (onEvent === null) throw new ChannelError('network', 'The Telegram adapter is not started');
    return onEvent(event);
  }

  function answerByCall({ callback_query_id: id, ...answer }: TapAnswer): void {
    replies.toEvent(() => api.answerCallbackQuery(id, answer));
  }

  function read(value: unknown, bytes: () => Buffer): TelegramUpdate | null {
    const at = now();
    const update = readUpdate(value, { now: at, botName: username });
    return relayUrl === undefined ? update : withReceived(update, value, keepBody(bytes()), at);
  }
}

/** A bot can also post to channels and groups, which are no clients. */
function clientIdFault(clientId: string): string | null {
  return isChatId(clientId) && !clientId.startsWith('-')
    ? null
    : `"${clientId}" is not the id of a Telegram user, which is a number such as 552041877`;
}

/** Compares with `secret`, whose length is no secret, in constant time. */
function equalTo(secret: string): (given: string) => boolean {
  const expected = Buffer.from(secret);
  return (text) => {
    const given = Buffer.from(text);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
