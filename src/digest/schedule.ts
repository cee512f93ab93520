import { createTask } from 'node-cron';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { DigestJob } from './job.ts';

export interface DigestScheduleOptions {
  job: Pick<DigestJob, 'catchUp'>;
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

export function createDigestSchedule({ job, zone, at, log }: DigestScheduleOptions): DigestSchedule {
  const [hour, minute] = at.split(':').map(Number);
  // Says so in our log rather than on the console when the process was too busy, or asleep.
  const quiet = (message: string | Error) => log('warn', messageOf(message));
  const logger = { info: quiet, warn: quiet, error: quiet, debug: () => {} };
  const tasks = [`${minute} ${hour} * * *`, '*/5 * * * *'].map((pattern) =>
    createTask(pattern, catchUp, { timezone: zone, logger }),
  );
  let running: Promise<void> | null = null;

  return {
    start() {
      for (const task of tasks) void task.start();
      void catchUp();
    },
    async stop() {
      for (const task of tasks) await task.destroy();
      await running;
    },
  };

  /** One at a time; what a skipped run would have done, the next one does. */
  async function catchUp(): Promise<void> {
    if (running) return;
    running = job
      .catchUp()
      .catch((error: unknown) => log('error', 'The digests failed', { error: messageOf(error) }))
      .finally(() => {
        running = null;
      });
    await running;
  }
}
