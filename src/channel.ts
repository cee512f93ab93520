/** The port that every platform's adapter implements; nothing on this side of it knows a platform. */

export interface ClientProfile {
  name?: string;
  /** A BCP 47 tag as the platform gives it: `uk`, `en-GB`. */
  locale?: string;
}

/** What a client sent besides words, or instead of them. */
export interface Attachment {
  kind:
    | 'animation'
    | 'audio'
    | 'contact'
    | 'file'
    | 'link'
    | 'location'
    | 'photo'
    | 'poll'
    | 'sticker'
    | 'video'
    | 'voice'
    | 'other';
  /** How long a voice, audio or video message is, in seconds. */
  seconds?: number;
  /** A file's name as the client's device gave it. */
  name?: string;
}

/** Who did something: in a private chat the client, in a group the person who wrote or tapped. */
export interface Actor {
  id: string;
  name?: string;
  isBot?: true;
}

/** `business`: a business account's with its client, in whose name the bot answers; `other`: a channel's, or unknown. */
export type ChatKind = 'private' | 'group' | 'business' | 'other';

/** The request of a platform as it came, to be relayed. */
export interface Received {
  /** The same when the platform sends it again; of events of one `queue` the later one has the greater id, where the platform counts. */
  id: string;
  /** What must stay in order: the chat's id, or another name where it concerns none. */
  queue: string;
  /** Byte for byte; equal JSON where updates are fetched. */
  body: string;
  /** True: `body` is the bytes in base64, since they are no UTF-8. */
  base64?: true;
  /** By which its receiver can tell that it is the platform's. */
  headers: Readonly<Record<string, string>>;
}

/** What a person asks of the bot by name: `/help text`. */
export interface Command {
  /** In lower case, without the slash and the bot's name: `help`. */
  name: string;
  /** What was written after the name; empty: nothing. */
  argument: string;
}

/** What a client did, in the words of no platform. */
export type ClientEvent = {
  /** Unique in its channel and the same when the platform sends the event again. */
  id: string;
  channel: string;
  /** The chat that is answered: in a group the group's, else the client's own. */
  clientId: string;
  /** Surveys take what happens in private chats and leave the other kinds alone. */
  chat: ChatKind;
  /** Absent: the platform itself did it, or does not say who. */
  actor?: Actor;
  /** The business account's connection to the bot; what is sent in answer names it. */
  connection?: string;
  /** By the platform's clock; of an edited message, when it was first written. */
  at: Date;
  /** The client's, so it is known in a private chat alone. */
  profile?: ClientProfile;
  /** Where in a chat of several threads it happened; what is sent in answer goes there. */
  thread?: string;
  /** Only where a helpdesk uses the same bot (`relayTarget`). */
  received?: Received;
  /**
   * The command that the message is, if it is one for this bot; never with `start`, which has its payload. The event
   * is of the kind that it would be without: who knows the command takes it before the surveys do.
   */
  command?: Command;
} /** `reachable` false: the platform takes an answer to this event, but lets the bot write no message yet. */ & (
  | { kind: 'start'; payload?: string; reachable?: false }
  /** `token` is a Choice's token as it came back: untrusted. `messageId` is the message that carried it. */
  | { kind: 'tap'; token: string; messageId?: string }
  /**
   * A message; `text` is the caption of an attachment, or empty. `messageId` is its own id, `replyTo` that of the
   * message which it replies to; `replyKey` is the `openReply.key` of the message before it, untrusted, where the
   * platform brings that instead. `edited`: the client changed the text of a message that was sent before. `album`
   * is the same for messages that were sent as one.
   */
  | {
      kind: 'text';
      text: string;
      messageId?: string;
      replyTo?: string;
      replyKey?: string;
      edited?: true;
      album?: string;
      attachment?: Attachment;
    }
  /**
   * The bot may write to the chat (again): the client let it, or sent something in which there is nothing to take.
   * `messageId` and `replyTo` as of a text, with a command.
   */
  | { kind: 'joined'; messageId?: string; replyTo?: string }
  /** Of a group that moves, a platform may say this as well. */
  | { kind: 'left' }
  /**
   * The group has another id from now on: all that was kept of `clientId` belongs to `to`. Who missed it learns of it
   * from a ChannelError `moved`.
   */
  | { kind: 'migrated'; to: string }
  /** A message of ours that the platform had accepted did not arrive. */
  | { kind: 'failed'; messageId: string }
  /** Nothing for surveys; given only where a helpdesk uses the same bot. `clientId` may be empty. */
  | { kind: 'other' }
);

