/** From a configuration to a running service; the only file that knows every adapter and the simulator. */
import { setTimeout as sleep } from 'node:timers/promises';
import { adapters } from '../adapters/index.ts';
import type { Simulator } from '../simulator/index.ts';
import { buildApp } from './app.ts';
import type { App } from './app/options.ts';
import { simulatedLinks } from './access/inviting/links.ts';
import type { ChannelAdapter } from './channel.ts';
import { type Clock, systemClock } from './clock.ts';
import type { ChannelDefinitions, RelayTarget } from './channel-definition.ts';
import { isEveryAddress } from './config/addresses.ts';
import { type Config, createConfigReader, isInUse } from './config/config.ts';
import type { Connected } from './connectors/connections.ts';
import type { ConnectorDefinitions } from './connectors/connector.ts';
import { connectors } from './connectors/index.ts';
import { ConfigError, faultFields } from './errors.ts';
import { listen, reservePort, serveMetrics } from './http/listen.ts';
import type { Log } from './log/log.ts';
import { loadScenarios } from './scenario/file/load.ts';
import type { Scenario } from './scenario/scenario.ts';
import { createScrub } from './text/scrub.ts';
import { createStore } from './store/index.ts';
import type { Store, TokenBucketStore } from './store/store.ts';
import { createSharedBucket } from './store/shared-bucket.ts';

/** By name; as wide as the port, so that nothing here depends on which channels there are. */
const definitions: ChannelDefinitions = adapters;
const connectorDefinitions: ConnectorDefinitions = connectors;

export const { readConfig, envExample, variables, secretsOf } = createConfigReader(
  definitions,
  connectorDefinitions,
);

/** The platforms; without their tokens a simulation stands in for them. */
export const platforms = Object.entries(definitions).map(
  ([name, { title, tokenVariable, groupIdExample }]) => ({
    name,
    title,
    /** Whether the bot can be in groups there. */
    hasGroups: groupIdExample !== undefined,
    tokenVariable,
  }),
);

export interface Service {
  /** Where people and platforms find it on this machine: `http://127.0.0.1:8080`. */
  url: string;
  /** Other addresses of the simulation, with HOST=0.0.0.0. */
  alsoAt: readonly string[];
  app: App;
  store: Store;
  channels: readonly ChannelAdapter[];
  /** Only without tokens. */
  simulator: Simulator | null;
  apiKey: string | undefined;
  /** The default first. */
  scenarioIds: string[];
  supervisors: Config['SUPERVISORS'];
  /** The channels whose bot a helpdesk uses as well. */
  helpdesks: string[];
  /** The helpdesks that report their conversations themselves. */
  connectors: string[];
  /** Resolves once nothing is under way any more and everything is closed; after ten seconds in any case. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  log: Log;
  /** Default: the system's. A set clock also stops the timers: the caller sweeps and sends digests itself. */
  clock?: Clock;
  /** Default: by STORE_URL. It is opened and closed here. */
  store?: Store;
  /** Where the simulator keeps its chats; null: in memory. Default: beside the embedded store. */
  simulatorState?: string | null;
  /**
   * Called once when answers can be kept no more, because the database's file is gone. The caller stops the service
   * and ends the process.
   */
  onLost?: () => void;
}

/** A request that was sent when the service stops has arrived by then. */
const DRAIN_GRACE_MS = 250;
/** What hangs longer when the service stops is left. */
const STOP_LIMIT_MS = 10_000;

/**
 * Opens the store, reads the scenarios, listens and begins to take events.
 * @throws {ConfigError} {ScenarioError} {StoreError} what stands in the way, and what to do
 */
