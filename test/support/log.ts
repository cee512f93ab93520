import { createLog, type Log, type LogFields, type LogLevel } from '../../src/log/log.ts';

/** For what a test does not look at. */
export const silentLog: Log = createLog(() => {});

export interface RecordingLog {
  log: Log;
  entries: Array<{ level: LogLevel; message: string; fields: LogFields }>;
  /** The same as text, each entry one `["error","A message",{"its":"fields"}]`. */
  lines: string[];
}

/** A log that keeps what is written, also through its children, whose fields stand with those of the line. */
export function recordingLog(): RecordingLog {
  const entries: RecordingLog['entries'] = [];
  const lines: string[] = [];
  const log = createLog((level, message, fields) => {
    entries.push({ level, message, fields });
    lines.push(JSON.stringify([level, message, fields]));
  });
  return { log, entries, lines };
}
