/** `debug`: each request; all else is told at `info` and above. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a line says besides its message: which channel, which dialogue, which error. No token. */
export type LogFields = Record<string, unknown>;

/**
 * Where everything writes what an operator of the service should know. The message is the same text each time, so
 * that it can be searched for and counted; what varies stands in the fields. An error is always logged as
 * `{ ...faultFields(error) }` of errors.ts: its message, and for a bug its stack and its causes.
 */
export interface Log {
  (level: LogLevel, message: string, fields?: LogFields): void;
  /** The same log, with `fields` on every line; a line's own field of the same name counts. */
  child(fields: LogFields): Log;
}

/** A log that hands every line, with the fields of its parents, to `write`. */
export function createLog(
  write: (level: LogLevel, message: string, fields: LogFields) => void,
  bound: LogFields = {},
): Log {
  return Object.assign(
    (level: LogLevel, message: string, fields: LogFields = {}) =>
      write(level, message, { ...bound, ...fields }),
    { child: (fields: LogFields) => createLog(write, { ...bound, ...fields }) },
  );
}
