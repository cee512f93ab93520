import pino from 'pino';
import pretty from 'pino-pretty';
import type { Log } from './log.ts';

/** Writes JSON lines, or lines for a person at a terminal. */
export function createLogger(level: 'info' | 'warn' | 'error' | 'silent', forPerson: boolean): Log {
  const logger = forPerson
    ? pino({ level }, pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }))
    : pino({ level });
  return (at, message, fields = {}) => logger[at](fields, message);
}
