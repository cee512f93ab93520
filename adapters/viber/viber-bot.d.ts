// viber-bot 1.0.18 has no types; this is the part that we use.

declare module 'viber-bot/lib/viber-client.js' {
  import type { Answer } from './answers.ts';

  interface Logger {
    info(...values: unknown[]): void;
    debug(...values: unknown[]): void;
    warn(...values: unknown[]): void;
    error(...values: unknown[]): void;
  }
  /** Each method gives what `_sendRequest` gives, which we replace. */
  class ViberClient {
    constructor(
      logger: Logger,
      bot: { authToken: string; name: string; avatar?: string },
      apiUrl: string,
      subscribedEvents: string[],
    );
    getAccountInfo(): Promise<Answer>;
    sendMessage(
      receiver: string,
      type: string,
      message: object,
      trackingData?: object,
      keyboard?: object,
      chatId?: string,
      minApiVersion?: number,
    ): Promise<Answer>;
    _sendRequest(endpoint: 'setWebhook' | 'getAccountInfo' | 'sendMessage', data: object): Promise<Answer>;
  }
  export = ViberClient;
}
