import type { Clock } from '../../src/clock.ts';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FakeMessage {
  id: number;
  content: string;
  private: boolean;
  message_type: string;
  created_at?: number;
}

/** A conversation as a list gives it, with what was written to it. */
export interface FakeConversation {
  entry: Record<string, unknown>;
  attributes: Record<string, unknown>;
  messages: FakeMessage[];
}

export interface FakeChatwoot {
  url: string;
  token: string;
  /** `GET 3/conversations/42`, in the order in which they came. */
  calls: string[];
  /** The conversations of all accounts, by `3:42`. */
  conversations: Map<string, FakeConversation>;
  add(entry: Record<string, unknown>): FakeConversation;
  notes(id: string): string[];
  /** While it is set it answers instead. Given the call; a function decides about the answer after it was carried out. */
  fault: ((call: string, response: ServerResponse) => boolean) | null;
  /** While it is true calls are carried out, but nobody is told. */
  silent: boolean;
}

const TOKEN = 'a-token-of-an-agent';
const PAGE = 25;

/** The part of Chatwoot's API that is used, at the HTTP boundary. It merges attributes only where it is asked to. */
export async function startFakeChatwoot({ merges = true } = {}): Promise<FakeChatwoot> {
  let lastMessage = 9_500;
  const fake: FakeChatwoot = {
    url: '',
    token: TOKEN,
    calls: [],
    conversations: new Map(),
    add(entry) {
      const conversation: FakeConversation = {
        entry,
        attributes: { ...(entry['custom_attributes'] as object | undefined) },
        messages: [],
      };
      fake.conversations.set(`${String(entry['account_id'])}:${String(entry['id'])}`, conversation);
      return conversation;
    },
    notes: (id) =>
      fake.conversations
        .get(id)
        ?.messages.filter((message) => message.private)
        .map(({ content }) => content) ?? [],
    fault: null,
    silent: false,
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://host');
      const path = url.pathname.replace('/api/v1/accounts/', '');
      const call = `${request.method} ${path}`;
      fake.calls.push(call);
      if (fake.fault?.(call, response)) return;
      const json = (status: number, body: unknown): void => {
        if (fake.silent) return;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (request.headers['api_access_token'] !== TOKEN)
        return json(401, { errors: ['Invalid Access Token'] });
      const text = Buffer.concat(chunks).toString();
      answer(call, url.searchParams, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>), json);
    });
  });

  function answer(
    call: string,
    query: URLSearchParams,
    body: Record<string, unknown>,
    json: (status: number, body: unknown) => void,
  ): void {
    const [, account = ''] = /^GET (\d+)\/conversations$/.exec(call) ?? [];
    if (account !== '') return json(200, { data: { meta: {}, payload: pageOf(account, query) } });
    const [, id, part = ''] = /^\w+ (\d+\/conversations\/\d+)(\/\w+)?$/.exec(call) ?? [];
    const conversation = fake.conversations.get(id?.replace('/conversations/', ':') ?? '');
    if (!conversation) return json(404, { error: 'Resource could not be found' });
    if (call.startsWith('POST') && part === '/custom_attributes') {
      const given = body['custom_attributes'] as Record<string, unknown>;
      conversation.attributes =
        merges && body['merge'] === true ? { ...conversation.attributes, ...given } : given;
      return json(200, { custom_attributes: conversation.attributes });
    }
    if (call.startsWith('POST') && part === '/messages') {
      const message = { id: ++lastMessage, ...body } as unknown as FakeMessage;
      conversation.messages.push(message);
      return json(200, message);
    }
    if (part === '/messages') return json(200, { meta: {}, payload: conversation.messages.slice(-20) });
    return json(200, { ...conversation.entry, custom_attributes: conversation.attributes });
  }

  function pageOf(account: string, query: URLSearchParams): unknown[] {
    const at = (Number(query.get('page') ?? 1) - 1) * PAGE;
    return [...fake.conversations.values()]
      .map(({ entry }) => entry)
      .filter((entry) => String(entry['account_id']) === account)
      .filter(({ status }) => query.get('status') === 'all' || query.get('status') === status)
      .toSorted((a, b) => Number(b['last_activity_at']) - Number(a['last_activity_at']))
      .slice(at, at + PAGE);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return fake;
}

/** A fault of the whole helpdesk. */
export const answering =
  (status: number, headers: Record<string, string> = {}, body = '{}') =>
  (_call: string, response: ServerResponse): boolean => {
    response.writeHead(status, headers).end(body);
    return true;
  };

/** A timer that goes off after `timeoutMs`, whatever it was set to. */
export function impatient(timeoutMs: number): Pick<Clock, 'after'> {
  return {
    after(_ms, work) {
      const timer = setTimeout(work, timeoutMs);
      return () => clearTimeout(timer);
    },
  };
}
