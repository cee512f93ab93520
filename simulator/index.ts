import Fastify, { type FastifyPluginAsync } from 'fastify';
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
  /** Tells the simulator the outside address of its mount, `http://127.0.0.1:8080/simulator`. */
  listening(baseUrl: string): void;
  /** Ends what waits or hangs, and writes the state. Stop the bot first. */
  stop(): Promise<void>;
}

/** Telegram and Viber, faked at the HTTP boundary. @throws when `stateFile` cannot be read as a state */
export function createSimulator(options: SimulatorOptions): Simulator {
  const now = options.now ?? (() => new Date());
  const state = createState({ path: options.stateFile, now });
  let base: string | undefined;
  const under = (path: string) => (): string => {
    if (base === undefined)
      throw new Error('The simulator has no address yet: call listening(baseUrl) first');
    return `${base}${path}`;
  };
  const telegram = createTelegram(options, state, under('/telegram'));
  const viber = createViber(options, state, under('/viber/pa'));

  return {
    telegram: telegram.platform,
    viber: viber.platform,
    plugin: async (app) => {
      await app.register(telegram.routes, { prefix: '/telegram' });
      await app.register(viber.routes, { prefix: '/viber' });
    },
    listening(baseUrl) {
      base = baseUrl.replace(/\/$/, '');
    },
    async stop() {
      telegram.stop();
      viber.stop();
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