/** A button that answers. */
export interface Choice {
  label: string;
  /** Comes back in a `tap`; at most `limits.tokenBytes` bytes of UTF-8. */
  token: string;
  /** What a client may type instead of tapping, where that is not the label: `5` for five stars. */
  typed?: string;
}

/** A button that opens an address; a tap on it is no answer. */
export interface LinkChoice {
  label: string;
  /** With https. */
  url: string;
  /** `app`: as a part of the platform's app, where that can be, with a proof of who opened it; see `readSignIn`. */
  opens?: 'app';
  token?: never;
  typed?: never;
}

/** Something to send besides words. */
export interface Upload {
  bytes: Uint8Array;
  /** With the ending that says what it is: `week.png`. */
  name: string;
  /** Where a platform that takes no bytes fetches them, with https and the ending of `name`; else it is sent the text. */
  url?: string;
}

/** Plain text throughout; the adapter escapes it. */
export interface Message {
  /** A heading that the platform draws bold above the text. */
  title?: string;
  text: string;
  /**
   * What is read only by who wants to: shown folded below the text by a channel that `folds`; elsewhere it is left out,
   * and whoever sends offers it behind a button. Lines for which there is no room are left out, before the text is cut.
   */
  more?: string;
  /** Rows of buttons. */
  choices?: Array<Array<Choice | LinkChoice>>;
  /** The `thread` of the event that this answers. */
  thread?: string;
  /** The `connection` of the event that this answers. */
  connection?: string;
  /** Makes no sound, where the platform can do that. */
  silent?: true;
  /** The id of the message that this replies to; when that one is gone, this is sent all the same. */
  replyTo?: string;
  /**
   * Invites the client to reply to this message, with the reply field open where the platform has one. The text that
   * the client writes next then has this message's id as its `replyTo`, or `key` as its `replyKey`; of at most 200
   * characters. `from`: in a group, the member who is asked: they are named, and the field opens for them alone, which
   * it otherwise does for the author of the message in `replyTo`, or else for everybody.
   */
  openReply?: { key: string; from?: Actor };
  /**
   * A picture, and a document, in this order; the text is the caption of the last one. A text that is longer than a
   * caption may be is a message of its own after them. The buttons and the id belong to the last message.
   */
  image?: Upload;
  file?: Upload;
}

export interface SendOptions {
  /** Called when the message's turn has come, right before each request; when it rejects, that is not made. */
  beforeRequest?: () => Promise<void>;
  /** True: what clients wait for goes first, where the platform limits how much is sent. */
  background?: boolean;
}

/**
 * What to say at once in answer to an event: the response to Viber's `conversation_started`, the toast
 * of a Telegram tap, else a message. It is not stored, so nothing that matters is said this way. Where there is room
 * for words and buttons alone, a picture or a document is left out.
 */
export type Reply = Message;

/** The event went to the helpdesk on the same bot, and this service does not reply to it. */
export interface PassedOn {
  passedOn: true;
  /** The helpdesk's answer, where the platform shows it to the client. */
  response?: WebhookResponse;
}

/**
 * Resolves only when the event's outcome is committed; the adapter then acknowledges the event at once and does not
 * wait for the reply to be delivered. Rejects with a StoreError when it is not: the
 * platform must then be told so (503, or no new offset) and send the event again.
 */
