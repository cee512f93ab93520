import type { Fault, FaultAt } from './text/fault.ts';

/**
 * The few errors of the product. Each message says what was wrong, with what, and what to do;
 * none carries a token or a URL with a token.
 */

/** The configuration cannot be used. `faults` holds one line for each variable: its name and the remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config';
  constructor(
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(faults.join('\n'), options);
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
 * - `moved`: the group has the id `movedTo` now. Do not retry with the old one.
 * - `rate_limited`: send again after `retryAfterMs`.
 * - `rejected`: the platform refused this message and would refuse it again.
 * - `unauthorized`: the platform does not let this bot send at all: a revoked token, a suspended account. Retry,
 *   once an operator of the service has mended it.
 * - `network`: no answer or an unusable one; the message may or may not have arrived. Retry.
 */
export type ChannelErrorCode =
  | 'unreachable'
  | 'moved'
  | 'rate_limited'
  | 'rejected'
  | 'unauthorized'
  | 'network';

/** A platform said no, or could not be asked. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  /** Milliseconds to wait before the next try; only with `rate_limited`. */
  readonly retryAfterMs: number | undefined;
  /** The group's present id; only with `moved`. */
  readonly movedTo: string | undefined;
  constructor(
    readonly code: ChannelErrorCode,
    message: string,
    options: { retryAfterMs?: number; movedTo?: string; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.retryAfterMs = options.retryAfterMs;
    this.movedTo = options.movedTo;
  }
}

/** True for a platform's refusal that it would repeat, however often the same is sent to the same chat. */
export function isFinalRefusal(error: unknown): error is ChannelError {
  return error instanceof ChannelError && ['unreachable', 'moved', 'rejected'].includes(error.code);
}

/** A helpdesk or webhook endpoint refused a request, or did not answer; the request is retried. */
export class ReceiverError extends Error {
  override readonly name = 'ReceiverError';
  readonly code = 'receiver';
}

/** What is wrong with one place of a request. Without a kind it is said in English alone: no page shows it. */
export type RequestFault = FaultAt | { path: string; message: string };

/** A request over HTTP cannot be served. `faults` names each place in the request. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** What is wrong with it as a whole, for pages; null: it is said in English alone. */
  readonly about: Fault | null;
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 429,
    readonly code: string,
    said: string | Fault,
    readonly faults: readonly RequestFault[] = [],
  ) {
    super(typeof said === 'string' ? said : said.message);
    this.about = typeof said === 'string' ? null : said;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An error that says by itself what is wrong and what to do; anything else is a bug of ours. */
export function isKnown(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof ScenarioError ||
    error instanceof StoreError ||
    error instanceof ChannelError ||
    error instanceof ReceiverError ||
    error instanceof ApiError
  );
}

/** More causes than these are not followed: a chain may be a ring. */
const CAUSES = 8;

/** What our own code throws when it is wrong, also when a store passed it on as a StoreError. */
const BUGS = /^(Type|Range|Reference|Syntax)Error$/;

/** What to log of anything that was thrown: a known error's message; a bug's stack and its causes besides. */
export function faultFields(error: unknown): { error: string; stack?: string; cause?: string } {
  if (error instanceof StoreError && error.cause instanceof Error && BUGS.test(error.cause.name)) {
    return { error: error.message, stack: stackOf(error), cause: stackOf(error.cause) };
  }
  if (isKnown(error) || !(error instanceof Error)) return { error: messageOf(error) };
  const causes: string[] = [];
  for (
    let cause = error.cause;
    cause !== undefined && causes.length < CAUSES;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    causes.push(cause instanceof Error && !isKnown(cause) ? stackOf(cause) : messageOf(cause));
  }
  return {
    error: messageOf(error),
    stack: stackOf(error),
    ...(causes.length > 0 ? { cause: causes.join('\ncaused by: ') } : {}),
  };
}

const stackOf = (error: Error): string => error.stack ?? `${error.name}: ${error.message}`;
