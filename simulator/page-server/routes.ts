import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Chat } from '../chats.ts';
import { createEvents } from './events.ts';
import { createFileRoutes } from './files.ts';
import { askAfterword, failed, type HelpdeskConnection } from './helpdesk.ts';
import type { Files } from '../files.ts';
import type { SimulatedPlatform } from '../platform.ts';
import type { SimulatorState } from '../state.ts';

type PlatformName = 'telegram' | 'viber';

const platformName = z.enum(['telegram', 'viber']);
const clientId = z.string().min(1);
const actions = {
  open: z.object({ clientId, payload: z.string().optional() }),
  say: z.object({ clientId, text: z.string().trim().min(1).max(4096), replyTo: z.string().optional() }),
  tap: z.object({ clientId, label: z.string(), messageId: z.string().optional() }),
  voice: z.object({ clientId, replyTo: z.string().optional() }),
  block: z.object({ clientId }),
  unblock: z.object({ clientId }),
  language: z.object({ clientId, locale: z.string().regex(/^[a-z]{2}$/) }),
  add: z.object({}),
};
const completed = z.object({
  channel: platformName,
  clientId,
  operator: z.string().trim(),
  team: z.string().trim(),
  topic: z.string().trim(),
  scenario: z.string(),
});

/** How long a voice message is that a client sends here. */
const voiceSeconds = 7;
/** The page shows the newest messages of a chat only. */
const messagesShown = 100;
/** An action is answered after this time even if the bot has not taken its update yet. */
const actionWithinMs = 10_000;
/** Who comes when a client is added. */
const newcomers = [
  { name: 'Noah Evans', locale: 'en' },
  { name: 'Ірина Гончар', locale: 'uk' },
  { name: 'Grace Hall', locale: 'en' },
  { name: 'Андрій Лисенко', locale: 'uk' },
  { name: 'Oliver Price', locale: 'en' },
] as const;

/**
 * The page and what it talks to. Its refusals come as 200 with an `error`, because a browser writes every
 * other status to its console.
 */
