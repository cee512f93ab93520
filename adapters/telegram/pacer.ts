import { setTimeout } from 'node:timers/promises';
import { ChannelError } from '../../src/errors.ts';

/** Keeps a bot within what its platform allows. */
export interface Pacer {
  /**
   * Resolves when a call may be made, for this chat if one is named; at once where nothing has to be waited for.
   * @throws {ChannelError} `rate_limited` while the platform wants to be left alone for longer than a moment
   */
  acquire(chat?: string): Promise<void>;
  /** The platform wants to be left alone for so long. */
  holdFor(ms: number): void;
}

export interface PacerOptions {
  /** Milliseconds between two calls over all chats; a few that come together go at once. */
  globalMs: number;
  /** Milliseconds between two calls for one chat. */
  perChatMs: number;
  /** Milliseconds by the monotonic clock. */
  monotonic?: () => number;
  wait?: (ms: number) => Promise<unknown>;
}

/** So many calls may go at once after a quiet time. */
const BURST = 3;
/** Longer waits are the outbox's business: nobody sleeps here while others wait. */
const LONGEST_HOLD_MS = 1_000;

/** A token bucket over all chats, as the time at which its next token is there, and a gap for each chat. */
export function createPacer(options: PacerOptions): Pacer {
  const { globalMs, perChatMs, monotonic = () => performance.now(), wait = (ms) => setTimeout(ms) } = options;
  /** When the next call of a chat may go, the earliest first; a chat whose time has come is forgotten. */
  const chats = new Map<string, number>();
  let nextAt = 0;
  let heldUntil = 0;

  return {
    async acquire(chat) {
      refuseWhileHeld(monotonic());
      const at = reserve(chat, monotonic());
      for (let now = monotonic(); now < Math.max(at, heldUntil); now = monotonic()) {
        refuseWhileHeld(now);
        await wait(Math.max(at, heldUntil) - now);
      }
    },
    holdFor(ms) {
      heldUntil = Math.max(heldUntil, monotonic() + ms);
    },
  };

  function reserve(chat: string | undefined, now: number): number {
    for (const [known, free] of chats) {
      if (free > now) break;
      chats.delete(known);
    }
    const at = Math.max(
      now,
      nextAt - (BURST - 1) * globalMs,
      chat === undefined ? 0 : (chats.get(chat) ?? 0),
    );
    nextAt = Math.max(nextAt, now) + globalMs;
    if (chat !== undefined && perChatMs > 0) {
      chats.delete(chat);
      chats.set(chat, at + perChatMs);
    }
    return at;
  }

  function refuseWhileHeld(now: number): void {
    const retryAfterMs = Math.ceil(heldUntil - now);
    if (retryAfterMs <= LONGEST_HOLD_MS) return;
    throw new ChannelError('rate_limited', 'the platform wants the bot to wait', { retryAfterMs });
  }
}
