import type { SimulatedButton, SimulatedChat, SimulatedMessage } from './platform.ts';

/** A button as the page draws it. On Viber a row is 6 columns wide; Telegram shares a row evenly. */
export interface ChatButton extends SimulatedButton {
  columns?: number;
  rows?: number;
  /** Viber: the tap is not shown as a message of the client. */
  silent?: boolean;
}

export interface ChatMessage extends SimulatedMessage {
  keyboard: ChatButton[][];
}

/** A group of Telegram. */
export interface GroupState {
  kind: 'group' | 'supergroup';
  /** What the bot is there. */
  bot: 'member' | 'administrator' | 'out';
  isForum?: true;
  topics: Array<{ thread: string; name: string; closed: boolean }>;
  /** The id of the supergroup that it has become. */
  movedTo?: string;
}

export interface Chat extends SimulatedChat {
  /** Viber: the bot may write. Telegram: the same as `opened`. */
  subscribed: boolean;
  messages: ChatMessage[];
  bottomKeyboard: ChatButton[][];
  /** Counts the toasts, so that the same words twice are seen as two. */
  toasts: number;
  group?: GroupState;
}

/** The chats of one platform. Whoever changes a chat calls `changed` afterwards. */
export interface ChatBook {
  all(): Chat[];
  find(clientId: string): Chat | undefined;
  /** @throws when no such client was added */
  get(clientId: string): Chat;
  add(client: { clientId: string; name: string; locale: string }): Chat;
  addMessage(chat: Chat, message: ChatMessage): void;
  changed(): void;
}

/** Older messages are forgotten, as nobody scrolls that far and the state file stays small. */
const messagesKept = 1000;

export function createChatBook(platform: string, chats: Map<string, Chat>, changed: () => void): ChatBook {
  return {
    all: () => [...chats.values()],
    find: (clientId) => chats.get(clientId),
    get(clientId) {
      const chat = chats.get(clientId);
      if (!chat) throw new Error(`No ${platform} client ${clientId}: call addClient first`);
      return chat;
    },
    add({ clientId, name, locale }) {
      const known = chats.get(clientId);
      const chat = known ? Object.assign(known, { name, locale }) : newChat(clientId, name, locale);
      chats.set(clientId, chat);
      changed();
      return chat;
    },
    addMessage(chat, message) {
      chat.messages.push(message);
      if (chat.messages.length > messagesKept) chat.messages.splice(0, chat.messages.length - messagesKept);
    },
    changed,
  };
}

/** A copy for those outside, which later events do not change. */
export function snapshot(chat: Chat): SimulatedChat {
  const { clientId, name, locale, blocked, opened, toast } = chat;
  return {
    clientId,
    name,
    locale,
    blocked,
    opened,
    toast,
    messages: chat.messages.map((message) => ({ ...message, keyboard: structuredClone(message.keyboard) })),
    bottomKeyboard: structuredClone(chat.bottomKeyboard),
  };
}

function newChat(clientId: string, name: string, locale: string): Chat {
  return {
    clientId,
    name,
    locale,
    blocked: false,
    opened: false,
    subscribed: false,
    messages: [],
    bottomKeyboard: [],
    toast: null,
    toasts: 0,
  };
}
