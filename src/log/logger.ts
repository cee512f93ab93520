import pino, { type Logger } from 'pino';
import type { Log, LogFields, LogLevel } from './log.ts';
import { printable } from '../text/printable.ts';
import { createScrub } from '../text/scrub.ts';

export interface LoggerOptions {
  level: LogLevel | 'silent';
  /** Lines for a person at a terminal instead of JSON lines. */
  forPerson: boolean;
  /** What no line may show: tokens, keys, the store's address. */
  secrets?: readonly string[];
  /** Default: the standard output. */
  destination?: NodeJS.WritableStream;
}

/** Deeper values are not written. */
const DEEPEST = 6;

/** Writes one line for each entry, whatever the texts in it hold. pino-pretty is loaded for a person alone. */
export async function createLogger(options: LoggerOptions): Promise<Log> {
  const { level, forPerson, secrets = [], destination } = options;
  const stream = forPerson
    ? (await import('pino-pretty')).default({
        sync: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
        // What is called "error" is a text here and is written as one.
        errorLikeObjectKeys: [],
        ...(destination ? { destination, colorize: false } : {}),
      })
    : destination;
  const logger = stream ? pino({ level }, stream) : pino({ level });
  const scrub = createScrub(secrets);
  const clean = (value: unknown, key: string, depth: number): unknown => {
    if (typeof value === 'string') {
      if (key !== 'stack' && key !== 'cause') return printable(scrub(value));
      // A stack has many lines: for a person each is an item of its own, and JSON keeps them in one text.
      const lines = scrub(value).split('\n').map(printable);
      return forPerson ? lines : lines.join('\n');
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (depth >= DEEPEST) return '...';
    if (Array.isArray(value)) return value.map((item) => clean(item, '', depth + 1));
    if (value instanceof Error) return clean(value.message, key, depth);
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [printable(name), clean(item, name, depth + 1)]),
    );
  };
  const logOf = (lines: Logger): Log =>
    Object.assign(
      (at: LogLevel, message: string, fields: LogFields = {}) => {
        if (lines.isLevelEnabled(at))
          lines[at](clean(fields, '', 0) as LogFields, clean(message, '', 0) as string);
      },
      { child: (fields: LogFields) => logOf(lines.child(clean(fields, '', 0) as LogFields)) },
    );
  return logOf(logger);
}
