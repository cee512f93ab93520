import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import { parseObject } from '../../viber/json.ts';
import { same } from '../../wire/same.ts';
import { credentials } from '../credentials.ts';
import type { Inbox } from '../inbox.ts';
import type { Outage } from '../outage.ts';
import type { Conversation, HelpdeskMessage } from '../state.ts';
import { filterRequest, fits } from './filter.ts';
import { conversationObject, messageObject } from './objects.ts';

/** Chatwoot lists so many conversations at once. */
const pageSize = 25;

const newMessage = z.object({
  content: z.string().min(1),
  message_type: z.enum(['outgoing', 'incoming']).default('outgoing'),
  private: z.boolean().default(false),
});
const newAttributes = z.object({
  custom_attributes: z.record(z.string(), z.unknown()),
  merge: z.boolean().default(false),
});

/** What Chatwoot answers to a request that it refuses. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The part of Chatwoot's API that a connector uses, behind an access token.
 * @see https://developers.chatwoot.com/api-reference/introduction
 */
export function createApiRoutes({
  inbox,
  outage,
  answer,
  now,
}: {
  inbox: Inbox;
  outage: Outage;
  /** Writes to the client. */
  answer: (conversation: Conversation, text: string) => Promise<HelpdeskMessage>;
  now: () => Date;
}): FastifyPluginAsync {
  const listed = (conversations: Conversation[], page: number): { meta: object; payload: object[] } => ({
    meta: {
      mine_count: 0,
      assigned_count: conversations.length,
      unassigned_count: 0,
      all_count: conversations.length,
    },
    payload: conversations.slice((page - 1) * pageSize, page * pageSize).map(conversationObject),
  });
  const found = ({ id = '' }: Record<string, string>): Conversation => {
    const conversation = inbox.find(Number(id));
    if (!conversation) throw new Refusal(404, 'Resource could not be found');
    return conversation;
  };

  type Given = { params: Record<string, string>; query: Record<string, string>; body: unknown };
  const routes: Array<{ method: 'GET' | 'POST'; url: string; perform: (given: Given) => unknown }> = [
    {
      method: 'GET',
      url: '',
      perform({ query }) {
        const status = query['status'] ?? 'open';
        const all = inbox.all().filter((one) => status === 'all' || one.status === status);
        return { data: listed(all, pageOf(query)) };
      },
    },
    {
      method: 'POST',
      url: '/filter',
      perform({ query, body }) {
        const { payload } = parse(filterRequest, body);
        try {
          return listed(
            inbox.all().filter((conversation) => fits(conversation, payload, now())),
            pageOf(query),
          );
        } catch (error) {
          throw new Refusal(422, (error as Error).message);
        }
      },
    },
    { method: 'GET', url: '/:id', perform: ({ params }) => conversationObject(found(params)) },
    {
      method: 'GET',
      url: '/:id/messages',
      perform({ params }) {
        const conversation = found(params);
        return {
          meta: { labels: conversation.labels },
          payload: conversation.messages.map((one) => messageObject(conversation, one)),
        };
      },
    },
    {
      method: 'POST',
      url: '/:id/messages',
      async perform({ params, body }) {
        const conversation = found(params);
        const { content, private: isPrivate, message_type: type } = parse(newMessage, body);
        if (type === 'incoming') throw new Refusal(422, 'Incoming messages are only allowed in Api inboxes');
        const message = isPrivate
          ? inbox.add(conversation, { from: 'note', text: content })
          : await answer(conversation, content);
        return messageObject(conversation, message);
      },
    },
    {
      method: 'POST',
      url: '/:id/custom_attributes',
      perform({ params, body }) {
        const conversation = found(params);
        const { custom_attributes: given, merge } = parse(newAttributes, body);
        // Without `merge` the whole set is replaced.
        const customAttributes = merge ? { ...conversation.customAttributes, ...given } : given;
        inbox.change(conversation, { customAttributes });
        return { custom_attributes: customAttributes };
      },
    },
  ];

  return async (app) => {
    for (const { method, url, perform } of routes) {
      app.route({
        method,
        url: `/api/v1/accounts/:account/conversations${url}`,
        logLevel: 'silent',
        handler: (request, reply) =>
          outage.answer(reply, async () => {
            try {
              const params = request.params as Record<string, string>;
              authorize(request.headers['api_access_token'], params['account']);
              const text = Buffer.isBuffer(request.body) ? request.body.toString() : '';
              const query = request.query as Record<string, string>;
              return (await perform({ params, query, body: parseObject(text) })) as object;
            } catch (error) {
              return refused(reply, error);
            }
          }),
      });
    }
  };
}

function authorize(token: unknown, account: string | undefined): void {
  if (typeof token !== 'string' || !same(token, credentials.apiToken)) {
    throw new Refusal(401, 'Invalid Access Token');
  }
  if (account !== String(credentials.accountId)) throw new Refusal(404, 'Resource could not be found');
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(422, `${issue?.path.join('.') || 'The body'}: ${issue?.message}`);
}

function pageOf(query: Record<string, string>): number {
  return Math.max(1, Number.parseInt(query['page'] ?? '1', 10) || 1);
}

function refused(reply: FastifyReply, error: unknown): object {
  if (!(error instanceof Refusal)) throw error;
  void reply.code(error.status);
  return { error: error.message };
}
