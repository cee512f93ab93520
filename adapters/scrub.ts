import type { Log } from '../src/log.ts';

/** Takes `secret` out of texts: errors of HTTP libraries and platforms carry URLs with tokens. */
export function createScrub(secret: string): (text: string) => string {
  return (text) => (secret === '' ? text : text.replaceAll(secret, '***'));
}

/** `log` with `scrub` applied to everything that passes; silent without a log. */
export function scrubbedLog(log: Log | undefined, scrub: (text: string) => string): Log {
  return (level, message, fields = {}) =>
    log?.(
      level,
      scrub(message),
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          typeof value === 'string' ? scrub(value) : value,
        ]),
      ),
    );
}
