import { setTimeout as sleep } from 'node:timers/promises';
import { createApiKeys } from './access/keys/api-keys.ts';
import { createApi } from './app/api.ts';
import type { App, AppOptions } from './app/options.ts';
import { createDashboard } from './app/dashboard.ts';
import { unroutedPage } from './http/dashboard/dashboard.ts';
import { createReadings } from './app/readings.ts';
import { createPages } from './app/pages.ts';
import { openStaff } from './app/staff.ts';
import { createChannelStarter } from './inbound/channel-starter.ts';
import { createReceiverWatch } from './inbound/receiver-watch.ts';
import { createForSupportKind, createPassOn } from './inbound/pass-on.ts';
import { createRouter } from './inbound/router.ts';
import { createForgetKind, createForgetSchedule } from './jobs/forget.ts';
import { createCountDays } from './app/count-days.ts';
import { createForgetRecords } from './jobs/forget-records.ts';
import type { JobKinds } from './jobs/job-kind.ts';
import { createLoop } from './jobs/loop.ts';
import { createJobQueue } from './jobs/queue.ts';
import { createJobRepeat } from './jobs/repeat.ts';
import { createSchedule } from './jobs/schedule.ts';
import { createWorker } from './jobs/worker.ts';
import { announceTo, createConnections } from './connectors/connections.ts';
import { ConfigError, faultFields } from './errors.ts';
import { idempotencyKind, KEPT_MS } from './http/api/gate/idempotency.ts';
import { connectRoutes } from './http/connect.ts';
import { drain } from './http/drain.ts';
import { fileRoutes } from './http/files.ts';
import { healthRoutes } from './http/health.ts';
import { metricsRoutes } from './http/metrics.ts';
import { requireScope } from './http/api/gate/caller.ts';
import { createServer } from './http/server.ts';
import { webhookRoutes } from './http/webhooks.ts';
import { createMeter } from './monitoring/meter.ts';
import { noteScenarioUses } from './monitoring/scenario-uses.ts';
import { createTimedStore } from './monitoring/timed-store.ts';
import { createWatchedChannel } from './monitoring/watched-channel.ts';
import { createRelay } from './relay/relay.ts';
import { createStatistics } from './stats/statistics.ts';
import { createKeyedMutex } from './keyed-mutex.ts';
import { createOutbox } from './survey/outbox/outbox.ts';
import { createJobResults } from './survey/job-results.ts';
import { createIntake } from './survey/intake.ts';
import { announceAll } from './survey/progress.ts';
import { createDialogueOperations } from './survey/operations/operations.ts';
import { createWithdraw } from './survey/operations/withdraw.ts';
import { createRunner } from './survey/runner.ts';
import { cacheContexts } from './survey/incoming/context-cache.ts';
import { noteWakes } from './survey/note-wakes.ts';
import { createScenarioVersions } from './survey/scenario-versions.ts';
import { createDueWork } from './survey/due.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

/** Between two looks for delays, reminders, jobs and what was left undone, where something is due all the time. */
const REST_MS = 1_000;

/** Requests under way are waited for so long before the rest is stopped, and once more so long after it. */
const DRAIN_MS = 3_000;
/** The same for the channels and the timers. */
const QUIET_MS = 1_000;
/** What all of it may take; the rest of the ten seconds is for the store. */
const STOP_LIMIT_MS = 9_500;

