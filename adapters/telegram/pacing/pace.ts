import { setTimeout } from 'node:timers/promises';
import { createTokenBucket, type Rate, type TokenBucket } from '../../../src/token-bucket.ts';
import { createChatLimits } from './chat-limits.ts';
import { createPacer, type Pacer } from './pacer.ts';

export interface LimitOptions {
  /**
   * Milliseconds between two messages to one person; 0: chats have no limits. Default 300: Telegram asks for one message
   * a second and allows short bursts.
   */
  perChatMs?: number;
  /**
   * Milliseconds between any two messages. Default 36: with a burst of 2, 31 messages take 1,044 ms, so no second has more
   * than the 30 that Telegram takes, even when some are 40 ms late on their way.
   */
  globalMs?: number;
  /** The bucket over all chats, where other instances share it. Default: one of this process. */
  bucket?: (rate: Rate) => TokenBucket;
  /** By which time pauses are kept. Default: the system's. */
  pace?: { monotonic: () => number; wait: (ms: number) => Promise<unknown> };
}

const BURST = 2;
/** Telegram takes 20 messages a minute in a group: with a burst of 10 no minute has more. */
const GROUP: Rate = { intervalMs: 6_000, burst: 10 };

const system = {
  monotonic: () => performance.now(),
  wait: (ms: number) => setTimeout(ms, undefined, { ref: false }),
};

/** Paces messages as Telegram asks. @see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
export function createTelegramPacer(options: LimitOptions): Pacer {
  const { perChatMs = 300, globalMs = 36, pace = system } = options;
  const rate = { intervalMs: globalMs, burst: BURST };
  const persons = createChatLimits({ intervalMs: perChatMs, burst: 1 });
  const groups = createChatLimits(GROUP);
  return createPacer({
    bucket: options.bucket?.(rate) ?? createTokenBucket(rate, pace.monotonic),
    rate,
    limitsOf: (chat) => {
      if (perChatMs === 0) return null;
      return chat.startsWith('-') ? groups : persons;
    },
    ...pace,
  });
}

/** Holds calls while the platform says so, and paces nothing. */
export function createHold(): Pacer {
  const rate = { intervalMs: 0, burst: 1 };
  return createPacer({
    bucket: createTokenBucket(rate, system.monotonic),
    rate,
    limitsOf: () => null,
    ...system,
  });
}
