/** The port that every platform's adapter implements; nothing on this side of it knows a platform. */

export interface ClientProfile {
  name?: string;
  /** A BCP 47 tag as the platform gives it: `uk`, `en-GB`. */
  locale?: string;
}

/** What a client did, in the words of no platform. */
export type ClientEvent = {
  /** Unique in its channel and the same when the platform sends the event again. */
  id: string;
  channel: string;
  clientId: string;
  at: Date;
  profile?: ClientProfile;
} & (
  | { kind: 'start'; payload?: string }
  /** `token` is a Choice's token as it came back: untrusted. `messageId` is the message that carried it. */
  | { kind: 'tap'; token: string; messageId?: string }
  | { kind: 'text'; text: string }
  | { kind: 'joined' }
  | { kind: 'left' }
);

/** One button of a keyboard. */
export interface Choice {
  label: string;
  /** Comes back in a `tap`; at most `limits.tokenBytes` bytes of UTF-8. */
  token: string;
}

/** Plain text throughout; the adapter escapes it. */
export interface Message {
  /** A heading that the platform draws bold above the text. */
  title?: string;
  text: string;
  /** Rows of buttons. */
  choices?: Choice[][];
}

/**
 * What to say at once in answer to an event: the response to Viber's `conversation_started`, the toast
 * of a Telegram tap, else a message. It is not stored, so nothing that matters is said this way.
 */
export type Reply = Message;

/**
 * Resolves only when the event's outcome is committed. Rejects with a StoreError when it is not: the
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
  /** Begins to take events. Registers the webhook, so the HTTP server must be listening. */
  start(onEvent: OnEvent): Promise<void>;
  /** @throws {ChannelError} */
  send(clientId: string, message: Message): Promise<{ messageId: string }>;
  /** Replaces a message that was sent; `message` without choices removes its keyboard. @throws {ChannelError} */
  edit?(clientId: string, messageId: string, message: Message): Promise<void>;
  /** One request of the platform; absent while the adapter polls. */
  webhook?(request: WebhookRequest): Promise<WebhookResponse>;
  /** An address that opens the bot's chat and brings `payload` back in a `start` event. */
  link(payload: string): string;
  stop(): Promise<void>;
}