export type OnEvent = (event: ClientEvent) => Promise<Reply | PassedOn | undefined>;

export interface ChannelLimits {
  /** Bytes of UTF-8 in a Choice's token. */
  tokenBytes: number;
  /** UTF-16 units in a message's title and text together, after which the adapter would have to cut. */
  textChars: number;
  buttonsPerRow: number;
  /** Buttons in one keyboard. */
  buttons: number;
  /** Characters of a label that a phone still shows. */
  buttonChars: number;
}

export interface WebhookRequest {
  headers: Record<string, string | string[] | undefined>;
  query: Record<string, string | string[] | undefined>;
  rawBody: Buffer;
  /** For the lines of the log about it. */
  requestId?: string;
}

export interface WebhookResponse {
  status: number;
  body?: unknown;
}

export interface ChannelAdapter {
  readonly name: string;
  readonly limits: ChannelLimits;
  /** True: a chat has one keyboard, that of its last message; a message without choices takes it away. */
  readonly sharedKeyboard?: true;
  /** True: `Message.more` is shown folded. */
  readonly folds?: true;
  /** How many bytes a document may have. Absent: the platform takes none, but fetches them from an `Upload.url`. */
  readonly fileBytes?: number;
  /** True: what a `start` is answered with is what the client sees, so that it cannot be said later. */
  readonly welcomesInResponse?: true;
  /** What is wrong with an id that can never be a client's here, such as a group's; null: nothing. */
  clientIdFault(clientId: string): string | null;
  /** Begins to take events. Registers the webhook, so the HTTP server must be listening. */
  start(onEvent: OnEvent): Promise<void>;
  /** @throws {ChannelError} */
  send(clientId: string, message: Message, options?: SendOptions): Promise<{ messageId: string }>;
  /**
   * Replaces the words and the buttons of a message that was sent; `message` without choices removes its keyboard. A
   * picture or a document stays. @throws {ChannelError}
   */
  edit?(clientId: string, messageId: string, message: Message): Promise<void>;
  /**
   * Asks the platform who receives the bot's events. null: this service; else whose webhook replaced its own, and whether
   * this service has registered its own again (`TAKE_WEBHOOK`). @throws {ChannelError}
   */
  checkReceiver?(): Promise<{ url: string; takenBack: boolean } | null>;
  /**
   * Shows a message of one chat in another as it is, such as a client's voice message, with the name of who wrote it.
   * Absent where the platform cannot. @throws {ChannelError} `rejected` also when the message is gone
   */
  forward?(
    from: { clientId: string; messageId: string },
    to: { clientId: string; thread?: string; silent?: true },
    options?: SendOptions,
  ): Promise<{ messageId: string }>;
  /**
   * Sets the commands that this private chat's menu shows; an empty list takes the menu away. A name has at most 32
   * characters of a-z 0-9 _; of `about` the platform may show the beginning. Absent where there is no menu.
   * @throws {ChannelError}
   */
  setMenu?(clientId: string, commands: ReadonlyArray<{ name: string; about: string }>): Promise<void>;
  /**
   * Who opened a page by `opens: 'app'`: the proof stands in its fragment, and is good for an hour. null: nobody proves it.
   */
  readSignIn?(fragment: string, now: Date): Promise<{ clientId: string } | null>;
  /** An address that lets a person add the bot to a group, and brings `payload` back in a `start` event of that group. */
  groupLink?(payload: string): string;
  /** Asks for the bot's name, which links need before `start`. Absent: they need none. @throws {ChannelError} {ConfigError} */
  identify?(): Promise<void>;
  /** Carries out the call that the answer of a helpdesk's webhook names. @throws {ChannelError} */
  carryOut?(request: Record<string, unknown>): Promise<void>;
  /** One request of the platform; absent while the adapter polls. */
  webhook?(request: WebhookRequest): Promise<WebhookResponse>;
  /** An address that opens the bot's chat and brings `payload` back in a `start` event. */
  link(payload: string): string;
  stop(): Promise<void>;
}
