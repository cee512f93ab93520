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
  /** The kinds of the jobs that it enqueues, by which its last run is told. Default: none. */
  kinds?: readonly string[];
  /** When it is next to run, where that is not the next time that `isDue`. null: never. */
  next?(now: Date): Date | null;
}

/** What became of an entry in this process, and when it comes next. */
export interface ScheduleRun {
  name: string;
  kinds: readonly string[];
  /** When it enqueued last; null: not yet. */
  ranAt: Date | null;
  /** Why the last run failed; null: it did not. */
  fault: string | null;
  /** null: not within a week. */
  nextRun: Date | null;
}

export interface ScheduleOptions {
  entries: readonly ScheduleEntry[];
  clock: Pick<Clock, 'now'>;
  log: Log;
}

export interface Schedule {
  /** Every entry at once, since its time may have come while nothing ran, and then at its times. */
  start(): void;
  runs(): ScheduleRun[];
  /** Resolves when nothing is being enqueued any more. */
  stop(): Promise<void>;
}

const GUARD_DELAY_MS = 2_000;
const MINUTE_MS = 60_000;
const MINUTES_OF_WEEK = 7 * 24 * 60;

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
  const ranAt = new Map<ScheduleEntry, Date>();
  const faults = new Map<ScheduleEntry, string>();
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
    runs() {
      const now = clock.now();
      return entries.map((entry) => ({
        name: entry.name,
        kinds: entry.kinds ?? [],
        ranAt: ranAt.get(entry) ?? null,
        fault: faults.get(entry) ?? null,
        nextRun: entry.next ? entry.next(now) : nextTick(entry, now),
      }));
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

  /** The next tick of the minute at which an entry is due. */
  function nextTick(entry: ScheduleEntry, now: Date): Date | null {
    const minute = now.getTime() - (now.getTime() % MINUTE_MS);
    let before = now;
    for (let ahead = 1; ahead <= MINUTES_OF_WEEK; ahead++) {
      const tick = new Date(minute + ahead * MINUTE_MS);
      if (entry.isDue(tick, before)) return tick;
      before = tick;
    }
    return null;
  }

  async function enqueue(entry: ScheduleEntry): Promise<void> {
    const enqueuing = entry
      .enqueue()
      .then(() => {
        ranAt.set(entry, clock.now());
        faults.delete(entry);
      })
      .catch((error: unknown) => {
        faults.set(entry, messageOf(error));
        log('error', 'The schedule failed and is tried again', {
          schedule: entry.name,
          ...faultFields(error),
        });
      })
      .finally(() => running.delete(entry));
    running.set(entry, enqueuing);
    await enqueuing;
  }
}
