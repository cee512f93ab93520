/** Where an adapter says what a person should know; the composition root binds it to the service's logger. */
export type AdapterLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, string | number>,
) => void;

/** Takes `secret` out of texts: errors of HTTP libraries and platforms carry URLs with tokens. */
export function createScrub(secret: string): (text: string) => string {
  return (text) => (secret === '' ? text : text.replaceAll(secret, '***'));
}

/** `log` with `scrub` applied to everything that passes; silent without a log. */
export function scrubbedLog(log: AdapterLog | undefined, scrub: (text: string) => string): AdapterLog {
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
