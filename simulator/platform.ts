/**
 * What the simulator offers to those who stand in for people: the chat page, the demo, the tests.
 * The bot never sees this side; it talks to the fakes over HTTP, as it does to the platforms.
 */

export interface SimulatedButton {
  label: string;
  /** The callback_data or ActionBody; empty for Telegram's buttons that open an address. */
  data: string;
  /** The address that it opens. */
  url?: string;
  /** It opens as a Mini App (Telegram); see `openApp`. */
  opens?: 'app';
}

export interface SimulatedMessage {
  id: string;
  from: 'bot' | 'client';
  /** As a person reads it: entities decoded, no markup. */
  text: string;
  /** The markup that the platform draws: Telegram's HTML, Viber's *bold*. */
  markup: string;
  at: Date;
  edited: boolean;
  /** The thread of a chat with topics in which it stands (Telegram). */
  thread?: string;
  /** The bot sent it without a sound. */
  silent?: true;
  /** The message that it replies to. */
  replyTo?: string;
  /** It opens the reply field for the client (Telegram). */
  opensReply?: true;
  /** In a group: for whom alone it does. */
  opensReplyFor?: string[];
  /** Whose message it was before the bot forwarded it (Telegram). */
  forwardedFrom?: { id: string; name: string };
  /** What was sent besides words, or with `text` as its caption. */
  attachment?: SimulatedAttachment;
  /** Who wrote it, in a group. */
  author?: string;
  /** The inline keyboard (Telegram), or the keyboard that came with the message (Viber); empty: none. */
  keyboard: SimulatedButton[][];
}

export interface SimulatedChat {
  clientId: string;
  name: string;
  locale: string;
  /** True when the client blocked the bot (Telegram) or unsubscribed (Viber). */
  blocked: boolean;
  /** False until the client opened the chat: a bot cannot write first. */
  opened: boolean;
  messages: SimulatedMessage[];
  /** What the platform draws at the bottom of the chat now: Viber's keyboard; empty on Telegram. */
  bottomKeyboard: SimulatedButton[][];
  /** The latest toast that answered a tap (Telegram's answerCallbackQuery), if any. */
  toast: string | null;
}

/** What is sent besides words. */
export interface SimulatedAttachment {
  kind: 'contact' | 'file' | 'location' | 'photo' | 'sticker' | 'video' | 'voice';
  caption?: string;
  /** Of a voice message or a video. */
  seconds?: number;
  /** Of a file, and of what a bot sent. */
  name?: string;
  /** How large it is, where a bot sent it and said so. */
  bytes?: number;
  /** Where Viber fetches it. */
  url?: string;
  /** The id of its bytes, which are in memory. */
  file?: string;
}

/** A command in the menu of a chat (Telegram). */
export interface SimulatedCommand {
  command: string;
  description: string;
}

export interface SimulatedGroupOptions {
  /** Below 0. */
  clientId: string;
  name: string;
  /** Default: a supergroup. */
  kind?: 'group' | 'supergroup';
  /** True: it has topics. */
  topics?: boolean;
  /** Default: an administrator, who hears everything; `out`: it has not been added yet. */
  bot?: 'member' | 'administrator' | 'out';
}

/** A group on Telegram, of which everybody is a member: `memberId` is a client's id. */
export interface SimulatedGroup {
  /** Another one after it has moved. */
  readonly id: string;
  /** Each resolves as the methods of `SimulatedPlatform` do; with 200 where the bot is not told of it. */
  say(memberId: string, text: string, place?: Pick<SimulatedPlace, 'replyTo' | 'thread'>): Promise<number>;
  attach(
    memberId: string,
    attachment: SimulatedAttachment,
    place?: Pick<SimulatedPlace, 'replyTo' | 'thread'>,
  ): Promise<number>;
  tap(memberId: string, label: string, messageId?: string): Promise<number>;
  /** Opens a `startgroup` link with this payload and chooses this group. */
  addBot(memberId: string, payload?: string): Promise<number>;
  removeBot(memberId: string): Promise<number>;
  /** @returns the thread of the new topic */
  addTopic(memberId: string, name: string): Promise<string>;
  closeTopic(thread: string): void;
  deleteTopic(thread: string): void;
  /** The group becomes the supergroup `to`. */
  migrate(memberId: string, to: string): Promise<number>;
}

