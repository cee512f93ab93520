import { setTimeout as wait } from 'node:timers/promises';
import { ChannelError, messageOf, StoreError } from '../src/errors.ts';
import type { Log } from '../src/log.ts';
import type { TelegramUpdate } from './telegram-updates.ts';

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
}

export interface Polling {
  /** Ends the wait for updates at once, lets updates that are being handled finish, takes no further ones. */
  stop(): Promise<void>;
}

export const LONG_POLL_SECONDS = 30;
/** After so many failures other than the store's an update is given up, lest one bad update silences the bot. */
const MAX_ATTEMPTS = 5;

/**
 * Takes updates by long polling and confirms one only when it was handled: grammY's own loop confirms an
 * update whose handler threw. Chats run side by side, the updates of one chat in order.
 */
export function startPolling(options: PollingOptions): Polling {
  const { log, pauseMs = (failures) => Math.min(30_000, 50 * 2 ** failures) } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Handled but not confirmable yet, because an earlier update is not. */
  const handled = new Set<number>();
  const attempts = new Map<number, number>();
  let offset = 0;
  let confirmed = 0;

  async function run(): Promise<void> {
    let failures = 0;
    let fault: string | null = null;
    while (!signal.aborted) {
      let retryAfterMs = 0;
      try {
        confirmed = offset;
        const values = await options.fetchUpdates(offset, LONG_POLL_SECONDS, signal);
        if (fault !== null) log('info', 'Telegram gives updates again');
        fault = null;
        // Ids start anew at random after a quiet week; when nothing is left, nothing needs an offset.
        if (values.length === 0) offset = confirmed = 0;
        failures = (await handleAll(values)) ? 0 : failures + 1;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        if (error instanceof ChannelError) retryAfterMs = error.retryAfterMs ?? 0;
        // Once for each fault, not once for each try.
        if (messageOf(error) !== fault) log('error', `No updates from Telegram: ${messageOf(error)}`);
        fault = messageOf(error);
      }
      if (failures > 0) await pause(Math.max(retryAfterMs, pauseMs(failures)));
    }
  }

  /** False when an update must be handled again. */
  async function handleAll(values: unknown[]): Promise<boolean> {
    const lanes = new Map<string, TelegramUpdate[]>();
    const ids: number[] = [];
    for (const value of values) {
      const update = options.readUpdate(value);
      const id = update?.id ?? idOf(value);
      if (id === null) continue;
      ids.push(id);
      if (update === null) {
        log('warn', 'An update of Telegram could not be read and was left out', { update: id });
        handled.add(id);
      } else if (!handled.has(id)) {
        lanes.set(update.lane, [...(lanes.get(update.lane) ?? []), update]);
      }
    }
    await Promise.all([...lanes.values()].map(handleLane));
    for (const id of ids.sort((a, b) => a - b)) {
      if (!handled.delete(id)) return false;
      offset = Math.max(offset, id + 1);
    }
    return true;
  }

  async function handleLane(updates: TelegramUpdate[]): Promise<void> {
    for (const update of updates) {
      if (signal.aborted) return;
      try {
        await options.handle(update);
      } catch (error) {
        const tries = (attempts.get(update.id) ?? 0) + 1;
        attempts.set(update.id, tries);
        const givenUp = !(error instanceof StoreError) && tries >= MAX_ATTEMPTS;
        log('error', `An update of Telegram failed${givenUp ? ' for good' : ''}: ${messageOf(error)}`, {
          update: update.id,
          tries,
        });
        if (!givenUp) return;
      }
      attempts.delete(update.id);
      handled.add(update.id);
    }
  }

  async function pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal }).catch(() => undefined);
  }

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      if (offset === confirmed) return;
      // What was handled in the last batch need not come again; if this fails, it comes as a repeat.
      await options.fetchUpdates(offset, 0).catch(() => undefined);
    },
  };
}

function idOf(value: unknown): number | null {
  const id = (value as { update_id?: unknown } | null)?.update_id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}
