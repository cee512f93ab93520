import { createLog, type Log } from '../src/log/log.ts';

/** Takes secrets out of texts: errors of HTTP libraries and platforms carry URLs with tokens and what was sent. */
export function createScrub(...secrets: readonly string[]): (text: string) => string {
  const given = secrets.filter((secret) => secret !== '');
  return (text) => given.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** `log` with `scrub` applied to everything that passes, also through its children; silent without a log. */
export function scrubbedLog(log: Log | undefined, scrub: (text: string) => string): Log {
  return createLog((level, message, fields) =>
    log?.(
      level,
      scrub(message),
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          typeof value === 'string' ? scrub(value) : value,
        ]),
      ),
    ),
  );
}
