import { createLog, type Log, type LogFields, type LogLevel } from '../../src/log/log.ts';

/** For what a test does not look at. */
export const silentLog: Log = createLog(() => {});

export interface RecordingLog {
  log: Log;
  entries: Array<{ level: LogLevel; message: string; fields: LogFields }>;
  /** The same as text, each entry one `["error","A message",{"its":"fields"}]`. */
  lines: string[];
}

/**
 * A log that keeps what is written, also through its children, whose fields stand with those of the line.
 * @param lowest `debug`: each request as well
 */
export function recordingLog(lowest: 'debug' | 'info' = 'info'): RecordingLog {
  const entries: RecordingLog['entries'] = [];
  const lines: string[] = [];
  const log = createLog((level, message, fields) => {
    if (level === 'debug' && lowest !== 'debug') return;
    entries.push({ level, message, fields });
    lines.push(JSON.stringify([level, message, fields]));
  });
  return { log, entries, lines };
}
