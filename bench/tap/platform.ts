/** Telegram and Viber as a bot meets them, as light as can be, so that the bot is what is measured. */
import { Agent, createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  /** What stands before the bot's token: `/1` where a bot was told `http://127.0.0.1:41234/1`. */
  prefix: string;
  /** `sendMessage`, `send_message`, ... */
  method: string;
  /** What was asked for, under the platform's own names; nothing of a file. */
  body: Record<string, unknown>;
  /** What the answer gives as the id of the message, where the call sends one. */
  messageId: number;
}

export interface Posted {
  status: number;
  body: string;
}

export interface FakePlatform {
  /** `http://127.0.0.1:41234` */
  url: string;
  /** Called with each request of the bot that was not refused. */
  onCall: (call: Call) => void;
  /** Milliseconds from a request until it is answered. Default 0. */
  answerMs: number;
  /** How many messages and edits of messages it takes in any second; the rest is refused with 429. Default: all. */
  perSecond: number;
  /** How many it refused for that. */
  refused: number;
  /** Posts JSON to the bot over connections that stay open. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Posted>;
  close(): Promise<void>;
}

export async function startPlatform(): Promise<FakePlatform> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  let messages = 0;
  /** Where each bot has its events posted, which it looks at from time to time. */
  const webhooks = new Map<string, unknown>();
  /** When the messages of the last second came, the oldest first. */
  const taken: number[] = [];
  const server = createServer((request, response) => {
    const at = performance.now();
    void readText(request).then((text) => {
      const [, prefix = '', method = ''] = /^(.*?)(?:\/[^/]+)?\/([^/]+)$/.exec(request.url ?? '') ?? [];
      const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
      const body = isJson ? (JSON.parse(text) as Call['body']) : {};
      if (method === 'setWebhook' || method === 'set_webhook') webhooks.set(prefix, body.url);
      const isRefused = isMessage.test(method) && !takes(at);
      const messageId = ++messages;
      const answer = JSON.stringify(isRefused ? tooMany : answerTo(method, messageId, webhooks.get(prefix)));
      const end = (): void => {
        const length = Buffer.byteLength(answer);
        response.writeHead(isRefused ? 429 : 200, {
          'content-type': 'application/json',
          'content-length': length,
        });
        response.end(answer);
      };
      if (platform.answerMs > 0) setTimeout(end, platform.answerMs);
      else end();
      if (isRefused) return;
      platform.onCall({ prefix, method, body, messageId });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const platform: FakePlatform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onCall: () => {},
    answerMs: 0,
    perSecond: Number.POSITIVE_INFINITY,
    refused: 0,
    post: (url, headers, body) =>
      new Promise((resolve, reject) => {
        const options = {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        };
        const sent = httpRequest(url, options, (response) => {
          readText(response).then(
            (text) => resolve({ status: response.statusCode ?? 0, body: text }),
            reject,
          );
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return platform;

  function takes(at: number): boolean {
    while (taken.length > 0 && taken[0]! <= at - 1000) taken.shift();
    if (taken.length >= platform.perSecond) {
      platform.refused++;
      return false;
    }
    taken.push(at);
    return true;
  }
}

const isMessage = /^(sendMessage|sendPhoto|editMessageText)$/;
const tooMany = {
  ok: false,
  error_code: 429,
  description: 'Too Many Requests: retry after 1',
  parameters: { retry_after: 1 },
};

function answerTo(method: string, id: number, webhook: unknown): object {
  switch (method) {
    case 'getMe':
      return { ok: true, result: { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' } };
    case 'getWebhookInfo':
      return { ok: true, result: { url: webhook ?? '', pending_update_count: 0 } };
    case 'sendMessage':
    case 'sendPhoto':
      return { ok: true, result: { message_id: id, date: 0, chat: { id: 1, type: 'private' } } };
    case 'get_account_info':
      return { status: 0, status_message: 'ok', id: 'pa:1', name: 'Bench', uri: 'bench', webhook };
    case 'set_webhook':
      return { status: 0, status_message: 'ok', event_types: [] };
    case 'send_message':
      return { status: 0, status_message: 'ok', message_token: id, chat_hostname: 'bench' };
    default:
      return { ok: true, result: true };
  }
}

async function readText(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
