import ViberClient from 'viber-bot/lib/viber-client.js';
import { ChannelError } from '../../src/errors.ts';
import { createHttpClient } from '../http.ts';
import { type Answer, answerSchema } from './answers.ts';
import { parseExactJson } from './json.ts';
import type { ViberPart } from './parts.ts';

/** Viber's REST API. Each resolves with the answer, also one that refuses. @throws {ChannelError} `network` */
export interface ViberApi {
  accountInfo(): Promise<Answer>;
  /** Without `event_types`: all. */
  setWebhook(webhook: {
    url: string;
    event_types?: string[];
    send_name: boolean;
    send_photo?: boolean;
  }): Promise<Answer>;
  sendMessage(receiver: string, part: ViberPart): Promise<Answer>;
  /** Lets go of the connections; a later request opens new ones. */
  close(): void;
}

export interface ViberApiOptions {
  token: string;
  /** Without a slash at its end. */
  apiUrl: string;
  senderName: string;
  timeoutMs: number;
  scrub: (text: string) => string;
}

const silent = { info: () => {}, debug: () => {}, warn: () => {}, error: () => {} };
const methods = {
  setWebhook: 'set_webhook',
  getAccountInfo: 'get_account_info',
  sendMessage: 'send_message',
};

/**
 * viber-bot writes the requests; they are sent here, because its HTTP library rounds message tokens, and waits for
 * the rest of an answer that was cut.
 */
export function createViberApi({ token, apiUrl, senderName, timeoutMs, scrub }: ViberApiOptions): ViberApi {
  const http = createHttpClient();
  const client = new ViberClient(silent, { authToken: token, name: senderName }, apiUrl, []);
  client._sendRequest = async (endpoint, data) => {
    const method = methods[endpoint];
    try {
      const { status, text } = await http.post(`${apiUrl}/${method}`, {
        headers: { 'content-type': 'application/json', 'x-viber-auth-token': token },
        body: JSON.stringify({ auth_token: token, ...data }),
        timeoutMs,
      });
      const parsed = answerSchema.safeParse(parseExactJson(text));
      if (parsed.success) return parsed.data;
      throw new Error(`its answer with HTTP status ${status} cannot be read`);
    } catch (error) {
      const reason = scrub(reasonOf(error));
      throw new ChannelError('network', `No usable answer from Viber to ${method}: ${reason}`);
    }
  };
  return {
    accountInfo: () => client.getAccountInfo(),
    setWebhook: (webhook) => client._sendRequest('setWebhook', webhook),
    sendMessage: (receiver, { body, keyboard, minApiVersion, trackingData }) =>
      client.sendMessage(receiver, body.type, body, trackingData, keyboard, undefined, minApiVersion),
    close: () => http.close(),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
