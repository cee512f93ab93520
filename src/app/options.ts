import type { FastifyInstance, FastifyPluginAsync, onRequestHookHandler } from 'fastify';
import type { ChannelAdapter } from '../channel.ts';
import type { RelayTarget } from '../channel-definition.ts';
import type { Clock } from '../clock.ts';
import type { WebhookEndpoint } from '../config/webhooks.ts';
import type { Connected } from '../connectors/connections.ts';
import type { LinkOf } from '../access/inviting/links.ts';
import type { SeedChat } from '../access/seeds.ts';
import type { EscalationStep } from '../config/escalation.ts';
import type { Shift } from '../digest/reports.ts';
import type { SendDigestNow } from '../digest/send-now.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Worker } from '../jobs/worker.ts';
import type { Language } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import type { Exposition } from '../monitoring/exposition.ts';
import type { ReadStatus } from '../monitoring/status.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { Store } from '../store/store.ts';
import type { DueWork } from '../survey/due.ts';
import type { Outbox } from '../survey/outbox/outbox.ts';

export interface AppOptions {
  /** Opened already. */
  store: Store;
  channels: readonly ChannelAdapter[];
  scenarios: ReadonlyMap<string, Scenario>;
  /** The id of the scenario for dialogues that name none. */
  defaultScenario: string;
  supervisors: readonly SeedChat[];
  /** The helpdesks that are connected. */
  connected: readonly Connected[];
  /** Of what agents of helpdesks read. */
  language: Language;
  /** The IANA zone whose calendar days are reported. */
  zone: string;
  /** When yesterday's digest is sent, `HH:MM` in that zone. */
  digestAt: string;
  /** Parts of the day of which a digest comes at their end. Default: none. */
  shifts?: readonly Shift[];
  /** The CSAT % that digests are held against, 0..1. */
  target?: number;
  /** Who is told of a low rating, and reminded when nobody took it. Default: nobody. */
  escalation?: readonly EscalationStep[];
  /** False: the chats of SUPERVISORS are not told of low ratings. Default: they are. */
  tellsSeeded?: boolean;
  /** Where the helpdesk shows a dialogue; with `{externalId}` in the place of its id. */
  dialogueUrl?: string | undefined;
  /** Where files are fetched from, with https. */
  publicUrl?: string | undefined;
  /** Where the service is found on this machine, as it is printed at the start. Default: `http://localhost`. */
  addresses?: readonly string[];
  /** The chat of who is signed in to the dashboard without a link; never with real platforms. Default: nobody. */
  simulatedAdministrator?: { channel: string; clientId: string } | undefined;
  apiKeys: readonly string[];
  /** What a key of the API may ask for each second, on average over ten. Default: no limit. */
  requestsPerSecond?: number;
  /** The helpdesks that use the same bots, by channel. Default: none. */
  relayTargets?: ReadonlyMap<string, RelayTarget>;
  /** True: they are given the answers of clients as well. */
  relayAnswers?: boolean;
  /** Who is told of answers. Default: nobody. */
  webhooks?: readonly WebhookEndpoint[];
  /** The links of invitations. Default: those of the platforms. */
  linkOf?: LinkOf;
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
  metrics: Exposition;
  status: ReadStatus;
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
