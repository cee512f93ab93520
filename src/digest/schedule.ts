import { createTask } from 'node-cron';
import type { Clock } from '../clock.ts';
import { faultFields, messageOf } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { isSendingTime } from './due.ts';
import type { DigestJob } from './job.ts';

export interface DigestScheduleOptions {
  job: Pick<DigestJob, 'catchUp'>;
  clock: Pick<Clock, 'now'>;
  zone: string;
  /** `HH:MM` in `zone`. */
  at: string;
  log: Log;
}

export interface DigestSchedule {
  /** Catches up at once, then at `at` every day and every five minutes for what could not be sent. */
  start(): void;
  /** Resolves when no digest is being sent any more. */
  stop(): Promise<void>;
}

const guardDelayMs = 2_000;

export function createDigestSchedule({ job, clock, zone, at, log }: DigestScheduleOptions): DigestSchedule {
  // Says so in our log rather than on the console when the process was too busy, or asleep.
  const quiet = (message: string | Error) => log('warn', messageOf(message));
  const logger = { info: quiet, warn: quiet, error: quiet, debug: () => {} };
  // In a zone, cron lines are left out or doubled on the days when its clocks change; in UTC there are no such days.
  const minutes = createTask('* * * * *', tick, { timezone: 'UTC', logger });
  let guard: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let ticked: Date;

  return {
    start() {
      ticked = clock.now();
      void minutes.start();
      armGuard();
      void catchUp();
    },
    async stop() {
      clearTimeout(guard);
      await minutes.destroy();
      await running;
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
    }, untilMinute + guardDelayMs);
  }

  async function tick(): Promise<void> {
    // What came due while digests were being sent is found by the first tick after that.
    if (running) return;
    const before = ticked;
    ticked = clock.now();
    if (isSendingTime(ticked, before, at, zone)) await catchUp();
  }

  /** One at a time; what a skipped run would have done, the next one does. */
  async function catchUp(): Promise<void> {
    if (running) return;
    running = job
      .catchUp()
      .catch((error: unknown) => log('error', 'The digests failed', { ...faultFields(error) }))
      .finally(() => {
        running = null;
      });
    await running;
  }
}
