import type { Chat, ChatBook, ChatMessage, GroupState } from '../chats.ts';
import type { SimulatedGroup, SimulatedGroupOptions } from '../platform.ts';
import type { Objects } from './objects.ts';
import { seconds } from './objects.ts';
import { badRequest, TelegramRefusal } from './refusal.ts';
import type { Updates } from './updates.ts';

/** What a member does in a group, as in any chat. */
export type GroupChat = Pick<SimulatedGroup, 'say' | 'attach' | 'tap'>;

/** The groups of the bot, as their members use them. */
export interface Groups {
  /** The same id again changes the name alone. */
  add(group: SimulatedGroupOptions): SimulatedGroup;
}

export function createGroups({
  book,
  objects,
  updates,
  nextMessageId,
  now,
  chatting,
}: {
  book: ChatBook;
  objects: Objects;
  updates: Updates;
  nextMessageId: () => number;
  now: () => Date;
  chatting: (groupId: () => string) => GroupChat;
}): Groups {
  /** A notice of the platform: no member writes it. */
  const notice = (chat: Chat, memberId: string, fields: object): Promise<number> =>
    updates.push('message', {
      message_id: nextMessageId(),
      from: objects.user(book.get(memberId)),
      chat: objects.chat(chat),
      date: seconds(now()),
      ...fields,
    });

  const setBot = (chat: Chat, memberId: string, bot: GroupState['bot']): Promise<number> => {
    const group = groupOf(chat);
    const [before, after] = [statusOf(group), statusOf({ ...group, bot })];
    group.bot = bot;
    chat.opened ||= bot !== 'out';
    book.changed();
    return updates.push('my_chat_member', {
      chat: objects.chat(chat),
      from: objects.user(book.get(memberId)),
      date: seconds(now()),
      old_chat_member: { user: objects.bot, status: before },
      new_chat_member: { user: objects.bot, status: after },
    });
  };

  return {
    add({ clientId, name, kind = 'supergroup', topics = false, bot = 'administrator' }) {
      if (!/^-[1-9]\d{0,15}$/.test(clientId)) throw new Error(`A group's id is below 0, not ${clientId}`);
      const known = book.find(clientId);
      const chat = book.add({ clientId, name, locale: 'en' });
      if (!known) {
        const group: GroupState = { kind, bot, topics: [], ...(topics && { isForum: true }) };
        Object.assign(chat, { opened: bot !== 'out', group });
      }
      let id = clientId;
      const current = (): Chat => book.get(id);
      const topicOf = (thread: string): GroupState['topics'][number] => {
        const topic = groupOf(current()).topics.find((one) => one.thread === thread);
        if (!topic) throw new Error(`The group ${name} has no topic ${thread}`);
        return topic;
      };

      return {
        get id() {
          return id;
        },
        ...chatting(() => id),
        async addBot(memberId, payload) {
          if (groupOf(current()).bot !== 'out') throw new Error(`The bot is in the group ${name} already`);
          void setBot(current(), memberId, 'member');
          void notice(current(), memberId, { new_chat_members: [objects.bot] });
          const command = `/start@${objects.bot.username}`;
          return chatting(() => id).say(memberId, payload === undefined ? command : `${command} ${payload}`);
        },
        removeBot: async (memberId) => setBot(current(), memberId, 'out'),
        async addTopic(memberId, topic) {
          const group = groupOf(current());
          if (!group.isForum) throw new Error(`The group ${name} has no topics`);
          const thread = String(nextMessageId());
          group.topics.push({ thread, name: topic, closed: false });
          book.changed();
          await updates.push('message', {
            message_id: Number(thread),
            message_thread_id: Number(thread),
            is_topic_message: true,
            from: objects.user(book.get(memberId)),
            chat: objects.chat(current()),
            date: seconds(now()),
            forum_topic_created: { name: topic, icon_color: 7_322_096 },
          });
          return thread;
        },
        closeTopic(thread) {
          topicOf(thread).closed = true;
          book.changed();
        },
        deleteTopic(thread) {
          const group = groupOf(current());
          group.topics.splice(group.topics.indexOf(topicOf(thread)), 1);
          book.changed();
        },
        async migrate(memberId, to) {
          const old = current();
          if (groupOf(old).kind !== 'group') throw new Error(`${name} is a supergroup already`);
          const next = book.add({ clientId: to, name: old.name, locale: old.locale });
          const { bot: before } = groupOf(old);
          Object.assign(next, { opened: true, group: { kind: 'supergroup', bot: before, topics: [] } });
          groupOf(old).movedTo = to;
          id = to;
          book.changed();
          const told = notice(old, memberId, { migrate_to_chat_id: Number(to) });
          void notice(next, memberId, { migrate_from_chat_id: Number(old.clientId) });
          return told;
        },
      };
    },
  };
}

/** What is known of a group; of one that an earlier version kept, what it was. @throws when it is no group */
export function groupOf(chat: Chat): GroupState {
  if (!chat.clientId.startsWith('-')) throw new Error(`${chat.name} is no group`);
  chat.group ??= { kind: 'supergroup', bot: 'administrator', topics: [] };
  return chat.group;
}

/** @throws {TelegramRefusal} where the bot may not write into the group */
export function checkGroup(chat: Chat): void {
  const { kind, bot, movedTo } = groupOf(chat);
  if (movedTo !== undefined) {
    throw new TelegramRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: Number(movedTo),
    });
  }
  if (bot === 'out') throw new TelegramRefusal(403, `Forbidden: bot was kicked from the ${kind} chat`);
}

/** @throws {TelegramRefusal} for a topic that is not there or closed to the bot */
export function checkTopic(chat: Chat, thread: string): void {
  const { topics, bot } = groupOf(chat);
  const topic = topics.find((one) => one.thread === thread);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed && bot !== 'administrator') throw badRequest('TOPIC_CLOSED');
}

/**
 * Whether the bot is told of a message in a group. In privacy mode, which is every bot's by default, one that is no
 * administrator hears commands for it and replies to it.
 * @see https://core.telegram.org/bots/features#privacy-mode
 */
export function isHeard(
  chat: Chat,
  message: ChatMessage,
  repliedTo: ChatMessage | undefined,
  username: string,
): boolean {
  const { bot, movedTo } = groupOf(chat);
  if (bot === 'out' || movedTo !== undefined) return false;
  if (bot === 'administrator' || repliedTo?.from === 'bot') return true;
  const [command, , addressee] = /^\/(\w+)(?:@(\w+))?/.exec(message.text) ?? [];
  if (command === undefined) return false;
  // A command for nobody goes to the bot that wrote there last.
  if (addressee === undefined) return chat.messages.some(({ from }) => from === 'bot');
  return addressee.toLowerCase() === username.toLowerCase();
}

function statusOf({ bot, kind }: GroupState): string {
  if (bot !== 'out') return bot;
  return kind === 'supergroup' ? 'kicked' : 'left';
}