/** Wires everything together; reads no environment and opens no port. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { connected, language, zone, apiKeys, clock, log, defaultScenario } = options;
  const meter = createMeter(clock);
  const { monitor } = meter;
  const channels = new Map(
    options.channels.map((channel) => [channel.name, createWatchedChannel(channel, monitor, clock)]),
  );
  const mutex = createKeyedMutex();
  const timedStore = createTimedStore(options.store, monitor, clock);
  const notedStore = noteWakes(timedStore, (wakeAt) => dueWork.expect(wakeAt));
  const store = cacheContexts(notedStore, clock);
  const scenarioVersions = createScenarioVersions(options.scenarios, store);
  const queue = createJobQueue({ store, clock, onNew });
  const webhooks = createWebhooks({ endpoints: options.webhooks ?? [], queue, clock });
  const statistics = createStatistics({ store, zone, clock });
  const staff = await openStaff({
    app: options,
    store,
    channels,
    scenarioVersions,
    statistics,
    queue,
    monitor,
  });
  const { people } = staff;
  const announce = announceAll([webhooks.announce, announceTo(connected), staff.announce]);
  const outbox = createOutbox({ store, channels, queue, clock, log, mutex, announce, monitor });
  const receives = (channel: string): boolean => !Object.hasOwn(watch.faults(), channel);
  const { operatorsOf, letters } = staff;
  const intake = createIntake({ store, outbox, clock, mutex, announce, receives, operatorsOf });
  const withdraw = createWithdraw({ store, scenarioVersions, channels, clock, log });
  const operations = createDialogueOperations({ store, outbox, withdraw, mutex, clock, announce });
  const surveys = { store, scenarioVersions, outbox, intake, withdraw, clock, log, announce };
  const dueWork = createDueWork(surveys);
  const greeter = scenarioVersions.current(defaultScenario);
  if (!greeter) throw new ConfigError([`DEFAULT_SCENARIO names "${defaultScenario}", which is not there`]);
  const { enrolment, desk, digests, disputes, ...served } = staff.serve(operations);
  const targets = options.relayTargets ?? new Map();
  const relay = createRelay({ targets, channels, queue, clock, log, monitor });
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
    letters,
  });
  const passOn = createPassOn({ store, channels, relay, webhooks });
  const onEvent = createRouter({
    mutex,
    people,
    enrolment,
    desk,
    survey: runner,
    passOn,
    relayAnswers: options.relayAnswers ?? false,
    clock,
    monitor,
  });

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
  const forgetAnswers = createForgetRecords({
    store,
    queue,
    clock,
    keptMs: KEPT_MS,
    job: 'forget_answers',
    kinds: [idempotencyKind],
  });
  const countDays = createCountDays({ queue, statistics, clock });
  /** Every kind of job. */
  const kinds = {
    ...relay.kinds,
    for_support: createForSupportKind(passOn),
    webhook: webhooks.kind,
    ...connections.kinds,
    ...served.kinds,
    count_days: countDays.kind,
    forget_answers: forgetAnswers.kind,
    forget_jobs: createForgetKind({ store, kinds: (): JobKinds => kinds, clock }),
  } as const satisfies JobKinds;
  const onEnd = createJobResults({ store, scenarioVersions, outbox, mutex, clock, log, announce });
  const worker = createWorker({ store, kinds, clock, log, onEnd, monitor });
  const forget = createForgetSchedule(queue, clock);
  const schedule = createSchedule({
    entries: [forget, forgetAnswers.entry, countDays.entry, ...connections.entries, ...served.entries],
    clock,
    log,
  });
  const repeat = createJobRepeat({ store, kinds, clock, onNew });
  const loop = createLoop([dueWork, worker], REST_MS);
  await scenarioVersions.keep();

  const keys = createApiKeys({ store, clock, log, seeds: apiKeys });
  const scenarioUses = await noteScenarioUses(store, options.scenarios.values(), clock.now());
  const api = createApi({
    ...staff,
    app: options,
    store,
    channels,
    keys,
    scenarioVersions,
    scenarioUses,
    statistics,
    intake,
    operations,
    disputes,
    sendNow: digests.sendNow,
    webhooks,
    repeat,
  });
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
  const { metrics, status } = createReadings({
    meter,
    store,
    channels: options.channels,
    states,
    outbox,
    schedule,
    scenarios: scenarioUses,
    clock,
  });
  const dashboard = await createDashboard({
    ...staff,
    app: options,
    store,
    channels,
    pages: createPages({
      ...staff,
      app: options,
      store,
      statistics,
      scenarioVersions,
      operations,
      disputes,
      status,
      repeat,
    }),
  });
  const server = await createServer({
    log,
    clock,
    monitor,
    ...(options.guard ? { guard: options.guard } : {}),
    routes: [
      { prefix: '/api/v1', plugin: api },
      { prefix: '/webhooks', plugin: webhookRoutes(channels, relay) },
      { prefix: '/connect', plugin: connectRoutes({ calls: connections.calls, log }) },
      { prefix: '/dashboard', plugin: dashboard, refuse: unroutedPage(language) },
      { prefix: '/files', plugin: fileRoutes({ files: staff.files, clock, log }) },
      { prefix: '', plugin: healthRoutes({ store, channels: states }) },
      {
        prefix: '',
        plugin: metricsRoutes(
          metrics,
          requireScope((key) => keys.find(key), 'metrics:read'),
        ),
      },
      ...(options.routes ?? []),
    ],
  });

  function onNew(runAt: Date): void {
    worker.expect(runAt);
    if (runAt <= clock.now()) void worker.round();
  }

  return {
    server,
    digests: {
      enqueueDue: async () => void (await digests.schedule.enqueue()),
      sendNow: digests.sendNow,
    },
    statistics,
    metrics,
    status,
    outbox,
    dueWork,
    queue,
    worker,
    start: () => starter.start(onEvent),
    startTimers() {
      loop.start();
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
      await Promise.race([over, Promise.all([outbox.stop(), worker.stop(), served.stop(), keys.settle()])]);
      await Promise.race([over, requests.drained.catch(() => {})]);
      requests.cut();
    },
  };
}

/** Waits for `work`, but no longer; a failure is somebody else's to tell. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => {}), sleep(milliseconds, undefined, { ref: false })]);
}
