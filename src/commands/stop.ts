import type { Print } from './command.ts';

/** The process ends so long after the first signal, whatever hangs. */
const STOP_LIMIT_MS = 10_000;

/**
 * Stops what is starting or runs at SIGINT and SIGTERM, then ends the process; the second signal ends it at once.
 * @param codeOf the exit code @returns stops it with another code
 */
export function stopOnSignals(
  starting: Promise<{ stop(): Promise<void> }>,
  print: Print,
  process: NodeJS.Process,
  codeOf: () => number = () => 0,
): (code: number) => Promise<void> {
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) process.exit(code || 130);
    stopping = true;
    // Not unref'd: it must fire whatever hangs.
    setTimeout(() => process.exit(code), STOP_LIMIT_MS);
    await (await starting.catch(() => null))?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      print('\nStopping; once more Ctrl-C ends it at once.');
      void stop(codeOf());
    });
  }
  return stop;
}
