import TextMessage from 'viber-bot/lib/message/text-message.js';
import ViberClient from 'viber-bot/lib/viber-client.js';
import type {
  ChannelAdapter,
  ChannelLimits,
  ClientEvent,
  Message,
  OnEvent,
  SendOptions,
  WebhookRequest,
  WebhookResponse,
} from '../src/channel.ts';
import { ChannelError, faultFields, messageOf } from '../src/errors.ts';
import type { Log } from '../src/log.ts';
import { createReplies } from './replies.ts';
import { createScrub, scrubbedLog } from './scrub.ts';
import {
  type Answer,
  answerSchema,
  isFeatureRefused,
  refusal,
  refuseToken,
  refuseWebhook,
} from './viber-answers.ts';
import { callbackKinds, isSigned, messageIdOf, parseBody, readCallback } from './viber-events.ts';
import {
  BUTTONS_PER_ROW,
  renderPlain,
  renderText,
  TAP_MARK,
  TEXT_CHARS,
  type ViberText,
} from './viber-render.ts';

export interface ViberOptions {
  token: string;
  /** Default: Viber's own, `https://chatapi.viber.com/pa`. */
  apiUrl?: string;
  /** The full https address of this adapter's webhook. */
  webhookUrl: string;
  /** The name over every message; Viber shows 28 characters. */
  senderName: string;
  /** Milliseconds that one call may take. Default 10,000. */
  timeoutMs?: number;
  now: () => Date;
  log?: Log;
}

/** Of an ActionBody's 100 bytes our mark takes some. */
export const viberLimits: ChannelLimits = {
  tokenBytes: 100 - TAP_MARK.length,
  textChars: TEXT_CHARS,
  buttonsPerRow: BUTTONS_PER_ROW,
  buttons: 24,
  buttonChars: 40,
};

/** When the adapter stops, replies that are on their way are waited for no longer. */
const SETTLE_MS = 2_000;

const silent = { info: () => {}, debug: () => {}, warn: () => {}, error: () => {} };

export function createViberAdapter(options: ViberOptions): ChannelAdapter {
  const { token, webhookUrl, timeoutMs = 10_000, now } = options;
  const apiUrl = (options.apiUrl ?? 'https://chatapi.viber.com/pa').replace(/\/+$/, '');
  const senderName = options.senderName.slice(0, 28);
  const scrub = createScrub(token);
  const log = scrubbedLog(options.log, scrub);
  const client = new ViberClient(silent, { authToken: token, name: senderName }, apiUrl, [...callbackKinds]);

  let onEvent: OnEvent | null = null;
  let uri: string | null = null;

  /** How often in a row Viber wanted fewer requests. */
  let rateLimits = 0;
  const replies = createReplies('Viber', log);

  const ask = async (method: string, request: Promise<unknown>): Promise<Answer> => {
    const answer = await withTimeout(request, timeoutMs).catch((error: unknown) => error);
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) {
      const reason = answer instanceof Error ? answer.message : 'its answer cannot be read';
      throw new ChannelError('network', scrub(`No usable answer from Viber to ${method}: ${reason}`));
    }
    return parsed.data;
  };
  const accepted = (method: string, answer: Answer): Answer => {
    if (answer.status === 0) {
      rateLimits = 0;
      return answer;
    }
    const error = refusal(method, answer, scrub, rateLimits);
    if (error.code === 'rate_limited') rateLimits += 1;
    throw error;
  };
  const call = async (method: string, request: Promise<unknown>): Promise<Answer> =>
    accepted(method, await ask(method, request));

  const adapter: ChannelAdapter = {
    name: 'viber',
    limits: viberLimits,
    sharedKeyboard: true,
    clientIdFault: (clientId) =>
      /^[\w+/=-]{2,128}$/.test(clientId)
        ? null
        : `"${clientId}" is not the id of a Viber user, such as 01234567890A+b/c==`,

    start: async (listener) => {
      onEvent = listener;
      const account = await call('get_account_info', client.getAccountInfo()).catch(refuseToken);
      uri = account.uri ?? null;
      const webhook = { url: webhookUrl, event_types: [...callbackKinds], send_name: true };
      await call('set_webhook', client._sendRequest('setWebhook', webhook)).catch(refuseWebhook);
    },

    send: async (clientId, message, options = {}) => {
      const answer = await sendText(clientId, renderText(message), options);
      const sent = isFeatureRefused(answer)
        ? await sendText(clientId, renderPlain(message), options)
        : answer;
      return { messageId: messageIdOf(accepted('send_message', sent).message_token ?? '') };
    },

    webhook,

    link: (payload) => {
      if (uri === null) throw new ChannelError('network', 'The Viber bot has not started yet, or has no uri');
      return `viber://pa?chatURI=${encodeURIComponent(uri)}&context=${encodeURIComponent(payload)}`;
    },

    stop: async () => {
      onEvent = null;
      await replies.settle(SETTLE_MS);
    },
  };
  return adapter;

  async function sendText(
    clientId: string,
    rendered: ViberText,
    { beforeRequest }: SendOptions,
  ): Promise<Answer> {
    const { text, keyboard, minApiVersion } = rendered;
    await beforeRequest?.();
    const message = { type: 'text', text };
    const sending = client.sendMessage(
      clientId,
      'text',
      message,
      undefined,
      keyboard,
      undefined,
      minApiVersion,
    );
    return ask('send_message', sending);
  }

  async function webhook({ headers, query, rawBody }: WebhookRequest): Promise<WebhookResponse> {
    const signature = headers['x-viber-content-signature'] ?? query['sig'];
    if (typeof signature !== 'string' || !isSigned(rawBody, signature, token)) return { status: 401 };
    const body = parseBody(rawBody);
    // Viber sends anything but 200 again, so that is for what cannot be Viber's.
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return { status: 400 };
    const callback = readCallback(body, now());
    if (callback === null) log('warn', 'A callback of Viber could not be read and was left out');
    if (!callback?.event) return { status: 200 };
    try {
      return await handle(callback.event);
    } catch (error) {
      log('error', `An event of Viber failed: ${messageOf(error)}`, {
        event: callback.event.id,
        ...faultFields(error),
      });
      return { status: 503 };
    }
  }

  async function handle(event: ClientEvent): Promise<WebhookResponse> {
    if (onEvent === null) throw new ChannelError('network', 'The Viber adapter is not started');
    const reply = await onEvent(event);
    if (!reply || event.kind === 'left') return { status: 200 };
    if (event.kind === 'start') return { status: 200, body: welcome(reply) };
    replies.toChat(event.clientId, reply, (message) => adapter.send(event.clientId, message));
    return { status: 200 };
  }

  /** @see https://developers.viber.com/docs/api/rest-bot-api/#sending-a-welcome-message */
  function welcome(reply: Message): object {
    const text = textMessage(reply);
    return {
      sender: { name: senderName },
      ...text.toJson(),
      ...(text.keyboard && { keyboard: text.keyboard, min_api_version: text.minApiVersion }),
    };
  }
}

function textMessage(message: Message): TextMessage {
  const { text, keyboard, minApiVersion } = renderText(message);
  return new TextMessage(text, keyboard, undefined, undefined, undefined, minApiVersion);
}

async function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`none within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
