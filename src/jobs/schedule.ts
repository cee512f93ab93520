import { createTask } from 'node-cron';
import type { Clock } from '../clock.ts';
import { faultFields, messageOf } from '../errors.ts';
import type { Log } from '../log/log.ts';

/** Something that is enqueued at certain times. */
export interface ScheduleEntry {
  /** For the log. */
  name: string;
  /** Whether a tick of the minute is one of those times. @param before the tick before, or the start */
  isDue(now: Date, before: Date): boolean;
  /** Enqueues what is due; what was enqueued before is a no-op, because its key is the same. */
  enqueue(): Promise<unknown>;
}

export interface ScheduleOptions {
  entries: readonly ScheduleEntry[];
  clock: Pick<Clock, 'now'>;
  log: Log;
}

export interface Schedule {
  /** Every entry at once, since its time may have come while nothing ran, and then at its times. */
  start(): void;
  /** Resolves when nothing is being enqueued any more. */
  stop(): Promise<void>;
}

const GUARD_DELAY_MS = 2_000;

/** Looks at its entries once a minute; it enqueues jobs and runs none. */
export function createSchedule({ entries, clock, log }: ScheduleOptions): Schedule {
  // Says so in our log rather than on the console when the process was too busy, or asleep.
  const quiet = (message: string | Error) => log('warn', messageOf(message));
  const logger = { info: quiet, warn: quiet, error: quiet, debug: () => {} };
  // In a zone, cron lines are left out or doubled on the days when its clocks change; in UTC there are no such days.
  const minutes = createTask('* * * * *', tick, { timezone: 'UTC', logger });
  const running = new Map<ScheduleEntry, Promise<void>>();
  /** The tick that each entry was last asked about. */
  const asked = new Map<ScheduleEntry, Date>();
  let guard: NodeJS.Timeout | undefined;

  return {
    start() {
      const now = clock.now();
      void minutes.start();
      armGuard();
      for (const entry of entries) {
        asked.set(entry, now);
        void enqueue(entry);
      }
    },
    async stop() {
      clearTimeout(guard);
      await minutes.destroy();
      await Promise.all(running.values());
    },
  };

  /**
   * node-cron stands still for the hour that the clocks of the process's own zone show twice, because it reads the
   * time through them. So each minute is looked at once more, soon after it; a tick that finds nothing new does nothing.
   */
  function armGuard(): void {
    const untilMinute = 60_000 - (clock.now().getTime() % 60_000);
    guard = setTimeout(() => {
      armGuard();
      void tick();
    }, untilMinute + GUARD_DELAY_MS);
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    await Promise.all(
      entries.map(async (entry) => {
        // What came due while it was being enqueued is found by the first tick after that.
        if (running.has(entry)) return;
        const before = asked.get(entry) ?? now;
        asked.set(entry, now);
        if (entry.isDue(now, before)) await enqueue(entry);
      }),
    );
  }

  async function enqueue(entry: ScheduleEntry): Promise<void> {
    const enqueuing = entry
      .enqueue()
      .then(() => {})
      .catch((error: unknown) =>
        log('error', 'The schedule failed and is tried again', {
          schedule: entry.name,
          ...faultFields(error),
        }),
      )
      .finally(() => running.delete(entry));
    running.set(entry, enqueuing);
    await enqueuing;
  }
}
