import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyPluginAsync, onRequestHookHandler } from 'fastify';
import type { ChannelAdapter } from './channel.ts';
import type { RelayTarget } from './channel-definition.ts';
import { createChannelStarter } from './inbound/channel-starter.ts';
import { createReceiverWatch } from './inbound/receiver-watch.ts';
import { createForSupportKind, createPassOn } from './inbound/pass-on.ts';
import { createRouter } from './inbound/router.ts';
import { createForgetKind, createForgetSchedule } from './jobs/forget.ts';
import type { JobKinds } from './jobs/job-kind.ts';
import { createLoop } from './jobs/loop.ts';
import { createJobQueue, type JobQueue } from './jobs/queue.ts';
import { createJobRepeat } from './jobs/repeat.ts';
import { createSchedule } from './jobs/schedule.ts';
import { createWorker, type Worker } from './jobs/worker.ts';
import type { Clock } from './clock.ts';
import type { WebhookEndpoint } from './config/webhooks.ts';
import { createPeople, seededPeople } from './access/people.ts';
import { createDigestKind } from './digest/job.ts';
import { createReader } from './digest/read.ts';
import { type Recipient, recipientsOf } from './digest/recipient.ts';
import { createDigestSchedule } from './digest/schedule.ts';
import { createSendNow, type SendDigestNow } from './digest/send-now.ts';
import { announceTo, type Connected, createConnections } from './connectors/connections.ts';
import { ConfigError, faultFields } from './errors.ts';
import { dialogueOperationRoutes } from './http/api/dialogue-operations.ts';
import { dialogueRoutes } from './http/api/dialogues.ts';
import { digestRoutes } from './http/api/digests.ts';
import { jobRoutes } from './http/api/jobs.ts';
import { requireKey } from './http/api/keys.ts';
import { statisticsRoutes } from './http/api/statistics.ts';
import { outgoingWebhookRoutes } from './http/api/webhooks.ts';
import { connectRoutes } from './http/connect.ts';
import { drain } from './http/drain.ts';
import { healthRoutes } from './http/health.ts';
import { createServer } from './http/server.ts';
import { webhookRoutes } from './http/webhooks.ts';
import type { Language } from './locales/index.ts';
import type { Log } from './log/log.ts';
import { createRelay } from './relay/relay.ts';
import type { Scenario } from './scenario/scenario.ts';
import { createStatistics, type Statistics } from './stats/statistics.ts';
import type { Store } from './store/store.ts';
import { createGreeting } from './supervisor/greeting.ts';
import { createKeyedMutex } from './keyed-mutex.ts';
import { createOutbox, type Outbox } from './survey/outbox/outbox.ts';
import { createJobResults } from './survey/job-results.ts';
import { createMessenger } from './survey/messenger.ts';
import { createIntake } from './survey/intake.ts';
import { announceAll } from './survey/progress.ts';
import { createDialogueOperations } from './survey/operations/operations.ts';
import { createWithdraw } from './survey/operations/withdraw.ts';
import { createRunner } from './survey/runner.ts';
import { noteWakes } from './survey/note-wakes.ts';
import { createScenarioVersions } from './survey/scenario-versions.ts';
import { createDueWork, type DueWork } from './survey/due.ts';
import { createDeliveries } from './webhooks/deliveries.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export interface AppOptions {
  /** Opened already. */
  store: Store;
  channels: readonly ChannelAdapter[];
  scenarios: ReadonlyMap<string, Scenario>;
  /** The id of the scenario for dialogues that name none. */
  defaultScenario: string;
  supervisors: readonly Recipient[];
  /** The helpdesks that are connected. */
  connected: readonly Connected[];
  /** Of what agents of helpdesks read. */
  language: Language;
  /** The IANA zone whose calendar days are reported. */
  zone: string;
  /** When yesterday's digest is sent, `HH:MM` in that zone. */
  digestAt: string;
  /** The CSAT % that digests are held against, 0..1. */
  target?: number;
  apiKeys: readonly string[];
  /** The helpdesks that use the same bots, by channel. Default: none. */
  relayTargets?: ReadonlyMap<string, RelayTarget>;
  /** True: they are given the answers of clients as well. */
  relayAnswers?: boolean;
  /** Who is told of answers. Default: nobody. */
  webhooks?: readonly WebhookEndpoint[];
  clock: Clock;
  log: Log;
  /** What else the server serves: the simulator. */
  routes?: Array<{ prefix: string; plugin: FastifyPluginAsync }>;
  /** Milliseconds that the server, when it stops, still takes requests on connections that are open. Default 0. */
  drainGraceMs?: number;
  /** Takes secrets out of what a platform said, before anybody is told. */
  scrub?: (text: string) => string;
  /** Sees every request first and may refuse it. */
  guard?: onRequestHookHandler;
}

