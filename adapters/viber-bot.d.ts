// viber-bot 1.0.18 has no types; these are the two parts that we use.

declare module 'viber-bot/lib/viber-client.js' {
  interface Logger {
    info(...values: unknown[]): void;
    debug(...values: unknown[]): void;
    warn(...values: unknown[]): void;
    error(...values: unknown[]): void;
  }
  /** Promises may never settle, and reject with the platform's answer as it came: an object, a Buffer, anything. */
  class ViberClient {
    constructor(
      logger: Logger,
      bot: { authToken: string; name: string; avatar?: string },
      apiUrl: string,
      subscribedEvents: string[],
    );
    getAccountInfo(): Promise<unknown>;
    sendMessage(
      receiver: string,
      type: string,
      message: object,
      trackingData?: object,
      keyboard?: object,
      chatId?: string,
      minApiVersion?: number,
    ): Promise<unknown>;
    /** What `setWebhook` calls; that one cannot ask for the clients' names. */
    _sendRequest(endpoint: 'setWebhook', data: object): Promise<unknown>;
  }
  export = ViberClient;
}

declare module 'viber-bot/lib/message/text-message.js' {
  class TextMessage {
    constructor(
      text: string,
      keyboard?: object,
      trackingData?: object,
      timestamp?: number,
      token?: string,
      minApiVersion?: number,
    );
    readonly keyboard: object | null;
    readonly minApiVersion: number | undefined;
    toJson(): { type: string; text: string };
  }
  export = TextMessage;
}
