import { setTimeout as sleep } from 'node:timers/promises';
import type { Backlog, ReadBacklog } from './backlog.ts';
import { gauges, type MetricDefinition } from './metrics.ts';
import type { Family, Sample } from './tallies.ts';

export interface GaugeSources {
  version: string;
  /** For each channel `started`, or what is wrong. */
  channels: () => Readonly<Record<string, string>>;
  /** Outboxes that this process carries out. */
  outboxesRunning: () => number;
  readBacklog: ReadBacklog;
}

/** A store that hangs must not hold up what tells of it; Prometheus waits for ten seconds. */
const PATIENCE_MS = 5_000;

/** What is read at each scrape. */
export async function readGauges({
  version,
  channels,
  outboxesRunning,
  readBacklog,
}: GaugeSources): Promise<Family[]> {
  const backlog = await Promise.race([
    readBacklog().catch(() => null),
    sleep(PATIENCE_MS, null, { ref: false }),
  ]);
  return [
    family(gauges.info, [[[version], 1]]),
    family(
      gauges.channelUp,
      Object.entries(channels()).map(([name, state]) => [[name], state === 'started' ? 1 : 0]),
    ),
    family(gauges.outboxRunning, [[[], outboxesRunning()]]),
    family(gauges.storeReadable, [[[], backlog ? 1 : 0]]),
    ...(backlog ? ofBacklog(backlog) : []),
  ];
}

function ofBacklog({ at, jobs, outboxes }: Backlog): Family[] {
  const age = (since: Date | null): number =>
    since ? Math.max(0, at.getTime() - since.getTime()) / 1_000 : 0;
  return [
    family(
      gauges.jobsWaiting,
      jobs.map(({ kind, waiting }) => [[kind], waiting]),
    ),
    family(
      gauges.jobsDue,
      jobs.map(({ kind, due }) => [[kind], due]),
    ),
    family(
      gauges.jobsOldest,
      jobs.map(({ kind, dueSince }) => [[kind], age(dueSince)]),
    ),
    family(
      gauges.jobsGivenUp,
      jobs.map(({ kind, givenUp }) => [[kind], givenUp]),
    ),
    family(
      gauges.outboxWaiting,
      outboxes.map(({ channel, dialogues }) => [[channel], dialogues]),
    ),
    family(
      gauges.outboxOldest,
      outboxes.map(({ channel, since }) => [[channel], age(since)]),
    ),
  ];
}

function family(definition: MetricDefinition, values: Array<[labels: string[], value: number]>): Family {
  const samples = values.map(
    ([labels, value]): Sample => ({
      name: definition.name,
      labels: Object.fromEntries(definition.labels.map((name, index) => [name, labels[index] ?? ''])),
      value,
    }),
  );
  return { definition, samples: () => samples };
}
