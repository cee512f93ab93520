import { join } from 'node:path';
import { networkInterfaces } from 'node:os';
import type { FastifyPluginAsync, onRequestHookHandler } from 'fastify';
import { createSimulator, demoPeople, type Simulator } from '../simulator/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { isEveryAddress } from './config/addresses.ts';
import type { Config } from './config/config.ts';
import { ConfigError, messageOf } from './errors.ts';

export interface Simulation {
  simulator: Simulator;
  /** The configuration with both platforms set to the simulator, and what a real one would need besides. */
  config: Config;
  /** The simulator and its chat page, for the service's own server. */
  routes: Array<{ prefix: string; plugin: FastifyPluginAsync }>;
  /** Refuses requests that another site of the same browser sends; its keys and tokens are known to everybody. */
  guard: onRequestHookHandler;
  /** Where it is reached besides `url`: with HOST=0.0.0.0 the addresses of this machine. */
  alsoAt: readonly string[];
  /** Lets the page's helpdesk call the HTTP API. */
  connect(scenarios: string[], storeName: string): void;
  /** The people of a new simulation open the bot's chat, as everybody once does; the bot must be listening. */
  arrive(): Promise<void>;
}

export interface SimulationOptions {
  clock: Clock;
  /** Where the chats are kept; null: in memory. Default: beside the embedded store. */
  statePath: string | null | undefined;
}

const API_KEY = 'simulated-api-key';

/** Both platforms behind `/simulator` of the service at `url`; the adapters talk to them over HTTP all the same. */
export function simulate(config: Config, url: string, { clock, statePath }: SimulationOptions): Simulation {
  const telegramToken = '1000000001:simulated-telegram-bot-token';
  const viberToken = 'simulated-viber-token';
  const path = statePath === undefined ? join('data', 'simulator.json') : statePath;
  const alsoAt = isEveryAddress(config.HOST) ? outsideAddresses(new URL(url).port) : [];
  const simulator = created({
    onlyCalls: url,
    alsoAt,
    telegramToken,
    viberToken,
    rateLimits: clock === systemClock,
    now: () => clock.now(),
    ...(path === null ? {} : { stateFile: path }),
  });
  simulator.listening(`${url}/simulator`);
  const supervisors = (['telegram', 'viber'] as const).map((channel) => ({
    channel,
    clientId: demoPeople[channel].supervisor.clientId,
    language: config.SUPERVISOR_LANGUAGE,
  }));
  const apiKeys = config.API_KEYS.length > 0 ? config.API_KEYS : [API_KEY];

  return {
    simulator,
    guard: simulator.guard as onRequestHookHandler,
    alsoAt,
    config: {
      ...config,
      channels: {
        telegram: {
          ...config.channels['telegram'],
          TELEGRAM_BOT_TOKEN: telegramToken,
          TELEGRAM_API_ROOT: simulator.telegram.apiUrl,
        },
        viber: {
          ...config.channels['viber'],
          VIBER_AUTH_TOKEN: viberToken,
          VIBER_API_URL: simulator.viber.apiUrl,
        },
      },
      PUBLIC_URL: url,
      API_KEYS: apiKeys,
      SUPERVISORS: config.SUPERVISORS.length > 0 ? config.SUPERVISORS : supervisors,
    },
    routes: [
      { prefix: '/simulator', plugin: simulator.plugin },
      {
        prefix: '',
        plugin: async (server) => void server.get('/', async (_, reply) => reply.redirect('/simulator/')),
      },
    ],
    connect: (scenarios, storeName) =>
      simulator.connectHelpdesk({
        baseUrl: url,
        apiKey: apiKeys[0] ?? API_KEY,
        scenarios,
        supervisors: {
          telegram: demoPeople.telegram.supervisor.clientId,
          viber: demoPeople.viber.supervisor.clientId,
        },
        describe: storeName,
        relay: {
          telegram: config.channels['telegram']?.['RELAY_URL_TELEGRAM'],
          viber: config.channels['viber']?.['RELAY_URL_VIBER'],
        },
      }),
    async arrive() {
      for (const name of ['telegram', 'viber'] as const) {
        for (const { clientId } of [...demoPeople[name].clients, demoPeople[name].supervisor]) {
          if (simulator[name].chat(clientId).messages.length === 0) await simulator[name].open(clientId);
        }
      }
    },
  };
}

/** This machine's addresses on its networks. */
function outsideAddresses(port: string): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => `http://${address}:${port}`);
}

/** @throws {ConfigError} when the file of its chats cannot be read */
function created(options: Parameters<typeof createSimulator>[0]): Simulator {
  try {
    return createSimulator(options);
  } catch (error) {
    throw new ConfigError([messageOf(error)], { cause: error });
  }
}
