import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { ChannelAdapter } from './channel.ts';
import type { Clock } from './clock.ts';
import { createDigestJob, type DigestJob, type Supervisor } from './digest/job.ts';
import { ChannelError, ConfigError } from './errors.ts';
import { dialogueRoutes } from './http/api/dialogues.ts';
import { digestRoutes } from './http/api/digests.ts';
import { requireKey } from './http/api/keys.ts';
import { statisticsRoutes } from './http/api/statistics.ts';
import { healthRoutes } from './http/health.ts';
import { createServer } from './http/server.ts';
import { webhookRoutes } from './http/webhooks.ts';
import type { Log } from './log.ts';
import type { Scenario } from './scenario/scenario.ts';
import { createStatistics, type Statistics } from './stats/statistics.ts';
import type { Store } from './store/store.ts';
import { greetSupervisors } from './supervisor/greeting.ts';
import { createOutbox, type Outbox } from './survey/outbox.ts';
import { createReporter } from './survey/report.ts';
import { createRunner } from './survey/runner.ts';
import { createScenarioShelf } from './survey/shelf.ts';
import { createWaker, type Waker } from './survey/wake.ts';

export interface AppOptions {
  /** Opened already. */
  store: Store;
  channels: readonly ChannelAdapter[];
  scenarios: ReadonlyMap<string, Scenario>;
  /** The id of the scenario for dialogues that name none. */
  defaultScenario: string;
  supervisors: readonly Supervisor[];
  /** The IANA zone whose calendar days are reported. */
  zone: string;
  /** When yesterday's digest is sent, `HH:MM` in that zone. */
  digestAt: string;
  /** The CSAT % that digests are held against, 0..1. */
  target?: number;
  apiKeys: readonly string[];
  clock: Clock;
  log: Log;
  /** What else the server serves: the simulator. */
  routes?: Array<{ prefix: string; plugin: FastifyPluginAsync }>;
}

export interface App {
  /** Not listening yet. */
  server: FastifyInstance;
  digests: DigestJob;
  statistics: Statistics;
  outbox: Outbox;
  waker: Waker;
  /** Takes events from every channel. The server must be listening, because a platform may call at once. */
  start(): Promise<void>;
  /** Takes no more events and lets what is under way come to its end. */
  stop(): Promise<void>;
}

/** Puts the rooms together; reads no environment, opens no port and starts no timer. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { store, supervisors, zone, digestAt, apiKeys, clock, log, defaultScenario } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const shelf = createScenarioShelf(options.scenarios, store);
  const outbox = createOutbox({ store, channels, clock, log });
  const reporter = createReporter({ store, outbox, clock });
  const waker = createWaker({ store, shelf, outbox, reporter, clock, log });
  const greeter = shelf.current(defaultScenario);
  if (!greeter) throw new ConfigError([`DEFAULT_SCENARIO names "${defaultScenario}", which is not there`]);
  const runner = createRunner({ store, shelf, outbox, clock, log, defaultScenario: greeter });
  const onEvent = greetSupervisors(runner, { supervisors, at: digestAt, zone });
  const statistics = createStatistics({ store, zone, clock });
  const digests = createDigestJob({
    store,
    statistics,
    supervisors,
    zone,
    at: digestAt,
    clock,
    log,
    ...(options.target === undefined ? {} : { target: options.target }),
    async send({ channel, clientId }, message) {
      const adapter = channels.get(channel);
      if (!adapter)
        throw new ChannelError(
          'rejected',
          `there is no channel "${channel}"; set its token or remove it from SUPERVISORS`,
        );
      await adapter.send(clientId, message);
    },
  });
  await shelf.keep();

  const api: FastifyPluginAsync = async (server) => {
    server.addHook('onRequest', requireKey(apiKeys));
    await server.register(dialogueRoutes({ reporter, shelf, statistics, channels, defaultScenario, clock }));
    await server.register(statisticsRoutes(statistics));
    await server.register(digestRoutes(digests));
  };
  const server = await createServer({
    log,
    routes: [
      { prefix: '/api/v1', plugin: api },
      { prefix: '/webhooks', plugin: webhookRoutes(channels) },
      { prefix: '', plugin: healthRoutes(store) },
      ...(options.routes ?? []),
    ],
  });

  return {
    server,
    digests,
    statistics,
    outbox,
    waker,
    async start() {
      for (const channel of channels.values()) await channel.start(onEvent);
    },
    async stop() {
      await Promise.allSettled([...channels.values()].map((channel) => channel.stop()));
      await waker.stop();
      await outbox.stop();
      await server.close();
    },
  };
}
