import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import type { Language } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { DialogueStore, JobStore } from '../store/store.ts';
import type { Intake } from '../survey/intake.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import { type Announce, announceAll } from '../survey/progress.ts';
import type { Connector } from './connector.ts';
import { createReconciliation, reconcileKind } from './reconcile.ts';
import { createApplyReading, type ApplyReading } from './apply-reading.ts';
import { announceAnswers, createWriteBack, writeKind } from './write-back.ts';

/** A connector that is set up. */
export interface Connected {
  name: string;
  /** The last part of the address of its calls. */
  secret: string;
  connector: Connector;
}

/** Enqueues the writing back of answers, for the connectors whose API is configured. */
export function announceTo(connected: readonly Connected[]): Announce {
  const written = connected.filter(({ connector }) => connector.helpdesk);
  return announceAll(written.map(({ name }) => announceAnswers(name)));
}

export interface ConnectionsOptions {
  connected: readonly Connected[];
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'clientIdFault'>>;
  store: Pick<DialogueStore, 'findDialogue' | 'findLastRound'> & Pick<JobStore, 'lastResult'>;
  intake: Pick<Intake, 'report'>;
  operations: Pick<DialogueOperations, 'reopen' | 'correct'>;
  queue: JobQueue;
  scenario: Scenario;
  clock: Clock;
  log: Log;
  /** Of the notes that agents read. */
  language: Language;
}

export interface Connections {
  /** For the calls of the helpdesks. */
  calls: Array<Connected & { apply: ApplyReading }>;
  kinds: Record<string, JobKind>;
  entries: ScheduleEntry[];
}

/** The connectors that are set up, with their jobs and schedules. */
export function createConnections({ connected, ...deps }: ConnectionsOptions): Connections {
  const connections: Connections = { calls: [], kinds: {}, entries: [] };
  for (const one of connected) {
    const { name, connector } = one;
    const apply = createApplyReading({ ...deps, name });
    connections.calls.push({ ...one, apply });
    const { helpdesk } = connector;
    if (!helpdesk) continue;
    const { kind, entry } = createReconciliation({ ...deps, name, helpdesk, apply });
    connections.kinds[reconcileKind(name)] = kind;
    connections.kinds[writeKind(name)] = createWriteBack({ ...deps, name, helpdesk });
    connections.entries.push(entry);
  }
  return connections;
}
