import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ChannelError, ReceiverError } from '../errors.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import type { Log } from '../log/log.ts';
import type { JobStore } from '../store/store.ts';
import type { Helpdesk } from './connector.ts';
import type { ApplyReading, AppliedReading } from './apply-reading.ts';

export interface ReconciliationOptions {
  /** The connector's name. */
  name: string;
  helpdesk: Helpdesk;
  apply: ApplyReading;
  store: Pick<JobStore, 'lastResult'>;
  queue: JobQueue;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

const EVERY_MS = 900_000;
/** Each run goes back to this long before the last one began: for changes while the list was read, and clocks that differ. */
const OVERLAP_MS = 1_800_000;
/** The first run leaves out conversations from before the connector was set up. */
const FIRST_MS = EVERY_MS;

/** Long after the longest outage that is made up for. */
const FORGET_AFTER_MS = 30 * 86_400_000;

export const reconcileKind = (name: string): string => `connector_${name}_reconcile`;

/** The result of a run: all changes before this time, in milliseconds, were applied. */
const ran = z.object({ until: z.number() });

/**
 * Asks a helpdesk every quarter of an hour what has changed since the last run that succeeded, since its calls may be
 * lost. A run that fails is not retried: the next one covers its time as well.
 */
export function createReconciliation(options: ReconciliationOptions): {
  kind: JobKind;
  entry: ScheduleEntry;
} {
  const { name, helpdesk, apply, store, queue, clock, log } = options;
  const kind = reconcileKind(name);

  return {
    kind: jobKind(z.object({}), run, { forgetAfterMs: FORGET_AFTER_MS }),

    entry: {
      name: `${name} reconciliation`,
      kinds: [kind],
      isDue: (now, before) => slotOf(now) !== slotOf(before),
      enqueue: () =>
        queue.enqueue({
          key: `${kind}:${new Date(slotOf(clock.now())).toISOString()}`,
          kind,
          payload: {},
          ordering: kind,
        }),
    },
  };

  async function run(_payload: object, { key }: Attempt): Promise<JobEnd> {
    const begun = clock.now();
    const last = await store.lastResult(kind, key, kind);
    const since = last ? ran.parse(last.result).until - OVERLAP_MS : begun.getTime() - FIRST_MS;
    try {
      const counts = await takeSince(new Date(since), begun);
      if (counts.reported + counts.corrected + counts.reopened > 0)
        log('info', 'A helpdesk was asked for what was missed', { connector: name, ...counts });
    } catch (error) {
      if (!(error instanceof ChannelError || error instanceof ReceiverError)) throw error;
      return { state: 'given_up', reason: `${error.message}. The next run makes up for this one` };
    }
    return { state: 'done', result: { until: begun.getTime() } };
  }

  /** @param begun when the list is requested: a call that came later is newer than its entry */
  async function takeSince(since: Date, begun: Date): Promise<Record<AppliedReading['did'], number>> {
    const counts = { reported: 0, corrected: 0, known: 0, reopened: 0, ignored: 0 };
    const list = { at: begun, clientWroteSince: helpdesk.clientWroteSince.bind(helpdesk) };
    for await (const reading of helpdesk.touchedSince(since)) {
      const { did } = await apply(reading, list);
      counts[did]++;
    }
    return counts;
  }
}

const slotOf = (moment: Date): number => Math.floor(moment.getTime() / EVERY_MS) * EVERY_MS;
