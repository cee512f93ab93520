/** From a configuration to a running service; the only file that knows every adapter and the simulator. */
import { createServer } from 'node:net';
import { adapters } from '../adapters/index.ts';
import type { Simulator } from '../simulator/index.ts';
import { type App, buildApp } from './app.ts';
import type { ChannelAdapter } from './channel.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createDigestSchedule } from './digest/schedule.ts';
import { ConfigError, messageOf } from './errors.ts';
import type { Log } from './log.ts';
import { loadScenarios } from './scenario/load.ts';
import type { Scenario } from './scenario/scenario.ts';
import { simulate } from './simulation.ts';
import { createStore } from './store/index.ts';
import type { Store } from './store/store.ts';

export interface Service {
  /** Where people and platforms find it on this machine: `http://127.0.0.1:8080`. */
  url: string;
  app: App;
  store: Store;
  channels: readonly ChannelAdapter[];
  /** Only without tokens. */
  simulator: Simulator | null;
  apiKey: string | undefined;
  /** The default first. */
  scenarioIds: string[];
  supervisors: Config['SUPERVISORS'];
  /** Resolves once nothing is under way any more and everything is closed. */
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
}

/** How often delays, reminders and what was left undone are looked for. */
const SWEEP_EVERY_MS = 1_000;

/**
 * Opens the store, reads the scenarios, listens and begins to take events.
 * @throws {ConfigError} {ScenarioError} {StoreError} what stands in the way, and what to do
 */
export async function startService(config: Config, options: ServiceOptions): Promise<Service> {
  // What was opened, newest last; closed the other way round, also when the start fails half way.
  const opened: Array<() => Promise<void>> = [];
  const stop = async (): Promise<void> => {
    for (let close = opened.pop(); close; close = opened.pop()) {
      await close().catch((error: unknown) => options.log('error', `while stopping: ${messageOf(error)}`));
    }
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
  const port = config.PORT || (await freePort());
  const host = /^(0\.0\.0\.0|::|localhost)$/.test(config.HOST) ? '127.0.0.1' : config.HOST;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const simulation = config.simulated
    ? simulate(config, url, { clock, statePath: options.simulatorState })
    : null;
  const { SUPERVISORS: supervisors, API_KEYS: apiKeys } = simulation?.config ?? config;
  const channels = createChannels(simulation?.config ?? config, log, clock, simulation !== null);
  const scenarios = readScenarios(
    config.SCENARIOS_DIR,
    channels.map(({ name }) => name),
  );
  const scenarioIds = idsOf(scenarios, config);

  const store = options.store ?? createStore(config.STORE_URL);
  opened.push(() => store.close());
  await store.open();
  const app = await buildApp({
    store,
    channels,
    scenarios,
    supervisors,
    apiKeys,
    clock,
    log,
    defaultScenario: config.DEFAULT_SCENARIO,
    zone: config.REPORT_TIMEZONE,
    digestAt: config.DIGEST_AT,
    ...(config.CSAT_TARGET === undefined ? {} : { target: config.CSAT_TARGET / 100 }),
    ...(simulation ? { routes: simulation.routes } : {}),
  });
  if (simulation) opened.push(() => simulation.simulator.stop());
  opened.push(() => app.stop());
  await listen(app, config, port);
  simulation?.connect(scenarioIds, store.name);
  await app.start();
  await simulation?.arrive();

  if (clock === systemClock) {
    app.waker.start(SWEEP_EVERY_MS);
    const { REPORT_TIMEZONE: zone, DIGEST_AT: at } = config;
    const schedule = createDigestSchedule({ job: app.digests, clock, zone, at, log });
    opened.push(() => schedule.stop());
    schedule.start();
  }
  const simulator = simulation?.simulator ?? null;
  return { url, app, store, channels, simulator, apiKey: apiKeys[0], scenarioIds, supervisors };
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
  const chosen = Object.entries(adapters).filter(([name]) => channels?.includes(name) ?? true);
  return loadScenarios(folder, Object.fromEntries(chosen.map(([name, { limits }]) => [name, limits])));
}

function createChannels(config: Config, log: Log, clock: Clock, simulated: boolean): ChannelAdapter[] {
  const { TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT, VIBER_AUTH_TOKEN, VIBER_API_URL, PUBLIC_URL } = config;
  const common = { now: () => clock.now(), log };
  const channels: ChannelAdapter[] = [];
  if (TELEGRAM_BOT_TOKEN) {
    channels.push(
      adapters.telegram.create({
        ...common,
        token: TELEGRAM_BOT_TOKEN,
        ...(TELEGRAM_API_ROOT ? { apiRoot: TELEGRAM_API_ROOT } : {}),
        ...(PUBLIC_URL ? { webhookUrl: `${PUBLIC_URL}/webhooks/telegram` } : {}),
        // The simulator is not a platform to be spared.
        ...(simulated ? { perChatMs: 0, globalMs: 0 } : {}),
      }),
    );
  }
  if (VIBER_AUTH_TOKEN && PUBLIC_URL) {
    channels.push(
      adapters.viber.create({
        ...common,
        token: VIBER_AUTH_TOKEN,
        senderName: config.VIBER_SENDER_NAME,
        webhookUrl: `${PUBLIC_URL}/webhooks/viber`,
        ...(VIBER_API_URL ? { apiUrl: VIBER_API_URL } : {}),
      }),
    );
  }
  return channels;
}

async function listen(app: App, config: Config, port: number): Promise<void> {
  try {
    await app.server.listen({ host: config.HOST, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new ConfigError([`PORT ${port} is taken by another program; set another PORT`]);
    if (code === 'EACCES')
      throw new ConfigError([`PORT ${port} may not be opened by this user; use one above 1023`]);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError([
        `HOST ${config.HOST} is not an address of this machine; use 127.0.0.1 or 0.0.0.0`,
      ]);
    }
    throw error;
  }
}

/** For PORT=0: the adapters must know the address before the server has it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
