import type { FastifyPluginAsync } from 'fastify';
import { type Chat, type ChatButton, type ChatMessage, snapshot } from '../chats.ts';
import { defaultRetries } from '../wire/delivery.ts';
import type {
  SimulatedAttachment,
  SimulatedPlace,
  SimulatedPlatform,
  SimulatorOptions,
} from '../platform.ts';
import type { SimulatorState } from '../state.ts';
import { createCommands } from './commands.ts';
import { createGroups, isHeard } from './groups.ts';
import { createLimits } from './limits.ts';
import { createMethods } from './methods.ts';
import { appAddress } from './mini-app/init-data.ts';
import { createObjects, seconds } from './objects.ts';
import { createQueries } from './queries.ts';
import { createServer } from './server.ts';
import { createUpdates } from './updates.ts';
import { escapeHtml } from './html.ts';

export interface TelegramSimulator {
  platform: SimulatedPlatform;
  routes: FastifyPluginAsync;
  stop(): void;
}

/** Telegram: the people in their chats on one side, a Bot API server on the other. */
export function createTelegram(
  options: SimulatorOptions,
  state: SimulatorState,
  apiUrl: () => string,
): TelegramSimulator {
  const now = options.now ?? (() => new Date());
  const book = state.telegram;
  const objects = createObjects(Number(options.telegramToken.split(':')[0]) || 1);
  const queries = createQueries(() => state.next('query'), now);
  const updates = createUpdates({
    nextId: () => state.next('update'),
    retries: options.webhookRetries ?? defaultRetries,
    now,
    onAnswer: (text) => server.call(text),
  });
  const commands = createCommands({ book, lists: state.commands });
  const methods = createMethods({
    book,
    objects,
    updates,
    queries,
    limits: createLimits(now, options.rateLimits ?? true),
    files: state.files,
    commands,
    nextMessageId: () => state.next('message'),
    now,
  });
  const server = createServer(options.telegramToken, methods);

  /** A client who writes has pressed Start first. @throws when the client blocked the bot */
  const writing = (clientId: string): Chat => {
    const chat = book.get(clientId);
    if (chat.blocked) throw new Error(`${chat.name} blocked the bot on Telegram: unblock it first`);
    chat.opened = true;
    chat.subscribed = true;
    return chat;
  };
  const write = async (
    clientId: string,
    text: string,
    { replyTo, thread, group }: SimulatedPlace = {},
    attachment?: SimulatedAttachment,
  ): Promise<number> => {
    const chat = group === undefined ? writing(clientId) : book.get(group);
    const author = book.get(clientId);
    const message: ChatMessage = {
      id: String(state.next('message')),
      from: 'client',
      text,
      markup: escapeHtml(text),
      at: now(),
      edited: false,
      ...(thread !== undefined && { thread }),
      ...(attachment && { attachment }),
      ...(group !== undefined && { author: clientId }),
      keyboard: [],
    };
    // An app that was asked to open the reply field sends a reply, unless the client closed it.
    const newest = replyTo === '' ? undefined : chat.messages.at(-1);
    const repliedTo =
      chat.messages.find(({ id }) => id === replyTo) ??
      (newest && opensReplyFor(newest, clientId) ? newest : undefined);
    if (repliedTo) message.replyTo = repliedTo.id;
    book.addMessage(chat, message);
    book.changed();
    if (group !== undefined && !isHeard(chat, message, repliedTo, objects.bot.username)) return 200;
    // What is said in a topic replies to the notice of its creation, where it replies to nothing else.
    const notice = group !== undefined && thread !== undefined ? { message_id: Number(thread) } : undefined;
    const shown = repliedTo ? objects.message(chat, repliedTo) : notice;
    return updates.push('message', {
      ...objects.message(chat, message, author),
      ...(shown && { reply_to_message: shown }),
    });
  };
  const say = (clientId: string, text: string, place?: SimulatedPlace): Promise<number> =>
    write(clientId, text, place);
  const attach = (
    clientId: string,
    attachment: SimulatedAttachment,
    place?: SimulatedPlace,
  ): Promise<number> =>
    write(clientId, `[${attachment.kind}] ${attachment.caption ?? ''}`.trim(), place, attachment);
  /** A tap of `member`, whose phone shows its toast. */
  const press = (
    chat: Chat,
    data: string,
    message: ChatMessage | undefined,
    member: Chat = chat,
  ): Promise<number> => {
    member.toast = null;
    book.changed();
    return updates.push('callback_query', {
      id: queries.ask(member.clientId),
      from: objects.user(member),
      message: message
        ? objects.message(chat, message)
        : { chat: objects.chat(chat), message_id: state.next('message'), date: 0 },
      chat_instance: `-${chat.clientId}`,
      data,
    });
  };
  const tapIn = (chat: Chat, member: Chat, label: string, messageId: string | undefined): Promise<number> => {
    const found = findButton(chat, label, messageId);
    if (!found) throw new Error(`No button “${label}” in the Telegram chat of ${chat.name}`);
    return found.button.url === undefined
      ? press(chat, found.button.data, found.message, member)
      : Promise.resolve(200);
  };
  const groups = createGroups({
    book,
    objects,
    updates,
    nextMessageId: () => state.next('message'),
    now,
    chatting: (groupId) => ({
      say: (memberId, text, place) => say(memberId, text, { ...place, group: groupId() }),
      attach: (memberId, attachment, place) => attach(memberId, attachment, { ...place, group: groupId() }),
      tap: async (memberId, label, messageId) =>
        tapIn(book.get(groupId()), book.get(memberId), label, messageId),
    }),
  });
  const setBlocked = async (clientId: string, blocked: boolean): Promise<number> => {
    const chat = book.get(clientId);
    if (chat.blocked === blocked) return 200;
    chat.blocked = blocked;
    book.changed();
    const member = (kicked: boolean): object => ({
      user: objects.bot,
      ...(kicked ? { status: 'kicked', until_date: 0 } : { status: 'member' }),
    });
    return updates.push('my_chat_member', {
      chat: objects.chat(chat),
      from: objects.user(chat),
      date: seconds(now()),
      old_chat_member: member(!blocked),
      new_chat_member: member(blocked),
    });
  };

  const platform: SimulatedPlatform = {
    name: 'telegram',
    get apiUrl() {
      return apiUrl();
    },
    chat: (clientId) => snapshot(book.get(clientId)),
    chats: () => book.all().map(snapshot),
    addClient(client) {
      if (!/^[1-9]\d{0,15}$/.test(client.clientId)) {
        throw new Error(`A Telegram client's id is a number, not ${client.clientId}`);
      }
      book.add(client);
    },
    addGroup: (group) => groups.add(group),
    commands: (clientId) => commands.shownIn(book.get(clientId)),
    async open(clientId, payload) {
      void setBlocked(clientId, false); // updates arrive in order
      return say(clientId, payload === undefined || payload === '' ? '/start' : `/start ${payload}`);
    },
    say,
    attach,
    async edit(clientId, messageId, text) {
      const chat = writing(clientId);
      const message = chat.messages.find(({ id, from }) => id === messageId && from === 'client');
      if (!message) throw new Error(`${chat.name} wrote no message ${messageId} on Telegram`);
      Object.assign(message, { text, markup: escapeHtml(text), edited: true });
      book.changed();
      return updates.push('edited_message', objects.message(chat, message));
    },
    async tap(clientId, label, messageId, { group } = {}) {
      const member = writing(clientId);
      return tapIn(group === undefined ? member : book.get(group), member, label, messageId);
    },
    openApp(clientId, label, messageId) {
      const chat = book.get(clientId);
      const { button } = findButton(chat, label, messageId) ?? {};
      if (button?.opens !== 'app' || button.url === undefined)
        throw new Error(`No button “${label}” of a Mini App in the Telegram chat of ${chat.name}`);
      return appAddress(button.url, options.telegramToken, {
        user: objects.user(chat),
        authDate: now(),
        queryId: String(state.next('query')),
      });
    },
    async forgeTap(clientId, data) {
      const chat = book.get(clientId);
      return press(
        chat,
        data,
        chat.messages.findLast((message) => message.from === 'bot'),
      );
    },
    block: (clientId) => setBlocked(clientId, true),
    unblock: (clientId) => setBlocked(clientId, false),
    repeatLast: async () => updates.repeatLast(),
    fail: server.fail,
  };

  return {
    platform,
    routes: server.routes,
    stop() {
      updates.stop();
      server.stop();
    },
  };
}

function opensReplyFor({ opensReply, opensReplyFor: only }: ChatMessage, clientId: string): boolean {
  return opensReply === true && (only === undefined || only.includes(clientId));
}

function findButton(
  chat: Chat,
  label: string,
  messageId: string | undefined,
): { message: ChatMessage; button: ChatButton } | undefined {
  for (const message of chat.messages.toReversed()) {
    if (messageId !== undefined && message.id !== messageId) continue;
    const button = message.keyboard.flat().find((entry) => entry.label === label);
    if (button) return { message, button };
  }
  return undefined;
}
