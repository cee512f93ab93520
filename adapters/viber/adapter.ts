import type {
  ChannelAdapter,
  Message,
  OnEvent,
  SendOptions,
  WebhookRequest,
  WebhookResponse,
} from '../../src/channel.ts';
import { ChannelError, faultFields } from '../../src/errors.ts';
import type { Log } from '../../src/log/log.ts';
import { keepBody } from '../received.ts';
import { createReplies } from '../replies.ts';
import { createScrub, scrubbedLog } from '../scrub.ts';
import { type Answer, needsNewerApp, refusal, refuseToken } from './answers.ts';
import { createViberApi } from './client.ts';
import { type Callback, isSigned, readCallback, withReceived } from './events.ts';
import { USER_ID, viberLimits } from './limits.ts';
import { partsOf, type ViberPart } from './parts.ts';
import { createPauses } from './pauses.ts';
import { createViberReceiver } from './receiver.ts';
import { renderPlainText, renderText, type ViberText } from './render.ts';

export interface ViberOptions {
  token: string;
  /** Default: Viber's own, `https://chatapi.viber.com/pa`. */
  apiUrl?: string;
  /** The full https address of this adapter's webhook. */
  webhookUrl: string;
  /** The webhook of the helpdesk on the same bot, to which what is not for surveys is relayed. */
  relayUrl?: string;
  /** True: any other webhook of the bot is replaced by this service's. */
  takeWebhook?: boolean;
  /** The name over every message; Viber shows 28 characters. */
  senderName: string;
  /** Milliseconds that one call may take. Default 10,000. */
  timeoutMs?: number;
  now: () => Date;
  log?: Log;
}

/** The longest that `stop` waits for what is being said. */
const STOP_WAIT_MS = 2_000;

export function createViberAdapter(options: ViberOptions): ChannelAdapter {
  const { token, webhookUrl, relayUrl, takeWebhook = false, timeoutMs = 10_000, now } = options;
  const apiUrl = (options.apiUrl ?? 'https://chatapi.viber.com/pa').replace(/\/+$/, '');
  const senderName = options.senderName.slice(0, 28);
  const scrub = createScrub(token);
  const log = scrubbedLog(options.log, scrub);
  const api = createViberApi({ token, apiUrl, senderName, timeoutMs, scrub });
  const replies = createReplies(log);
  const pauses = createPauses();

  let onEvent: OnEvent | null = null;
  let uri: string | null = null;

  /** @param target who was to be reached, or what was asked */
  const accept = (method: string, answer: Answer, target = method): Answer => {
    if (answer.status !== 0) {
      throw refusal(method, answer, { scrub, retryAfterMs: () => pauses.next(target) });
    }
    pauses.reset();
    return answer;
  };
  const account = async (): Promise<Answer> => {
    const answer = accept('get_account_info', await api.accountInfo());
    uri = answer.uri ?? null;
    return answer;
  };
  const receiver = createViberReceiver({
    api,
    account: () => account().catch(refuseToken),
    accept,
    own: webhookUrl,
    relayUrl,
    takeWebhook,
    scrub,
  });

  return {
    name: 'viber',
    limits: viberLimits,
    sharedKeyboard: true,
    welcomesInResponse: true,
    clientIdFault: (clientId) =>
      USER_ID.test(clientId)
        ? null
        : `"${clientId}" is not the id of a Viber user, such as 01234567890A+b/c==`,

    start: async (listener) => {
      onEvent = listener;
      await receiver.claim();
    },

    checkReceiver: () => receiver.check(),
    identify: async () => void (await account().catch(refuseToken)),
    send,
    webhook,

    link: (payload) => {
      if (uri === null) throw new ChannelError('network', 'The Viber bot has not started yet, or has no uri');
      return `viber://pa?chatURI=${encodeURIComponent(uri)}&context=${encodeURIComponent(payload)}`;
    },

    stop: async () => {
      onEvent = null;
      await replies.settle(STOP_WAIT_MS);
      api.close();
    },
  };

  async function send(
    clientId: string,
    message: Message,
    { beforeRequest }: SendOptions = {},
  ): Promise<{ messageId: string }> {
    if (clientId === '') throw new ChannelError('unreachable', 'Viber knows no client without an id');
    let parts = partsOf(message, renderText(message));
    let messageId = '';
    for (let at = 0; at < parts.length; at++) {
      let answer = await request(parts[at] as ViberPart);
      if (needsNewerApp(answer) && message.choices?.length) {
        // The same parts up to here: what is said in words besides only makes the text longer.
        parts = partsOf(message, renderPlainText(message));
        answer = await request(parts[at] as ViberPart);
      }
      messageId = accept('send_message', answer, clientId).message_token ?? '';
    }
    return { messageId };

    async function request(part: ViberPart): Promise<Answer> {
      await beforeRequest?.();
      return api.sendMessage(clientId, part);
    }
  }

  async function webhook(request: WebhookRequest): Promise<WebhookResponse> {
    const { headers, query, rawBody, requestId: reqId } = request;
    const signature = headers['x-viber-content-signature'] ?? query['sig'];
    if (typeof signature !== 'string' || !isSigned(rawBody, signature, token)) return { status: 401 };
    const read = readCallback(rawBody, now());
    const callback =
      read && relayUrl !== undefined ? withReceived(read, keepBody(rawBody), signature, now()) : read;
    if (callback === null) {
      log('warn', 'A webhook request is no JSON object', { reqId });
      return { status: 400 };
    }
    if (callback.fault)
      log('warn', 'A callback could not be read and was left out', { reqId, fault: callback.fault });
    if (!callback.event) return { status: 200 };
    try {
      return await handle(callback.event, callback);
    } catch (error) {
      log('error', 'An event failed', { reqId, event: callback.event.id, ...faultFields(error) });
      return { status: 503 };
    }
  }

  async function handle(
    event: NonNullable<Callback['event']>,
    { outdated }: Callback,
  ): Promise<WebhookResponse> {
    if (onEvent === null) throw new ChannelError('network', 'The Viber adapter is not started');
    const reply = await onEvent(event);
    if (reply && 'passedOn' in reply) return reply.response ?? { status: 200 };
    if (!reply || event.kind === 'left') return { status: 200 };
    if (event.kind === 'start') {
      return { status: 200, body: welcome(outdated ? renderPlainText(reply) : renderText(reply)) };
    }
    replies.toChat(event.clientId, reply, (message) => send(event.clientId, message));
    return { status: 200 };
  }

  /** @see https://developers.viber.com/docs/api/rest-bot-api/#sending-a-welcome-message */
  function welcome({ text, keyboard, minApiVersion, trackingData }: ViberText): object {
    return {
      sender: { name: senderName },
      type: 'text',
      text,
      ...(trackingData && { tracking_data: JSON.stringify(trackingData) }),
      ...(keyboard && { keyboard, min_api_version: minApiVersion }),
    };
  }
}
