import type { FastifyPluginAsync } from 'fastify';
import { type Chat, type ChatButton, type ChatMessage, snapshot } from '../chats.ts';
import { defaultRetries } from '../wire/delivery.ts';
import type { SimulatedAttachment, SimulatedPlatform, SimulatorOptions } from '../platform.ts';
import { createBucket } from '../wire/rates.ts';
import type { SimulatorState } from '../state.ts';
import { attachedMessage } from './attachment.ts';
import { createCallbacks } from './callbacks.ts';
import { parseObject } from './json.ts';
import { fetchMedia } from './media.ts';
import { checkShownByOldApp, type OutgoingMessage, readMessage, withoutMarks } from './message.ts';
import { createMethods } from './methods.ts';
import { ViberRefusal } from './refusal.ts';
import { createServer } from './server.ts';

export interface ViberSimulator {
  platform: SimulatedPlatform;
  routes: FastifyPluginAsync;
  stop(): void;
}

/** Viber publishes no rate for bots; this one is ours: 100 at once, then 100 a second. */
const sendsPerSecond = 100;

/** Viber: the people in their chats on one side, the REST API and the callbacks on the other. */
export function createViber(
  options: SimulatorOptions,
  state: SimulatorState,
  apiUrl: () => string,
): ViberSimulator {
  const now = options.now ?? (() => new Date());
  const book = state.viber;
  // Beyond 2^53, where neighbours are the same number to a reader that rounds.
  const nextToken = (): string => String(5_700_000_000_000_000_000n + BigInt(state.next('token')));
  const trackingData = new Map<string, string>();
  /** Messages that the client has not looked at: their `seen` receipts are due. */
  const unseen = new Map<string, string[]>();
  /** Clients whose app is too old for keyboards. */
  const outdated = new Set<string>();
  const isOutdated = (chat: Chat): boolean => outdated.has(chat.clientId);
  const callbacks = createCallbacks({
    authToken: options.viberToken,
    nextToken,
    retries: options.webhookRetries ?? defaultRetries,
    now,
  });

  const show = (chat: Chat, message: Omit<ChatMessage, 'at' | 'edited'>): void => {
    book.addMessage(chat, { ...message, at: now(), edited: false });
    book.changed();
  };
  const deliverToClient = (chat: Chat, message: OutgoingMessage): string => {
    const id = nextToken();
    chat.bottomKeyboard = message.keyboard;
    trackingData.set(chat.clientId, message.trackingData);
    unseen.set(chat.clientId, [...(unseen.get(chat.clientId) ?? []), id]);
    show(chat, {
      id,
      from: 'bot',
      text: withoutMarks(message.text),
      markup: message.text,
      ...(message.attachment && { attachment: message.attachment }),
      keyboard: message.keyboard,
    });
    if (message.attachment) void fetchFor(message.attachment);
    return id;
  };
  const fetchFor = async (attachment: SimulatedAttachment): Promise<void> => {
    const bytes = await fetchMedia(attachment.url ?? '', options.onlyCalls);
    if (!bytes) return;
    attachment.file = state.files.keep(attachment.name ?? 'file', bytes);
    book.changed();
  };
  const look = (chat: Chat): void => {
    for (const token of unseen.get(chat.clientId) ?? []) {
      void callbacks.send('seen', { user_id: chat.clientId }, { token });
    }
    unseen.delete(chat.clientId);
  };
  const server = createServer(
    options.viberToken,
    createMethods({
      book,
      callbacks,
      rate: options.rateLimits === false ? null : createBucket(sendsPerSecond, sendsPerSecond, now),
      isOutdated,
      deliverToClient,
    }),
  );

  const person = (chat: Chat): object => user(chat, isOutdated(chat));

  /** What the client sends; `shown` null: silently. It subscribes the client, without a callback of its own. */
  const receive = (chat: Chat, message: object, shown: string | null): Promise<number> => {
    Object.assign(chat, { opened: true, subscribed: true, blocked: false });
    look(chat);
    if (shown === null) book.changed();
    else show(chat, { id: nextToken(), from: 'client', text: shown, markup: shown, keyboard: [] });
    return callbacks.send('message', {
      sender: person(chat),
      message: { ...message, tracking_data: trackingData.get(chat.clientId) ?? '' },
      silent: shown === null,
    });
  };
  const write = (chat: Chat, text: string, silent: boolean): Promise<number> =>
    receive(chat, { type: 'text', text }, silent ? null : text);
  /** The one message that a bot may send before it is subscribed to: the body of its answer. */
  const welcome = (chat: Chat, answer: string): void => {
    const body = parseObject(answer);
    if (body?.type === undefined) return;
    try {
      const message = readMessage(body);
      if (isOutdated(chat)) checkShownByOldApp(message);
      deliverToClient(chat, message);
    } catch (error) {
      if (!(error instanceof ViberRefusal)) throw error; // Viber drops a bad welcome without a word
    }
  };

  const platform: SimulatedPlatform = {
    name: 'viber',
    get apiUrl() {
      return apiUrl();
    },
    chat: (clientId) => snapshot(book.get(clientId)),
    chats: () => book.all().map(snapshot),
    addClient: (client) => void book.add(client),
    async open(clientId, payload) {
      const chat = book.get(clientId);
      chat.opened = true;
      look(chat);
      book.changed();
      return callbacks.send(
        'conversation_started',
        {
          type: 'open',
          ...(payload && { context: payload }),
          user: person(chat),
          subscribed: chat.subscribed,
        },
        { onAnswer: (text) => welcome(chat, text) },
      );
    },
    say: async (clientId, text) => write(book.get(clientId), text, false),
    async attach(clientId, attachment) {
      const shown = `[${attachment.kind}] ${attachment.caption ?? ''}`.trimEnd();
      return receive(book.get(clientId), attachedMessage(attachment), shown);
    },
    async failDelivery(clientId, messageId) {
      const sent = book.get(clientId).messages.find(({ id, from }) => id === messageId && from === 'bot');
      if (!sent) throw new Error(`No message ${messageId} of the bot in the Viber chat of ${clientId}`);
      return callbacks.send(
        'failed',
        { user_id: clientId, desc: 'The message could not be shown on the device' },
        { token: messageId },
      );
    },
    setOutdated(clientId, isSo) {
      const { clientId: known } = book.get(clientId);
      if (isSo) outdated.add(known);
      else outdated.delete(known);
    },
    async tap(clientId, label, messageId) {
      const chat = book.get(clientId);
      const button = findButton(chat, label, messageId);
      if (!button) throw new Error(`No button “${label}” in the Viber chat of ${chat.name}`);
      // Of a button that opens an address, that address.
      return write(chat, button.data, button.silent ?? false);
    },
    forgeTap: async (clientId, data) => write(book.get(clientId), data, true),
    async block(clientId) {
      const chat = book.get(clientId);
      if (chat.blocked) return 200;
      Object.assign(chat, { blocked: true, subscribed: false });
      book.changed();
      return callbacks.send('unsubscribed', { user_id: clientId });
    },
    async unblock(clientId) {
      const chat = book.get(clientId);
      if (!chat.blocked) return 200;
      Object.assign(chat, { blocked: false, opened: true, subscribed: true });
      book.changed();
      return callbacks.send('subscribed', { user: person(chat) });
    },
    repeatLast: () => callbacks.repeatLast(),
    fail: server.fail,
  };

  return {
    platform,
    routes: server.routes,
    stop() {
      callbacks.stop();
      server.stop();
    },
  };
}

function user(chat: Chat, outdated: boolean): object {
  return {
    id: chat.clientId,
    name: chat.name,
    avatar: '',
    country: 'UA',
    language: chat.locale,
    api_version: outdated ? 1 : 10,
  };
}

/** Of the keyboard that is on the screen; with a message's id also of one that a newer message replaced. */
function findButton(chat: Chat, label: string, messageId: string | undefined): ChatButton | undefined {
  const keyboard =
    messageId === undefined
      ? chat.bottomKeyboard
      : chat.messages.find((message) => message.id === messageId)?.keyboard;
  return keyboard?.flat().find((button) => button.label === label);
}
