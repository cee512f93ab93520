import { setTimeout } from 'node:timers/promises';
import { ChannelError, faultFields, messageOf, StoreError } from '../../src/errors.ts';
import type { Log } from '../../src/log/log.ts';
import type { TelegramUpdate } from './updates/updates.ts';

export interface PollingOptions {
  /**
   * Updates from `offset` on; asking for them confirms all before `offset`. Waits up to `seconds` for the
   * first one. @throws {ChannelError}
   */
  fetchUpdates(offset: number, seconds: number, signal?: AbortSignal): Promise<unknown[]>;
  readUpdate(value: unknown): TelegramUpdate | null;
  /** Rejects when the update's outcome is not committed. */
  handle(update: TelegramUpdate): Promise<void>;
  log: Log;
  /** Milliseconds before the next try after the n-th failure in a row. */
  pauseMs?: (failures: number) => number;
  /** Waits, or less when the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface Polling {
  /** Ends the wait for updates at once, lets updates that are being handled finish, takes no further ones. */
  stop(): Promise<void>;
}

export const LONG_POLL_SECONDS = 30;
/**
 * Between two requests while updates are being handled, or when the server does not wait for new ones. Telegram gives
 * the oldest 100 that are not confirmed, so a chat with more than that in hand hides the newer updates of others.
 */
const SHORT_PAUSE_MS = 300;
/** After so many failures other than the store's an update is given up, lest one bad update silences the chat. */
const MAX_ATTEMPTS = 5;

/**
 * Takes updates by long polling and confirms one only when it was handled: grammY's own loop confirms an
 * update whose handler threw. Chats run side by side and do not wait for each other, the updates of one chat in order.
 */
export function startPolling(options: PollingOptions): Polling {
  const { log, pauseMs = (failures) => Math.min(30_000, 50 * 2 ** failures) } = options;
  const { wait = (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined) } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Updates that are not confirmed yet: true once they are handled. */
  const known = new Map<number, boolean>();
  const queues = new Map<string, { waiting: TelegramUpdate[]; run: Promise<void> }>();
  let offset = 0;
  let confirmed = 0;
  let onIdle = (): void => {};

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all([...queues.values()].map((queue) => queue.run));
      advance();
      if (offset === confirmed) return;
      // What was handled last need not come again; if this fails, it comes as a repeat.
      await options.fetchUpdates(offset, 0).catch(() => undefined);
    },
  };

  async function run(): Promise<void> {
    let failures = 0;
    let fault: string | null = null;
    while (!signal.aborted) {
      let retryAfterMs = 0;
      try {
        advance();
        const values = await fetchFrom(offset);
        if (fault !== null) log('info', 'Updates are given again');
        fault = null;
        failures = 0;
        const fresh = takeNew(values);
        if (queues.size > 0) await Promise.race([wait(SHORT_PAUSE_MS, signal), idle()]);
        else if (fresh === 0) await wait(SHORT_PAUSE_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        if (error instanceof ChannelError) retryAfterMs = error.retryAfterMs ?? 0;
        // Once for each fault, not once for each try.
        if (messageOf(error) !== fault)
          log('error', 'No updates could be fetched', { ...faultFields(error) });
        fault = messageOf(error);
        await wait(Math.max(retryAfterMs, pauseMs(failures)), signal);
      }
    }
  }

  async function fetchFrom(from: number): Promise<unknown[]> {
    const isIdle = queues.size === 0;
    const values = await options.fetchUpdates(from, isIdle ? LONG_POLL_SECONDS : 0, signal);
    confirmed = from;
    // Ids start anew at random after a quiet week; when nothing is left, nothing needs an offset.
    if (isIdle && values.length === 0) offset = confirmed = 0;
    return values;
  }

  /** @returns how many of the updates are new */
  function takeNew(values: unknown[]): number {
    let fresh = 0;
    for (const value of values) {
      const update = options.readUpdate(value);
      const id = update?.id ?? idOf(value);
      if (id === null || known.has(id)) continue;
      fresh += 1;
      known.set(id, update === null);
      if (update) enqueue(update);
      else log('warn', 'An update could not be read and was left out', { update: id });
    }
    return fresh;
  }

  function enqueue(update: TelegramUpdate): void {
    const begun = queues.get(update.queue);
    if (begun) {
      begun.waiting.push(update);
      return;
    }
    const waiting = [update];
    const queue = { waiting, run: Promise.resolve() };
    queues.set(update.queue, queue);
    queue.run = handleQueue(update.queue, waiting);
  }

  async function handleQueue(name: string, waiting: TelegramUpdate[]): Promise<void> {
    // An update whose outcome is not committed keeps its place, and the chat's later ones wait behind it.
    for (let update = waiting[0], failures = 0; update && !signal.aborted; update = waiting[0]) {
      try {
        await options.handle(update);
      } catch (error) {
        failures += 1;
        const givenUp = !(error instanceof StoreError) && failures >= MAX_ATTEMPTS;
        const fields = { update: update.id, tries: failures, ...faultFields(error) };
        log('error', givenUp ? 'An update failed for good' : 'An update failed', fields);
        if (!givenUp) {
          await wait(pauseMs(failures), signal);
          continue;
        }
      }
      failures = 0;
      waiting.shift();
      known.set(update.id, true);
    }
    queues.delete(name);
    if (queues.size === 0) onIdle();
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => {
      onIdle = resolve;
    });
  }

  /** Moves the offset behind the updates that were handled, as far as none before them is still in hand. */
  function advance(): void {
    for (const [id, handled] of [...known].toSorted(([a], [b]) => a - b)) {
      if (!handled) return;
      known.delete(id);
      offset = Math.max(offset, id + 1);
    }
  }
}

function idOf(value: unknown): number | null {
  const id = (value as { update_id?: unknown } | null)?.update_id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}
