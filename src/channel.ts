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

/** What a client did, in the words of no platform. */
export type ClientEvent = {
  /** Unique in its channel and the same when the platform sends the event again. */
  id: string;
  channel: string;
  clientId: string;
  /** By the platform's clock; of an edited message, when it was first written. */
  at: Date;
  profile?: ClientProfile;
  /** Where in a chat of several threads it happened; what is sent in answer goes there. */
  thread?: string;
} /** `reachable` false: the platform takes an answer to this event, but lets the bot write no message yet. */ & (
  | { kind: 'start'; payload?: string; reachable?: false }
  /** `token` is a Choice's token as it came back: untrusted. `messageId` is the message that carried it. */
  | { kind: 'tap'; token: string; messageId?: string }
  /**
   * A message; `text` is the caption of an attachment, or empty. `messageId` is its own id, `replyTo` that of the
   * message which it replies to. `edited`: the client changed the text of a message that was sent before. `album` is
   * the same for messages that were sent as one.
   */
  | {
      kind: 'text';
      text: string;
      messageId?: string;
      replyTo?: string;
      edited?: true;
      album?: string;
      attachment?: Attachment;
    }
  | { kind: 'joined' }
  | { kind: 'left' }
  /** A message of ours that the platform had accepted did not arrive. */
  | { kind: 'failed'; messageId: string }
);

/** One button of a keyboard. */
export interface Choice {
  label: string;
  /** Comes back in a `tap`; at most `limits.tokenBytes` bytes of UTF-8. */
  token: string;
  /** What a client may type instead of tapping, where that is not the label: `5` for five stars. */
  typed?: string;
}

/** Plain text throughout; the adapter escapes it. */
export interface Message {
  /** A heading that the platform draws bold above the text. */
  title?: string;
  text: string;
  /** Rows of buttons. */
  choices?: Choice[][];
  /** The `thread` of the event that this answers. */
  thread?: string;
}

export interface SendOptions {
  /** Called when the message's turn has come, right before the request; when it rejects, nothing is sent. */
  beforeRequest?: () => Promise<void>;
}

/**
 * What to say at once in answer to an event: the response to Viber's `conversation_started`, the toast
 * of a Telegram tap, else a message. It is not stored, so nothing that matters is said this way.
 */
export type Reply = Message;

/**
 * Resolves only when the event's outcome is committed; the adapter then acknowledges the event at once and does not
 * wait for the reply to be delivered. Rejects with a StoreError when it is not: the
 * platform must then be told so (503, or no new offset) and send the event again.
 */
export type OnEvent = (event: ClientEvent) => Promise<Reply | undefined>;

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
  /** What is wrong with an id that can never be a client's here; null: nothing. */
  clientIdFault(clientId: string): string | null;
  /** Begins to take events. Registers the webhook, so the HTTP server must be listening. */
  start(onEvent: OnEvent): Promise<void>;
  /** @throws {ChannelError} */
  send(clientId: string, message: Message, options?: SendOptions): Promise<{ messageId: string }>;
  /** Replaces a message that was sent; `message` without choices removes its keyboard. @throws {ChannelError} */
  edit?(clientId: string, messageId: string, message: Message): Promise<void>;
  /** One request of the platform; absent while the adapter polls. */
  webhook?(request: WebhookRequest): Promise<WebhookResponse>;
  /** An address that opens the bot's chat and brings `payload` back in a `start` event. */
  link(payload: string): string;
  stop(): Promise<void>;
}
