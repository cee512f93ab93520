import { setTimeout } from 'node:timers/promises';
import { ChannelError } from '../../src/errors.ts';

/** What goes first when several wait: what a client waits for, what tidies up, what can wait. */
export const priorities = ['message', 'edit', 'background'] as const;
export type Priority = (typeof priorities)[number];

/** Keeps a bot within what its platform allows. */
export interface Pacer {
  /**
   * Resolves when a call may be made, for this chat if one is named; at once where nothing has to be waited for.
   * @throws {ChannelError} `rate_limited` while the platform wants to be left alone for longer than a moment
   */
  acquire(priority: Priority, chat?: string): Promise<void>;
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

interface Waiter {
  chat: string | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** So many calls may go at once after a quiet time. */
const BURST = 3;
/** Longer waits are the outbox's business: nobody sleeps here while others wait. */
const LONGEST_HOLD_MS = 1_000;

/** A token bucket over all chats, as the time at which its next token is there, and a gap for each chat. */
export function createPacer(options: PacerOptions): Pacer {
  const { globalMs, perChatMs, monotonic = () => performance.now(), wait = (ms) => setTimeout(ms) } = options;
  const queues: Record<Priority, Waiter[]> = { message: [], edit: [], background: [] };
  /** When the next call of a chat may go, the earliest first; a chat whose time has come is forgotten. */
  const chats = new Map<string, number>();
  let nextAt = 0;
  let heldUntil = 0;
  let serving = false;
  /** Has it looked again who is next. */
  let wake = (): void => {};

  return {
    async acquire(priority, chat) {
      const now = monotonic();
      const held = holdOf(now);
      if (held) throw held;
      // While there is a token, whoever waits does so for their own chat.
      if (now >= tokenAt() && now >= freeAt(chat, now)) return take(chat, now);
      await new Promise<void>((resolve, reject) => {
        queues[priority].push({ chat, resolve, reject });
        wake();
        if (!serving) void serve();
      });
    },
    holdFor(ms) {
      heldUntil = Math.max(heldUntil, monotonic() + ms);
    },
  };

  /** Gives a token to one after another of those who wait, until none does. */
  async function serve(): Promise<void> {
    serving = true;
    for (let left = waiters(); left.length > 0; left = waiters()) {
      const now = monotonic();
      const held = holdOf(now);
      if (held) {
        for (const priority of priorities) for (const { reject } of queues[priority].splice(0)) reject(held);
        break;
      }
      const next = now >= tokenAt() ? nextOf(now) : undefined;
      if (next) {
        take(next.chat, now);
        next.resolve();
      } else {
        const firstFree = Math.min(...left.map(({ chat }) => freeAt(chat, now)));
        const woken = new Promise<void>((resolve) => (wake = resolve));
        await Promise.race([wait(Math.max(tokenAt(), firstFree) - now), woken]);
      }
    }
    serving = false;
  }

  function nextOf(now: number): Waiter | undefined {
    for (const priority of priorities) {
      const index = queues[priority].findIndex(({ chat }) => freeAt(chat, now) <= now);
      if (index >= 0) return queues[priority].splice(index, 1)[0];
    }
    return undefined;
  }

  function waiters(): Waiter[] {
    return priorities.flatMap((priority) => queues[priority]);
  }

  function tokenAt(): number {
    return Math.max(nextAt - (BURST - 1) * globalMs, heldUntil);
  }

  function freeAt(chat: string | undefined, now: number): number {
    return (chat === undefined ? undefined : chats.get(chat)) ?? now;
  }

  function take(chat: string | undefined, now: number): void {
    nextAt = Math.max(nextAt, now) + globalMs;
    for (const [known, free] of chats) {
      if (free > now) break;
      chats.delete(known);
    }
    if (chat === undefined || perChatMs === 0) return;
    chats.delete(chat);
    chats.set(chat, now + perChatMs);
  }

  function holdOf(now: number): ChannelError | null {
    const retryAfterMs = Math.ceil(heldUntil - now);
    if (retryAfterMs <= LONGEST_HOLD_MS) return null;
    return new ChannelError('rate_limited', 'the platform wants the bot to wait', { retryAfterMs });
  }
}
