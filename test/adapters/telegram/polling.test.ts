import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Polling, startPolling } from '../../../adapters/telegram/polling.ts';
import type { TelegramUpdate } from '../../../adapters/telegram/updates/updates.ts';
import { ChannelError, StoreError } from '../../../src/errors.ts';
import { recordingLog, silentLog } from '../../support/log.ts';

interface Sent {
  update_id: number;
  queue: string;
}

/** Telegram's side of getUpdates: keeps what is not confirmed, and waits while there is nothing. */
function startPlatform(updates: Sent[], faults: Error[] = []) {
  const asked: number[] = [];
  const { log, entries } = recordingLog();
  const handled: number[] = [];
  let pending = [...updates];
  let polling: Polling;
  let finish: () => void;
  /** When every update was confirmed. */
  const empty = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    asked,
    logged: entries,
    handled,
    empty,
    push: (update: Sent) => pending.push(update),
    pending: () => pending.map((update) => update.update_id),
    start(handle: (update: TelegramUpdate) => Promise<void>) {
      polling = startPolling({
        fetchUpdates: async (offset, seconds, signal) => {
          asked.push(offset);
          const fault = faults.shift();
          if (fault) throw fault;
          if (offset > 0) pending = pending.filter((update) => update.update_id >= offset);
          if (pending.length > 0 || seconds === 0) return pending.slice(0, 100);
          finish();
          return new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(new ChannelError('network', 'aborted')));
          });
        },
        readUpdate: (value) =>
          (value as Sent).queue === 'garbage'
            ? null
            : { id: (value as Sent).update_id, queue: (value as Sent).queue },
        handle: async (update) => {
          await handle(update);
          handled.push(update.id);
        },
        log,
        pauseMs: () => 0,
        wait: () => setImmediate(),
      });
      return polling;
    },
  };
}

const update = (update_id: number, queue = 'a'): Sent => ({ update_id, queue });

