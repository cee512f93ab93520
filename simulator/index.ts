import Fastify, { type FastifyPluginAsync, type onRequestAsyncHookHandler } from 'fastify';
import { createHelpdesk } from './helpdesk/helpdesk.ts';
import { createGuard } from './wire/guard.ts';
import type { HelpdeskConnection } from './page-server/helpdesk.ts';
import { createInboxRoutes } from './page-server/inbox.ts';
import { ownWebhooksOnly } from './wire/own-webhooks.ts';
import { createLinkRoutes } from './page-server/links.ts';
import { createPageRoutes } from './page-server/routes.ts';
import type { SimulatedPlatform, SimulatorOptions } from './platform.ts';
import { createState } from './state.ts';
import { createTelegram } from './telegram/telegram.ts';
import { createViber } from './viber/viber.ts';

export { demoPeople } from './people.ts';

export interface Simulator {
  telegram: SimulatedPlatform;
  viber: SimulatedPlatform;
  /** Every route, to be registered under a prefix. */
  plugin: FastifyPluginAsync;
  /** Refuses what another site of the same browser sends; `plugin` has it, what is served beside it needs it too. */
  guard: onRequestAsyncHookHandler;
  /** Tells the simulator the outside address of its mount, `http://127.0.0.1:8080/simulator`. */
  listening(baseUrl: string): void;
  /** Lets the page's helpdesk report dialogues to Afterword. Its supervisors are added where they are new. */
  connectHelpdesk(connection: HelpdeskConnection): void;
  /** Ends what waits or hangs, and writes the state. Stop the bot first. */
  stop(): Promise<void>;
}

/** Telegram and Viber, faked at the HTTP boundary. @throws when `stateFile` cannot be read as a state */
export function createSimulator(options: SimulatorOptions): Simulator {
  const now = options.now ?? (() => new Date());
  const state = createState({ path: options.stateFile, now });
  let base: string | undefined;
  let connected: HelpdeskConnection | null = null;
  const under = (path: string) => (): string => {
    if (base === undefined)
      throw new Error('The simulator has no address yet: call listening(baseUrl) first');
    return `${base}${path}`;
  };
  const guard = createGuard(() => [...(base === undefined ? [] : [base]), ...(options.alsoAt ?? [])]);
  const telegram = createTelegram(options, state, under('/telegram'));
  const viber = createViber(options, state, under('/viber/pa'));
  const helpdesk = createHelpdesk(options, state, under);

  const page = createPageRoutes({
    state,
    platforms: { telegram: telegram.platform, viber: viber.platform },
    helpdesk: () => connected,
    inbox: createInboxRoutes(helpdesk, () => connected),
    now,
  });

  return {
    telegram: telegram.platform,
    viber: viber.platform,
    guard,
    plugin: async (app) => {
      app.addHook('onRequest', guard);
      for (const [name, { routes }] of Object.entries({ telegram, viber })) {
        const guarded: FastifyPluginAsync = async (scope) => {
          scope.addHook('preHandler', ownWebhooksOnly(name as 'telegram' | 'viber', options.onlyCalls));
          await scope.register(routes);
        };
        await app.register(guarded, { prefix: `/${name}` });
      }
      await app.register(helpdesk.routes, { prefix: '/helpdesk' });
      await app.register(createLinkRoutes(state, { telegram: telegram.platform, viber: viber.platform }));
      await app.register(page.routes);
    },
    listening(baseUrl) {
      base = baseUrl.replace(/\/$/, '');
    },
    connectHelpdesk(connection) {
      connected = connection;
      for (const name of ['telegram', 'viber'] as const) {
        const clientId = connection.supervisors[name];
        if (state[name].find(clientId)) continue;
        const chat = state[name].add({ clientId, name: 'Supervisor', locale: 'en' });
        Object.assign(chat, { opened: true, subscribed: true });
      }
    },
    async stop() {
      page.stop();
      telegram.stop();
      viber.stop();
      helpdesk.stop();
      state.stop();
    },
  };
}

/** A simulator on an address of its own: 127.0.0.1, at `port` or at a free one. */
export async function startSimulator(
  options: SimulatorOptions & { port?: number },
): Promise<Simulator & { url: string }> {
  const simulator = createSimulator(options);
  const app = Fastify({ forceCloseConnections: true });
  await app.register(simulator.plugin);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  simulator.listening(url);
  return {
    ...simulator,
    url,
    async stop() {
      await simulator.stop();
      await app.close();
    },
  };
}
