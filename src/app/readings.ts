import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { Schedule } from '../jobs/schedule.ts';
import { createBacklog, keptBacklog } from '../monitoring/backlog.ts';
import { createExposition, type Exposition } from '../monitoring/exposition.ts';
import type { Meter } from '../monitoring/meter.ts';
import type { ScenarioUse } from '../monitoring/scenario-uses.ts';
import { createStatus, type ReadStatus } from '../monitoring/status.ts';
import { readVersion } from '../monitoring/version.ts';
import type { Store } from '../store/store.ts';
import type { Outbox } from '../survey/outbox/outbox.ts';

export interface ReadingsOptions {
  meter: Meter;
  store: Store;
  channels: readonly ChannelAdapter[];
  /** For each channel `started`, or what is wrong. */
  states: () => Readonly<Record<string, string>>;
  outbox: Pick<Outbox, 'pending'>;
  schedule: Pick<Schedule, 'runs'>;
  scenarios: readonly ScenarioUse[];
  clock: Clock;
}

/** What tells how the service does: metrics for machines, the status for people. */
export interface Readings {
  metrics: Exposition;
  status: ReadStatus;
}

export function createReadings(options: ReadingsOptions): Readings {
  const { meter, store, channels, states, outbox, schedule, scenarios, clock } = options;
  const readBacklog = createBacklog(store, clock);
  const version = readVersion();
  return {
    metrics: createExposition({
      families: meter.families,
      version,
      channels: states,
      outboxesRunning: () => outbox.pending(),
      readBacklog: keptBacklog(readBacklog, clock),
    }),
    status: createStatus({
      version,
      store: store.name,
      startedAt: clock.now(),
      scenarios,
      jobs: store,
      readBacklog,
      channels: () => channels.map(channelStatus),
      lastEventAt: (channel) => meter.lastEventAt(channel),
      schedules: () => schedule.runs(),
      clock,
    }),
  };

  function channelStatus(channel: ChannelAdapter) {
    const { name } = channel;
    const state = states()[name] ?? 'started';
    const receives = channel.webhook === undefined ? ('polling' as const) : ('webhook' as const);
    return { name, receives, fault: state === 'started' ? null : state };
  }
}