export function createPageRoutes({
  state,
  platforms,
  helpdesk,
  inbox,
  now,
}: {
  state: SimulatorState;
  platforms: Record<PlatformName, SimulatedPlatform>;
  helpdesk: () => HelpdeskConnection | null;
  /** The routes of the helpdesk with an inbox of its own. */
  inbox: FastifyPluginAsync;
  now: () => Date;
}): { routes: FastifyPluginAsync; stop: () => void } {
  const events = createEvents((listener) => state.onChange(listener));

  /** Whoever is at the chat's phone: in a group the supervisor. */
  const whoActs = (name: PlatformName, chatId: string): { by: string; place: { group?: string } } => {
    const member = helpdesk()?.supervisors[name] ?? state[name].all()[0]?.clientId;
    const isGroup = state[name].find(chatId)?.group !== undefined;
    return isGroup && member !== undefined
      ? { by: member, place: { group: chatId } }
      : { by: chatId, place: {} };
  };

  const act: {
    [A in keyof typeof actions]: (name: PlatformName, input: z.infer<(typeof actions)[A]>) => unknown;
  } = {
    open: (name, input) => platforms[name].open(input.clientId, input.payload),
    say: (name, { clientId: id, text, replyTo }) => {
      const { by, place } = whoActs(name, id);
      return platforms[name].say(by, text, { ...place, ...(replyTo !== undefined && { replyTo }) });
    },
    voice: (name, { clientId: id, replyTo }) =>
      platforms[name].attach(
        id,
        { kind: 'voice', seconds: voiceSeconds },
        replyTo === undefined ? {} : { replyTo },
      ),
    tap: (name, input) => {
      const { by, place } = whoActs(name, input.clientId);
      return platforms[name].tap(by, input.label, input.messageId, place);
    },
    block: (name, input) => platforms[name].block(input.clientId),
    unblock: (name, input) => platforms[name].unblock(input.clientId),
    language(name, input) {
      state[name].add({ ...state[name].get(input.clientId), locale: input.locale });
    },
    add(name) {
      const number = state[name].all().length;
      const person = newcomers[number % newcomers.length] ?? newcomers[0];
      const id = name === 'telegram' ? String(600 + number) : `client-${number}==`;
      platforms[name].addClient({ clientId: id, ...person });
      return { clientId: id };
    },
  };

  const routes: FastifyPluginAsync = async (app) => {
    await app.register(fastifyStatic, {
      root: fileURLToPath(new URL('../page', import.meta.url)),
      wildcard: false,
      decorateReply: false,
    });
    // The page's links are relative: `/simulator` would look for them one level too high.
    app.addHook('onRequest', async (request, reply) => {
      const [path = '', query] = request.url.split('?');
      if (path !== '' && path === app.prefix) {
        return reply.redirect(`${path}/${query === undefined ? '' : `?${query}`}`);
      }
      return undefined;
    });
    app.addHook('preClose', async () => events.stop());
    // What a form of another site can send without asking is no JSON.
    app.removeContentTypeParser('text/plain');
    app.addHook('preParsing', async (request, reply) => {
      if (request.method !== 'POST' || isJson(request.headers['content-type'])) return undefined;
      await reply.status(415).send(failed('The page sends JSON and nothing else'));
      return undefined;
    });
    await app.register(inbox);
    await app.register(createFileRoutes(state.files));
    app.get('/events', { logLevel: 'silent' }, (_request, reply) => {
      reply.hijack();
      events.attach(reply.raw);
    });

    app.get('/page/state', { logLevel: 'silent' }, async () => {
      const connection = helpdesk();
      const chats = (name: PlatformName): object[] =>
        state[name].all().map((chat) => ({
          ...drawn(chat, connection?.supervisors[name], state.files),
          commands: platforms[name].commands?.(chat.clientId) ?? [],
        }));
      return {
        connected: connection !== null,
        describe: connection?.describe ?? 'no helpdesk is connected',
        scenarios: connection?.scenarios ?? [],
        telegram: chats('telegram'),
        viber: chats('viber'),
      };
    });

    app.post('/page/chats/:platform/:action', { logLevel: 'silent' }, async (request) => {
      const { platform, action } = request.params as { platform: string; action: string };
      const name = platformName.safeParse(platform);
      if (!name.success || !Object.hasOwn(actions, action))
        return failed('The simulator knows no such action');
      const input = actions[action as keyof typeof actions].safeParse(request.body);
      if (!input.success) return failed('Nothing was sent: write a message of 1 to 4096 characters');
      try {
        const done = Promise.resolve(act[action as keyof typeof actions](name.data, input.data as never));
        const result = await Promise.race([done, afterwards(actionWithinMs)]);
        return typeof result === 'number' ? { status: result } : { status: 200, ...(result as object) };
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error));
      }
    });

    app.get('/page/dialogues', { logLevel: 'silent' }, async () => {
      const connection = helpdesk();
      return connection ? askAfterword(connection, 'GET', '/api/v1/dialogues?limit=50') : { dialogues: [] };
    });
    app.post('/page/dialogues', { logLevel: 'silent' }, async (request) => {
      const connection = helpdesk();
      const input = completed.safeParse(request.body);
      if (!connection || !input.success)
        return failed('The form is not complete, or no helpdesk is connected');
      const { channel, operator, team, topic, scenario } = input.data;
      return askAfterword(connection, 'POST', '/api/v1/dialogues', {
        channel,
        clientId: input.data.clientId,
        externalId: `HD-${state.next('dialogue')}`,
        ...(operator && { operator }),
        ...(team && { team }),
        ...(topic && { topic }),
        tags: [],
        ...(scenario && { scenario }),
        language: state[channel].find(input.data.clientId)?.locale ?? 'en',
        completedAt: now().toISOString(),
      });
    });
    app.post('/page/digests', { logLevel: 'silent' }, async () => {
      const connection = helpdesk();
      if (!connection) return failed('No helpdesk is connected');
      return askAfterword(connection, 'POST', '/api/v1/digests', { day: 'today' });
    });
  };

  return { routes, stop: () => events.stop() };
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}

function drawn(chat: Chat, supervisor: string | undefined, files: Files): object {
  const messages = chat.messages.slice(-messagesShown).map((message) => {
    const { file, ...attachment } = message.attachment ?? {};
    // Of an earlier run, the name alone is left.
    return file === undefined || files.find(file) ? message : { ...message, attachment };
  });
  return { ...chat, messages, supervisor: chat.clientId === supervisor };
}

function afterwards(ms: number): Promise<{ status: null }> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, { status: null }).unref();
  });
}
