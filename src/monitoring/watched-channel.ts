import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError } from '../errors.ts';
import type { Monitor, SendResult } from './monitor.ts';

/** The same adapter, whose messages are counted and timed. */
export function createWatchedChannel(
  adapter: ChannelAdapter,
  monitor: Monitor,
  clock: Pick<Clock, 'monotonic'>,
): ChannelAdapter {
  const { name } = adapter;
  const send: ChannelAdapter['send'] = async (clientId, message, options) => {
    const asked = clock.monotonic();
    let begun: number | null = null;
    let isWithdrawn = false;
    const beforeRequest = async (): Promise<void> => {
      try {
        await options?.beforeRequest?.();
      } catch (error) {
        isWithdrawn = true;
        throw error;
      }
      // A message of several parts is asked about once more before each.
      begun ??= clock.monotonic();
    };
    const ended = (result: SendResult): void => {
      const now = clock.monotonic();
      monitor.sent(name, result, (begun ?? now) - asked, now - (begun ?? now));
    };
    try {
      const sent = await adapter.send(clientId, message, { ...options, beforeRequest });
      ended('sent');
      return sent;
    } catch (error) {
      ended(isWithdrawn ? 'withdrawn' : error instanceof ChannelError ? error.code : 'failed');
      throw error;
    }
  };
  // All other methods are the adapter's own.
  return Object.assign(Object.create(adapter) as ChannelAdapter, { send });
}
