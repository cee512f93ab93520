import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import type { App, AppOptions } from './app/options.ts';
import { openStaff } from './app/staff.ts';
import { createChannelStarter } from './inbound/channel-starter.ts';
import { createReceiverWatch } from './inbound/receiver-watch.ts';
import { createForSupportKind, createPassOn } from './inbound/pass-on.ts';
import { createRouter } from './inbound/router.ts';
import { createForgetKind, createForgetSchedule } from './jobs/forget.ts';
import type { JobKinds } from './jobs/job-kind.ts';
import { createLoop } from './jobs/loop.ts';
import { createJobQueue } from './jobs/queue.ts';
import { createJobRepeat } from './jobs/repeat.ts';
import { createSchedule } from './jobs/schedule.ts';
import { createWorker } from './jobs/worker.ts';
import { announceTo, createConnections } from './connectors/connections.ts';
import { ConfigError, faultFields } from './errors.ts';
import { dialogueOperationRoutes } from './http/api/dialogue-operations.ts';
import { dialogueRoutes } from './http/api/dialogues.ts';
import { digestRoutes } from './http/api/digests.ts';
import { disputeRoutes } from './http/api/disputes.ts';
import { jobRoutes } from './http/api/jobs.ts';
import { handlingRoutes } from './http/api/handling.ts';
import { requireKey } from './http/api/keys.ts';
import { statisticsRoutes } from './http/api/statistics.ts';
import { outgoingWebhookRoutes } from './http/api/webhooks.ts';
import { connectRoutes } from './http/connect.ts';
import { drain } from './http/drain.ts';
import { fileRoutes } from './http/files.ts';
import { healthRoutes } from './http/health.ts';
import { createServer } from './http/server.ts';
import { webhookRoutes } from './http/webhooks.ts';
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
import { noteWakes } from './survey/note-wakes.ts';
import { createScenarioVersions } from './survey/scenario-versions.ts';
import { createDueWork } from './survey/due.ts';
import { createDeliveries } from './webhooks/deliveries.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

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
  const { connected, language, zone, apiKeys, clock, log, defaultScenario } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const mutex = createKeyedMutex();
  const store = noteWakes(options.store, (wakeAt) => dueWork.expect(wakeAt));
  const scenarioVersions = createScenarioVersions(options.scenarios, store);
  const queue = createJobQueue({ store, clock, onNew });
  const webhooks = createWebhooks({ endpoints: options.webhooks ?? [], queue, clock });
  const statistics = createStatistics({ store, zone, clock });
  const staff = await openStaff({ app: options, store, channels, scenarioVersions, statistics, queue });
  const { people } = staff;
  const announce = announceAll([webhooks.announce, announceTo(connected), staff.announce]);
  const outbox = createOutbox({ store, channels, queue, clock, log, mutex, announce });
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
  /** Every kind of job. */
  const kinds = {
    ...relay.kinds,
    for_support: createForSupportKind(passOn),
    webhook: webhooks.kind,
    ...connections.kinds,
    ...served.kinds,
    forget_jobs: createForgetKind({ store, kinds: (): JobKinds => kinds, clock }),
  } as const satisfies JobKinds;
  const onEnd = createJobResults({ store, scenarioVersions, outbox, mutex, clock, log, announce });
  const worker = createWorker({ store, kinds, clock, log, onEnd });
  const forget = createForgetSchedule(queue, clock);
  const schedule = createSchedule({
    entries: [forget, ...connections.entries, ...served.entries],
    clock,
    log,
  });
  const repeat = createJobRepeat({ store, kinds, clock, onNew });
  const loop = createLoop([dueWork.look, worker.look]);
  await scenarioVersions.keep();

  const api: FastifyPluginAsync = async (server) => {
    server.addHook('onRequest', requireKey(apiKeys));
    await server.register(
      dialogueRoutes({ intake, scenarioVersions, statistics, channels, defaultScenario, clock }),
    );
    await server.register(dialogueOperationRoutes(operations));
    await server.register(statisticsRoutes(statistics));
    await server.register(handlingRoutes(staff.alertFigures, zone));
    await server.register(digestRoutes(digests.sendNow));
    await server.register(disputeRoutes(disputes, zone));
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
      { prefix: '/files', plugin: fileRoutes({ files: staff.files, clock, log }) },
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
    digests: {
      enqueueDue: async () => void (await digests.schedule.enqueue()),
      sendNow: digests.sendNow,
    },
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
      await Promise.race([over, Promise.all([outbox.stop(), worker.stop(), served.stop()])]);
      await Promise.race([over, requests.drained.catch(() => {})]);
      requests.cut();
    },
  };
}

/** Waits for `work`, but no longer; a failure is somebody else's to tell. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => {}), sleep(milliseconds, undefined, { ref: false })]);
}
