import type { Clock } from '../clock.ts';
import type { ScheduleRun } from '../jobs/schedule.ts';
import type { OutboxCount } from '../store/ports/dialogues.ts';
import type { Job, JobCount } from '../store/ports/jobs.ts';
import type { JobStore } from '../store/store.ts';
import type { ReadBacklog } from './backlog.ts';
import type { ScenarioUse } from './scenario-uses.ts';
import { type Trouble, troublesOf } from './troubles.ts';

/** How the service stands, for who runs it. No payload of a job and nothing of a client is in it. */
export interface Status {
  at: Date;
  version: string;
  /** For people: `embedded SQLite at ./data/afterword.db`. */
  store: string;
  /** When this process started. */
  startedAt: Date;
  channels: ChannelStatus[];
  /** By kind. */
  queues: JobCount[];
  /** By channel. */
  outboxes: OutboxCount[];
  scenarios: readonly ScenarioUse[];
  schedules: ScheduleStatus[];
  /** The newest first, at most 50. */
  failedJobs: FailedJob[];
  hasMoreFailed: boolean;
  /** What needs somebody's attention. */
  troubles: Trouble[];
}

export interface ChannelStatus {
  name: string;
  /** How it takes events. */
  receives: 'webhook' | 'polling';
  /** Why it is not started, or who receives its events instead; null: it is well. */
  fault: string | null;
  /** When this process was last given an event; null: not since its start. */
  lastEventAt: Date | null;
}

export interface ScheduleStatus {
  name: string;
  /** When the last job that it enqueued ended; for one that enqueues none, when it ran in this process; null: never. */
  lastRun: Date | null;
  /** null: not within a week. */
  nextRun: Date | null;
  /** Why the last run in this process failed; null: it did not. */
  fault: string | null;
}

export interface FailedJob {
  key: string;
  kind: string;
  reason: string | null;
  endedAt: Date | null;
  attempts: number;
  /** The dialogue that it comes from; null: none. */
  dialogueId: string | null;
}

/** @throws {StoreError} */
export type ReadStatus = () => Promise<Status>;

export interface StatusSources extends Pick<Status, 'version' | 'store' | 'startedAt' | 'scenarios'> {
  jobs: Pick<JobStore, 'listJobs'>;
  readBacklog: ReadBacklog;
  channels: () => Array<Omit<ChannelStatus, 'lastEventAt'>>;
  lastEventAt: (channel: string) => Date | undefined;
  schedules: () => ScheduleRun[];
  clock: Pick<Clock, 'now'>;
}

const MOST_FAILED = 50;

export function createStatus(sources: StatusSources): ReadStatus {
  const { version, store, startedAt, scenarios, jobs, readBacklog, channels, lastEventAt, schedules, clock } =
    sources;

  return async () => {
    const [backlog, failed, scheduled] = await Promise.all([
      readBacklog(),
      jobs.listJobs('given_up', MOST_FAILED + 1),
      Promise.all(schedules().map(scheduleStatus)),
    ]);
    const facts = {
      at: clock.now(),
      version,
      store,
      startedAt,
      channels: channels().map((channel) => ({
        ...channel,
        lastEventAt: lastEventAt(channel.name) ?? null,
      })),
      queues: backlog.jobs,
      outboxes: backlog.outboxes,
      scenarios,
      schedules: scheduled,
      failedJobs: failed.slice(0, MOST_FAILED).map(failedJob),
      hasMoreFailed: failed.length > MOST_FAILED,
    };
    return { ...facts, troubles: troublesOf(facts) };
  };

  async function scheduleStatus({
    name,
    kinds,
    ranAt,
    nextRun,
    fault,
  }: ScheduleRun): Promise<ScheduleStatus> {
    const ended = await Promise.all(kinds.map(lastEndOf));
    const times = ended.flatMap((at) => (at ? [at.getTime()] : []));
    const lastJob = times.length > 0 ? new Date(Math.max(...times)) : null;
    return { name, lastRun: kinds.length > 0 ? lastJob : ranAt, nextRun, fault };
  }

  async function lastEndOf(kind: string): Promise<Date | null> {
    const [last] = await jobs.listJobs('done', 1, kind);
    return last?.endedAt ?? null;
  }
}

/** Without the payload, which may hold what a client wrote. */
const failedJob = ({ key, kind, reason, endedAt, attempts, origin }: Job): FailedJob => ({
  key,
  kind,
  reason,
  endedAt,
  attempts,
  dialogueId: origin?.dialogueId ?? null,
});
