import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { greeter, type Helpdesk } from '../helpdesk/helpdesk.ts';
import { outageModes } from '../helpdesk/outage.ts';
import type { Conversation, HelpdeskChannelName } from '../helpdesk/state.ts';
import { failed, type HelpdeskConnection } from './helpdesk.ts';

const channelNames = ['telegram', 'viber'] as const;
const conversation = z.int();
const short = z.string().trim().max(100);
const actions = {
  answer: z.object({ conversation, text: z.string().trim().min(1).max(4096) }),
  resolve: z.object({ conversation }),
  reopen: z.object({ conversation }),
  assign: z.object({ conversation, assignee: short, team: short, labels: z.array(short.min(1)).max(20) }),
  settings: z.object({ webhookUrl: z.string().trim(), signingSecret: z.string().trim() }),
  outage: z.object({ mode: z.enum(outageModes) }),
  register: z.object({ channel: z.enum(channelNames) }),
};

/** How many conversations the page shows, the newest first. */
const conversationsShown = 50;

/** The routes of the page's inbox. Refusals are 200 with an `error`, as in the page's other routes. */
export function createInboxRoutes(
  helpdesk: Helpdesk,
  connection: () => HelpdeskConnection | null,
): FastifyPluginAsync {
  const found = (id: number): Conversation => {
    const one = helpdesk.inbox.find(id);
    if (!one) throw new Error('This conversation is not there any more');
    return one;
  };
  /** `told`: a webhook address is set. */
  const setStatus = async (id: number, status: Conversation['status']): Promise<{ told: boolean }> => {
    const { webhookUrl } = helpdesk.settings();
    await helpdesk.setStatus(found(id), status);
    return { told: webhookUrl !== '' };
  };
  const act: { [A in keyof typeof actions]: (input: z.infer<(typeof actions)[A]>) => unknown } = {
    answer: (input) => helpdesk.answer(found(input.conversation), input.text),
    resolve: (input) => setStatus(input.conversation, 'resolved'),
    reopen: (input) => setStatus(input.conversation, 'open'),
    assign({ conversation: id, ...facts }) {
      const one = found(id);
      helpdesk.inbox.change(one, facts);
      const { assignee, team, labels } = facts;
      const text = `Assigned to ${assignee || 'nobody'}, ${team || 'no team'}; labels: ${labels.join(', ') || 'none'}`;
      helpdesk.inbox.add(one, { from: 'event', text });
    },
    settings: (input) => helpdesk.changeSettings(input),
    outage: ({ mode }) => helpdesk.outage.set(mode),
    register: ({ channel }) => helpdesk.register(channel),
  };
  /** Whether Afterword was started so that it passes this channel's updates on to here. */
  const isRelayed = (channel: HelpdeskChannelName): boolean =>
    connection()?.relay?.[channel] === helpdesk.addressOf(channel);

  return async (app) => {
    app.get('/page/helpdesk', { logLevel: 'silent' }, async (request) => {
      const { conversation: id } = request.query as { conversation?: string };
      const all = helpdesk.inbox.all();
      return {
        relayed: { telegram: isRelayed('telegram'), viber: isRelayed('viber') },
        connection: helpdesk.connection(),
        settings: helpdesk.settings(),
        outage: helpdesk.outage.mode(),
        counts: helpdesk.received.counts(),
        webhooks: helpdesk.webhooks(),
        conversations: all.slice(0, conversationsShown).map(summary),
        open: all.find((one) => String(one.id) === id) ?? null,
      };
    });
    app.post('/page/helpdesk/:action', { logLevel: 'silent' }, async (request) => {
      const { action } = request.params as { action: string };
      if (!Object.hasOwn(actions, action)) return failed('The helpdesk knows no such action');
      const name = action as keyof typeof actions;
      const input = actions[name].safeParse(request.body);
      if (!input.success) {
        const [issue] = input.error.issues;
        return failed(`${issue?.path.join('.')}: ${issue?.message}`);
      }
      try {
        return (await act[name](input.data as never)) ?? {};
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error));
      }
    });
  };
}

function summary({ id, channel, clientId, name, status, activityAt, messages }: Conversation): object {
  // A greeting answers nobody.
  const last = messages.findLast(
    ({ from, author }) => from === 'client' || (from === 'operator' && author !== greeter),
  );
  return {
    id,
    channel,
    clientId,
    name,
    status,
    activityAt,
    last: last?.text ?? '',
    waits: status === 'open' && last?.from === 'client',
  };
}