/** Where a client writes, on Telegram. */
export interface SimulatedPlace {
  /** The message that is replied to; empty: none, also where the bot had the reply field opened. */
  replyTo?: string;
  /** The topic of a private chat that has topics. */
  thread?: string;
  /** The id of a group, of which everybody is a member. */
  group?: string;
}

/** A fault of the platform, for the next `times` requests that the bot makes. */
export type SimulatedFault =
  | { kind: 'rate_limit'; retryAfterSeconds: number }
  | { kind: 'server_error' }
  | { kind: 'cut' } // the connection closes in the middle of the answer
  | { kind: 'empty' } // 200 without a body
  | { kind: 'hang' }; // no answer until the simulator stops

export interface SimulatedPlatform {
  readonly name: 'telegram' | 'viber';
  /** The root to hand to the adapter: TELEGRAM_API_ROOT, VIBER_API_URL. */
  readonly apiUrl: string;
  chat(clientId: string): SimulatedChat;
  chats(): SimulatedChat[];
  /** A client who has not opened the chat yet; the same id again changes name and locale. */
  addClient(client: { clientId: string; name: string; locale: string }): void;
  /** A group; of one that is known already, what its members can do. Telegram alone. */
  addGroup?(group: SimulatedGroupOptions): SimulatedGroup;
  /** The commands in the menu of a private chat. Telegram alone. */
  commands?(clientId: string): SimulatedCommand[];
  /**
   * Each resolves when the bot acknowledged the update (or the platform gave up on it), with the last
   * HTTP status of the bot's webhook, or 200 when the bot took it by long polling.
   */
  open(clientId: string, payload?: string): Promise<number>;
  say(clientId: string, text: string, place?: SimulatedPlace): Promise<number>;
  attach(clientId: string, attachment: SimulatedAttachment, place?: SimulatedPlace): Promise<number>;
  /** Changes the text of one of the client's own messages. Telegram alone. */
  edit?(clientId: string, messageId: string, text: string): Promise<number>;
  /** Tells the bot that a message which was accepted did not arrive. Viber alone. */
  failDelivery?(clientId: string, messageId: string): Promise<number>;
  /** Whether the client's app is too old for keyboards. Viber alone. */
  setOutdated?(clientId: string, outdated: boolean): void;
  /**
   * Presses the button with this label: of `messageId`'s keyboard, else of the newest keyboard that shows it. Of one
   * that opens an address Telegram tells the bot nothing. @throws when there is none
   */
  tap(
    clientId: string,
    label: string,
    messageId?: string,
    place?: Pick<SimulatedPlace, 'group'>,
  ): Promise<number>;
  /**
   * The address that the app opens for a button of a Mini App, with its init data in the fragment. Telegram alone.
   * @throws when there is no such button
   */
  openApp?(clientId: string, label: string, messageId?: string): string;
  /** Sends raw button data as a modified client could, whether or not any keyboard offers it. */
  forgeTap(clientId: string, data: string): Promise<number>;
  block(clientId: string): Promise<number>;
  unblock(clientId: string): Promise<number>;
  /** Delivers the latest update to the bot once more, as platforms do after a timeout. */
  repeatLast(): Promise<number>;
  fail(fault: SimulatedFault, times?: number): void;
}

export interface SimulatorOptions {
  telegramToken: string;
  viberToken: string;
  /** The clock of messages and of the rate limits. Default: the system's. */
  now?: () => Date;
  /** False: no 429 past the rates (for a demo whose clock is set). Default true. */
  rateLimits?: boolean;
  /** How often a webhook that did not answer 200 is tried again, and the pause between. Default 3, 250 ms. */
  webhookRetries?: { times: number; pauseMs: number };
  /** Keep the chats in this file, so that a restart finds them. Default: in memory only. */
  stateFile?: string;
  /** The service's address; a webhook anywhere else is refused. Default: any. */
  onlyCalls?: string;
  /** Other addresses than the one of `listening` at which the page may be opened: `http://192.0.2.7:8080`. */
  alsoAt?: readonly string[];
}
