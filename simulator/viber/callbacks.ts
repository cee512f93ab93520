import { createHmac } from 'node:crypto';
import { type Delivered, deliver, type Retries } from '../wire/delivery.ts';
import { withToken } from './json.ts';

/** Viber always sends these, whatever a bot asked for. */
const mandatory = ['message', 'subscribed', 'unsubscribed'];
const optional = ['delivered', 'seen', 'failed', 'conversation_started'];

interface Webhook {
  url: string;
  events: string[];
}

/** Viber's calls of the bot's webhook: signed, one after another, again with the same token until 200. */
export interface Callbacks {
  /**
   * Resolves with the webhook's last HTTP status; 0 when there is no webhook or it never answered.
   * `token` is the message that a receipt is about; every other event has a token of its own.
   */
  send(
    event: string,
    fields: object,
    extra?: { token?: string; onAnswer?: (text: string) => void },
  ): Promise<number>;
  /** The latest event of a client (not a receipt) once more, byte for byte. */
  repeatLast(): Promise<number>;
  /** Asks the address whether it is there, as set_webhook does; true when it answered 200. */
  setWebhook(url: string, events: string[] | null): Promise<boolean>;
  removeWebhook(): void;
  webhook(): Webhook | null;
  stop(): void;
}

export function createCallbacks(options: {
  authToken: string;
  nextToken: () => string;
  retries: Retries;
  now: () => Date;
}): Callbacks {
  let webhook: Webhook | null = null;
  let lastBody: string | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();

  const post = (url: string, body: string, retries: Retries): Promise<Delivered> => {
    const signature = createHmac('sha256', options.authToken).update(body).digest('hex');
    const headers = { 'x-viber-content-signature': signature };
    return deliver({ url, headers, body }, (status) => status === 200, retries, stopping.signal);
  };
  const enqueue = (body: string, onAnswer?: (text: string) => void): Promise<number> => {
    const sent = queue.then(async () => {
      if (!webhook) return 0;
      const { status, text } = await post(webhook.url, body, options.retries);
      if (status === 200) onAnswer?.(text);
      return status;
    });
    queue = sent.catch(() => undefined);
    return sent;
  };
  const write = (event: string, fields: object, token: string): string =>
    withToken(token, { event, timestamp: options.now().getTime(), chat_hostname: 'SN-SIMULATED', ...fields });

  return {
    send(event, fields, { token, onAnswer } = {}) {
      if (webhook && !webhook.events.includes(event)) return Promise.resolve(200);
      const body = write(event, fields, token ?? options.nextToken());
      if (token === undefined) lastBody = body;
      return enqueue(body, onAnswer);
    },
    async repeatLast() {
      if (lastBody === undefined) throw new Error('Viber has no event to repeat yet');
      return enqueue(lastBody);
    },
    async setWebhook(url, events) {
      const body = write('webhook', {}, options.nextToken());
      const { status } = await post(url, body, { times: 0, pauseMs: 0 });
      if (status !== 200) return false;
      webhook = {
        url,
        events: [...mandatory, ...optional.filter((event) => events?.includes(event) ?? true)],
      };
      return true;
    },
    removeWebhook() {
      webhook = null;
    },
    webhook: () => webhook,
    stop() {
      webhook = null;
      stopping.abort();
    },
  };
}