describe('long polling', () => {
  it('confirms an update once it is handled', async () => {
    const platform = startPlatform([update(7), update(8)]);
    const polling = platform.start(async () => {});
    await platform.empty;
    expect(platform.handled).toEqual([7, 8]);
    expect(platform.asked).toEqual([0, 9]);
    await polling.stop();
  });

  it('takes an update again that the store could not keep, however often, and only that one', async () => {
    const platform = startPlatform([update(1), update(2), update(3, 'b'), update(4)]);
    let down = 20;
    const polling = platform.start(async ({ id }) => {
      if (id === 2 && down-- > 0) throw new StoreError('down');
    });
    await platform.empty;
    await polling.stop();
    expect(platform.handled).toEqual([1, 3, 2, 4]);
    expect(new Set(platform.asked.filter((offset) => offset > 2))).toEqual(new Set([5]));
  });

  it('gives an update up that fails for another reason again and again, so that the others come through', async () => {
    const platform = startPlatform([update(1), update(2)]);
    let tries = 0;
    const polling = platform.start(async ({ id }) => {
      if (id !== 1) return;
      tries += 1;
      throw new TypeError('a bug');
    });
    await platform.empty;
    await polling.stop();
    expect(tries).toBe(5);
    expect(platform.handled).toEqual([2]);
    expect(platform.logged.at(-1)).toMatchObject({
      level: 'error',
      message: 'An update failed for good',
      fields: { update: 1, error: 'a bug', stack: expect.stringContaining('polling.test.ts') },
    });
  });

  it('lets a chat pass another one that is slow', async () => {
    const platform = startPlatform([update(1, 'slow'), update(2, 'slow'), update(3, 'quick')]);
    let quick: () => void;
    const quickDone = new Promise<void>((resolve) => {
      quick = resolve;
    });
    const polling = platform.start(async ({ id }) => {
      if (id === 1) await quickDone;
      if (id === 3) quick();
    });
    await platform.empty;
    await polling.stop();
    expect(platform.handled).toEqual([3, 1, 2]);
  });

  it('hears a client while the lines of another are still being taken', async () => {
    const lines = Array.from({ length: 99 }, (_, index) => update(index + 1, 'chatty'));
    const platform = startPlatform(lines);
    let release: () => void;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let heard: () => void;
    const tap = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const polling = platform.start(async ({ id }) => {
      if (id === 100) heard();
      else if (id === 3) await held;
    });
    platform.push(update(100, 'another'));
    await tap;
    expect(platform.handled).toEqual([1, 2]);
    expect(platform.pending()[0]).toBeLessThanOrEqual(3);
    release!();
    await platform.empty;
    await polling.stop();
    expect(platform.handled).toHaveLength(100);
  });

  it('does not ask a server that does not wait more than once in each pause', async () => {
    const pauses: number[] = [];
    let asked = 0;
    const polling = startPolling({
      fetchUpdates: async () => {
        asked += 1;
        return [];
      },
      readUpdate: () => null,
      handle: async () => {},
      log: silentLog,
      wait: (ms, signal) => {
        pauses.push(ms);
        return pauses.length < 5
          ? Promise.resolve()
          : new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    });
    await expect.poll(() => pauses.length).toBe(5);
    expect(asked).toBe(5);
    expect(pauses.every((ms) => ms >= 200)).toBe(true);
    await polling.stop();
  });

  it('leaves out what cannot be read, and says so', async () => {
    const platform = startPlatform([update(1, 'garbage'), update(2)]);
    const polling = platform.start(async () => {});
    await platform.empty;
    await polling.stop();
    expect(platform.handled).toEqual([2]);
    expect(platform.logged[0]?.message).toContain('could not be read');
  });

  it('survives faults of the network, and tells of each only once', async () => {
    const away = () => new ChannelError('network', 'away');
    const conflict = () => new ChannelError('rejected', 'another process');
    const platform = startPlatform([update(1)], [away(), away(), conflict(), conflict()]);
    const polling = platform.start(async () => {});
    await platform.empty;
    await polling.stop();
    expect(platform.handled).toEqual([1]);
    expect(platform.logged).toEqual([
      { level: 'error', message: 'No updates could be fetched', fields: { error: 'away' } },
      { level: 'error', message: 'No updates could be fetched', fields: { error: 'another process' } },
      { level: 'info', message: 'Updates are given again', fields: {} },
    ]);
  });

  it('takes ids that start anew after a quiet time', async () => {
    const answers = [[update(900)], [], [update(3)]];
    const asked: number[] = [];
    const handled: number[] = [];
    await new Promise<void>((resolve) => {
      const polling = startPolling({
        fetchUpdates: async (offset) => {
          asked.push(offset);
          const answer = answers.shift();
          if (!answer) void polling.stop().then(resolve);
          return answer ?? [];
        },
        readUpdate: (value) => ({ id: (value as Sent).update_id, queue: 'a' }),
        handle: async ({ id }) => {
          handled.push(id);
        },
        log: silentLog,
        wait: () => setImmediate(),
      });
    });
    expect(handled).toEqual([900, 3]);
    expect(asked).toEqual([0, 901, 0, 4]);
  });

  it('when stopped ends the wait at once', async () => {
    const platform = startPlatform([]);
    const polling = platform.start(async () => {});
    await platform.empty;
    await polling.stop();
    expect(platform.asked).toEqual([0]);
  });

  it('when stopped confirms what was handled and nothing else', async () => {
    const platform = startPlatform([update(1), update(2), update(3, 'b')]);
    let stopped: Promise<void> | undefined;
    const polling = platform.start(async ({ id }) => {
      if (id === 1) stopped = polling.stop();
      if (id === 3) throw new StoreError('down');
    });
    await new Promise<void>((resolve) => {
      const look = (): unknown => (stopped ? resolve() : setImmediate().then(look));
      look();
    });
    await stopped;
    expect(platform.handled).toEqual([1]);
    expect(platform.pending()).toEqual([2, 3]);
  });
});