export interface App {
  /** Not listening yet. */
  server: FastifyInstance;
  digests: {
    /** Enqueues what is due; the schedule does it too. @throws {StoreError} */
    enqueueDue(): Promise<void>;
    sendNow: SendDigestNow;
  };
  statistics: Statistics;
  outbox: Outbox;
  dueWork: DueWork;
  queue: JobQueue;
  worker: Worker;
  /**
   * Takes events from every channel. The server must be listening, because a platform may call at once. A platform
   * that is away is tried again in the background. @throws {ConfigError} when one refuses the configuration
   */
  start(): Promise<void>;
  /** Begins to do what is due without an event: reminders, jobs, schedules. */
  startTimers(): void;
  /** Looks whether the platforms send their events here; the timers do it too. */
  lookAtReceivers(): Promise<void>;
  /** For each channel `started`, or `starting: ` and the reason why it is not. */
  channelStates(): Record<string, string>;
  /**
   * Takes nothing new, answers what is under way, stops the channels and the timers and lets messages that are
   * being sent arrive; within ten seconds, whatever hangs.
   */
  stop(): Promise<void>;
}

/** How often delays, reminders, jobs and what was left undone are looked for. */
const LOOK_EVERY_MS = 1_000;

/** Requests under way are waited for so long before the rest is stopped, and once more so long after it. */
const DRAIN_MS = 3_000;
/** The same for the channels and the timers. */
const QUIET_MS = 1_000;
/** What all of it may take; the rest of the ten seconds is for the store. */
const STOP_LIMIT_MS = 9_500;

