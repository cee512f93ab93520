/**
 * The few errors of the product. Each message says what was wrong, with what, and what to do;
 * none carries a token or a URL with a token.
 */

/** The configuration cannot be used. `faults` holds one line for each variable: its name and the remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** A scenario file cannot be used. `faults` holds one line each: `file:line:column path: what; remedy`. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code = 'scenario';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** The store did not do what it was asked; nothing may be acknowledged to a platform or a caller. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code = 'store';
}

/**
 * - `unreachable`: the client blocked the bot, unsubscribed or never opened the chat. Do not retry.
 * - `rate_limited`: send again after `retryAfterMs`.
 * - `rejected`: the platform refused this message and would refuse it again.
 * - `unauthorized`: the platform does not let this bot send at all: a revoked token, a suspended account. Retry,
 *   once an operator of the service has mended it.
 * - `network`: no answer or an unusable one; the message may or may not have arrived. Retry.
 */
export type ChannelErrorCode = 'unreachable' | 'rate_limited' | 'rejected' | 'unauthorized' | 'network';

/** A platform said no, or could not be asked. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  /** Milliseconds to wait before the next try; only with `rate_limited`. */
  readonly retryAfterMs: number | undefined;
  constructor(
    readonly code: ChannelErrorCode,
    message: string,
    options: { retryAfterMs?: number } = {},
  ) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A request to the HTTP API cannot be served. `faults` names each place in the request. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: 400 | 401 | 404,
    readonly code: string,
    message: string,
    readonly faults: ReadonlyArray<{ path: string; message: string }> = [],
  ) {
    super(message);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