export async function startService(config: Config, options: ServiceOptions): Promise<Service> {
  // What was opened, newest last; closed the other way round, also when the start fails half way.
  const opened: Array<() => Promise<void>> = [];
  const closeAll = async (): Promise<void> => {
    for (let close = opened.pop(); close; close = opened.pop()) {
      await close().catch((error: unknown) =>
        options.log('error', 'while stopping', { ...faultFields(error) }),
      );
    }
  };
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= Promise.race([closeAll(), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    return stopped;
  };
  try {
    return { ...(await open(config, options, opened)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(
  config: Config,
  options: ServiceOptions,
  opened: Array<() => Promise<void>>,
): Promise<Omit<Service, 'stop'>> {
  const { log, clock = systemClock } = options;
  const reserved = config.PORT ? null : await reservePort();
  if (reserved) opened.push(() => reserved.release());
  const port = reserved?.port ?? config.PORT;
  const host = isEveryAddress(config.HOST) || config.HOST === 'localhost' ? '127.0.0.1' : config.HOST;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const simulation = config.simulated
    ? (await import('./simulation.ts')).simulate(config, url, { clock, statePath: options.simulatorState })
    : null;
  const { SUPERVISORS: supervisors, API_KEYS: apiKeys } = simulation?.config ?? config;
  const store =
    options.store ??
    (await createStore(config.STORE_URL, {
      onLost: (error) => {
        log('error', error.message);
        options.onLost?.();
      },
    }));
  const channels = await createChannels(simulation?.config ?? config, log, clock, simulation ? null : store);
  const scenarios = readScenarios(
    config.SCENARIOS_DIR,
    channels.map(({ name }) => name),
  );
  const scenarioIds = idsOf(scenarios, config);

  opened.push(() => store.close());
  await store.open();
  const connected = createConnectors(config, clock);
  const helpdesks = relayTargets(simulation?.config ?? config);
  const app = await buildApp({
    store,
    channels,
    scenarios,
    supervisors,
    connected,
    language: config.SUPERVISOR_LANGUAGE,
    apiKeys,
    addresses: [url, ...(simulation?.alsoAt ?? [])],
    simulatedAdministrator: simulation?.config.SUPERVISORS[0],
    requestsPerSecond: config.API_RATE_LIMIT,
    webhooks: config.WEBHOOKS,
    clock,
    log,
    relayTargets: helpdesks,
    relayAnswers: config.RELAY_ANSWERS === 'true',
    drainGraceMs: clock === systemClock ? DRAIN_GRACE_MS : 0,
    scrub: createScrub(secretsOf(config)),
    defaultScenario: config.DEFAULT_SCENARIO,
    zone: config.REPORT_TIMEZONE,
    digestAt: config.DIGEST_AT,
    escalation: config.ESCALATE,
    tellsSeeded: config.ALERTS === 'on',
    publicUrl: (simulation?.config ?? config).PUBLIC_URL,
    shifts: config.SHIFTS,
    dialogueUrl: config.DIALOGUE_URL,
    ...(config.CSAT_TARGET === undefined ? {} : { target: config.CSAT_TARGET / 100 }),
    ...(simulation
      ? { routes: simulation.routes, guard: simulation.guard, linkOf: simulatedLinks(`${url}/simulator`) }
      : {}),
  });
  if (simulation) opened.push(() => simulation.simulator.stop());
  opened.push(() => app.stop());
  await reserved?.release();
  await listen(app.server, { host: config.HOST, port }, { host: 'HOST', port: 'PORT' });
  if (config.METRICS_ADDRESS) opened.push(await serveMetrics(app.metrics, config.METRICS_ADDRESS, log));
  simulation?.connect(scenarioIds, store.name);
  await app.start();
  await simulation?.arrive();

  if (clock === systemClock) app.startTimers();
  const simulator = simulation?.simulator ?? null;
  return {
    url,
    alsoAt: simulation?.alsoAt ?? [],
    app,
    store,
    channels,
    simulator,
    apiKey: apiKeys[0],
    scenarioIds,
    supervisors,
    helpdesks: [...helpdesks.keys()],
    connectors: connected.map(({ name }) => name),
  };
}

/** The helpdesks on the same bots, by channel. */
function relayTargets(config: Config): Map<string, RelayTarget> {
  return new Map(
    Object.entries(definitions).flatMap(([name, channel]) => {
      const target = channel.relayTarget(config.channels[name] ?? {});
      return target ? [[name, target] as const] : [];
    }),
  );
}

/** The default first. */
function idsOf(
  scenarios: ReadonlyMap<string, Scenario>,
  { DEFAULT_SCENARIO, SCENARIOS_DIR }: Config,
): string[] {
  const ids = [...scenarios.keys()];
  if (!ids.includes(DEFAULT_SCENARIO)) {
    throw new ConfigError([
      `DEFAULT_SCENARIO names "${DEFAULT_SCENARIO}"; ${SCENARIOS_DIR} has ${ids.join(', ')}`,
    ]);
  }
  return [DEFAULT_SCENARIO, ...ids.filter((id) => id !== DEFAULT_SCENARIO)];
}

/**
 * The scenarios of a folder, held against the limits of these channels (default: of all).
 * @throws {ScenarioError}
 */
export function readScenarios(folder: string, channels?: readonly string[]): Map<string, Scenario> {
  const chosen = Object.entries(definitions).filter(([name]) => channels?.includes(name) ?? true);
  return loadScenarios(folder, Object.fromEntries(chosen.map(([name, { limits }]) => [name, limits])));
}

/** The channels in use, which are not started. @param store by which instances share the platforms' limits; null: the platforms are simulated */
export async function createChannels(
  config: Config,
  log: Log,
  clock: Clock,
  store: TokenBucketStore | null,
): Promise<ChannelAdapter[]> {
  const publicUrl = config.PUBLIC_URL;
  const inUse = Object.entries(definitions).filter(([name, channel]) =>
    isInUse(config, name, channel.tokenVariable),
  );
  return Promise.all(
    inUse.map(([name, channel]) =>
      channel.create(config.channels[name] ?? {}, {
        publicUrl,
        webhookUrl: publicUrl && `${publicUrl}/webhooks/${name}`,
        takeWebhook: config.TAKE_WEBHOOK === 'true',
        simulated: store === null,
        ...(store && { bucket: (rate) => createSharedBucket(store, name, rate, log) }),
        now: () => clock.now(),
        log: log.child({ channel: name }),
      }),
    ),
  );
}

/** Those whose secret is set. */
function createConnectors(config: Config, clock: Clock): Connected[] {
  return Object.entries(connectorDefinitions).flatMap(([name, definition]) => {
    const settings = config.connectors[name] ?? {};
    const secret = settings[definition.secretVariable];
    const connector = definition.create(settings, { clock });
    return secret === undefined ? [] : [{ name, secret, connector }];
  });
}
