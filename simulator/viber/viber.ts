import type { FastifyPluginAsync } from 'fastify';
import { type Chat, type ChatButton, type ChatMessage, snapshot } from '../chats.ts';
import { defaultRetries } from '../delivery.ts';
import type { SimulatedAttachment, SimulatedPlatform, SimulatorOptions } from '../platform.ts';
import { createBucket } from '../rates.ts';
import type { SimulatorState } from '../state.ts';
import { createCallbacks } from './callbacks.ts';
import { parseObject } from './json.ts';
import { type OutgoingMessage, readMessage, withoutMarks } from './message.ts';
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
  // Beyond 2^53, where a reader that rounds loses digits. Viber's hold the time, so two are never neighbours.
  const nextToken = (): string => String(5_600_000_000_000_000_001n + 4096n * BigInt(state.next('token')));
  const trackingData = new Map<string, string>();
  /** Clients whose app knows no keyboards. */
  const outdated = new Set<string>();
  /** Messages that the client has not looked at: their `seen` receipts are due. */
  const unseen = new Map<string, string[]>();
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
      keyboard: message.keyboard,
    });
    return id;
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
      deliverToClient,
      isOutdated: (clientId) => outdated.has(clientId),
    }),
  );

  /** The client's message, shown or silent. It subscribes the client, without a callback of its own. */
  const write = (
    chat: Chat,
    text: string,
    silent: boolean,
    content: object = { type: 'text', text },
  ): Promise<number> => {
    Object.assign(chat, { opened: true, subscribed: true, blocked: false });
    look(chat);
    if (silent) book.changed();
    else show(chat, { id: nextToken(), from: 'client', text, markup: text, keyboard: [] });
    return callbacks.send('message', {
      sender: user(chat),
      message: { ...content, tracking_data: trackingData.get(chat.clientId) ?? '' },
      silent,
    });
  };
  /** The one message that a bot may send before it is subscribed to: the body of its answer. */
  const welcome = (chat: Chat, answer: string): void => {
    const body = parseObject(answer);
    if (body?.type === undefined) return;
    try {
      deliverToClient(chat, readMessage(body));
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
          user: user(chat),
          subscribed: chat.subscribed,
        },
        { onAnswer: (text) => welcome(chat, text) },
      );
    },
    say: async (clientId, text) => write(book.get(clientId), text, false),
    attach: async (clientId, attachment) => {
      const shown = `[${attachment.kind}] ${attachment.caption ?? ''}`.trim();
      return write(book.get(clientId), shown, false, attachedContent(attachment));
    },
    failDelivery: (clientId, messageId) =>
      callbacks.send('failed', { user_id: clientId, desc: 'simulated' }, { token: messageId }),
    setOutdated(clientId, isOutdated) {
      if (isOutdated) outdated.add(clientId);
      else outdated.delete(clientId);
    },
    async tap(clientId, label, messageId) {
      const chat = book.get(clientId);
      const button = findButton(chat, label, messageId);
      if (!button) throw new Error(`No button “${label}” in the Viber chat of ${chat.name}`);
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
      return callbacks.send('subscribed', { user: user(chat) });
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

/** @see https://developers.viber.com/docs/api/rest-bot-api/#message-types */
function attachedContent({ kind, caption, seconds, name }: SimulatedAttachment): object {
  const media = 'https://media.example/simulated';
  const file = { type: 'file', media, file_name: name ?? 'simulated', size: 1 };
  const contents = {
    contact: { type: 'contact', contact: { name: 'Simulated', phone_number: '380000000000' } },
    file,
    location: { type: 'location', location: { lat: 50.45, lon: 30.52 } },
    photo: { type: 'picture', media, thumbnail: media },
    sticker: { type: 'sticker', sticker_id: 46105, media },
    video: {
      type: 'video',
      media,
      thumbnail: media,
      size: 1,
      ...(seconds !== undefined && { duration: seconds }),
    },
    voice: file,
  };
  return { ...contents[kind], ...(caption !== undefined && { text: caption }) };
}

function user(chat: Chat): object {
  return {
    id: chat.clientId,
    name: chat.name,
    avatar: '',
    country: 'UA',
    language: chat.locale,
    api_version: 10,
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