/** Wires everything together; reads no environment and opens no port. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { supervisors, connected, language, zone, digestAt, apiKeys, clock, log, defaultScenario } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const mutex = createKeyedMutex();
  const store = noteWakes(options.store, (wakeAt) => dueWork.expect(wakeAt));
  const scenarioVersions = createScenarioVersions(options.scenarios, store);
  const queue = createJobQueue({ store, clock, onNew });
  const webhooks = createWebhooks({ endpoints: options.webhooks ?? [], queue, clock });
  const announce = announceAll([webhooks.announce, announceTo(connected)]);
  const outbox = createOutbox({ store, channels, queue, clock, log, mutex, announce });
  const receives = (channel: string): boolean => !Object.hasOwn(watch.faults(), channel);
  const intake = createIntake({ store, outbox, clock, mutex, announce, receives });
  const withdraw = createWithdraw({ store, scenarioVersions, channels, clock, log });
  const operations = createDialogueOperations({ store, outbox, withdraw, mutex, clock, announce });
  const surveys = { store, scenarioVersions, outbox, intake, withdraw, clock, log, announce };
  const dueWork = createDueWork(surveys);
  const greeter = scenarioVersions.current(defaultScenario);
  if (!greeter) throw new ConfigError([`DEFAULT_SCENARIO names "${defaultScenario}", which is not there`]);
  const statistics = createStatistics({ store, zone, clock });
  const people = createPeople(seededPeople(supervisors));
  const relay = createRelay({ targets: options.relayTargets ?? new Map(), channels, queue, clock, log });
  const runner = createRunner({
    store,
    scenarioVersions,
    outbox,
    channels,
    clock,
    log,
    defaultScenario: greeter,
    isShared: (channel) => relay.has(channel),
    takesForSupport: (channel) =>
      !options.relayAnswers && (relay.has(channel) || webhooks.takesClientMessages),
    announce,
  });
  const passOn = createPassOn({ store, channels, relay, webhooks });
  const onEvent = createRouter({
    mutex,
    people,
    survey: runner,
    personal: createGreeting({ at: digestAt, zone }),
    relay,
    passOn,
    relayAnswers: options.relayAnswers ?? false,
  });

  const digest = {
    store,
    reader: createReader({ store, statistics, target: options.target }),
    send: createMessenger({ channels, store, scenarioVersions, clock, log }),
    recipients: recipientsOf(people),
    zone,
    at: digestAt,
    clock,
    log,
  };
  const connections = createConnections({
    connected,
    channels,
    store,
    intake,
    operations,
    queue,
    scenario: greeter,
    clock,
    log,
    language,
  });
  /** Every kind of job. */
  const kinds = {
    digest: createDigestKind(digest),
    ...relay.kinds,
    for_support: createForSupportKind(passOn),
    webhook: webhooks.kind,
    ...connections.kinds,
    forget_jobs: createForgetKind({ store, kinds: (): JobKinds => kinds, clock }),
  } as const satisfies JobKinds;
  const onEnd = createJobResults({ store, scenarioVersions, outbox, mutex, clock, log, announce });
  const worker = createWorker({ store, kinds, clock, log, onEnd });
  const digests = createDigestSchedule({ ...digest, queue });
  const forget = createForgetSchedule(queue, clock);
  const schedule = createSchedule({ entries: [digests, forget, ...connections.entries], clock, log });
  const repeat = createJobRepeat({ store, kinds, clock, onNew });
  const sendNow = createSendNow(digest);
  const loop = createLoop([dueWork.look, worker.look]);
  await scenarioVersions.keep();

  const api: FastifyPluginAsync = async (server) => {
    server.addHook('onRequest', requireKey(apiKeys));
    await server.register(
      dialogueRoutes({ intake, scenarioVersions, statistics, channels, defaultScenario, clock }),
    );
    await server.register(dialogueOperationRoutes(operations));
    await server.register(statisticsRoutes(statistics));
    await server.register(digestRoutes(sendNow));
    await server.register(jobRoutes(store, repeat));
    const deliveries = createDeliveries(store);
    await server.register(outgoingWebhookRoutes({ webhooks, deliveries, repeat }));
  };
  const starter = createChannelStarter({
    channels: options.channels,
    log,
    ...(options.scrub ? { scrub: options.scrub } : {}),
  });
  const watch = createReceiverWatch({
    channels: options.channels,
    isStarted: (channel) => starter.states()[channel] === 'started',
    clock,
    log,
    ...(options.scrub ? { scrub: options.scrub } : {}),
  });
  const states = (): Record<string, string> => ({ ...starter.states(), ...watch.faults() });
  const server = await createServer({
    log,
    ...(options.guard ? { guard: options.guard } : {}),
    routes: [
      { prefix: '/api/v1', plugin: api },
      { prefix: '/webhooks', plugin: webhookRoutes(channels, relay) },
      { prefix: '/connect', plugin: connectRoutes({ calls: connections.calls, log }) },
      { prefix: '', plugin: healthRoutes({ store, channels: states }) },
      ...(options.routes ?? []),
    ],
  });

  function onNew(runAt: Date): void {
    worker.expect(runAt);
    if (runAt <= clock.now()) void worker.round();
  }

  return {
    server,
    digests: { enqueueDue: async () => void (await digests.enqueue()), sendNow },
    statistics,
    outbox,
    dueWork,
    queue,
    worker,
    start: () => starter.start(onEvent),
    startTimers() {
      loop.start(LOOK_EVERY_MS);
      schedule.start();
      watch.start();
    },
    lookAtReceivers: () => watch.look(),
    channelStates: states,
    async stop() {
      const over = sleep(STOP_LIMIT_MS, undefined, { ref: false });
      const requests = drain(server, options.drainGraceMs);
      requests.drained.catch((error: unknown) => log('error', 'while stopping', { ...faultFields(error) }));
      await within(DRAIN_MS, requests.drained);
      await within(QUIET_MS, Promise.all([starter.stop(), schedule.stop(), loop.stop(), watch.stop()]));
      await Promise.race([over, Promise.all([outbox.stop(), worker.stop()])]);
      await Promise.race([over, requests.drained.catch(() => {})]);
      requests.cut();
    },
  };
}

/** Waits for `work`, but no longer; a failure is somebody else's to tell. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => {}), sleep(milliseconds, undefined, { ref: false })]);
}
