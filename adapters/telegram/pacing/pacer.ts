import { ChannelError } from '../../../src/errors.ts';
import type { Rate, TokenBucket } from '../../../src/token-bucket.ts';
import type { ChatLimits } from './chat-limits.ts';

/** What goes first when several wait: what a client waits for, what tidies up, what can wait. */
export const priorities = ['message', 'edit', 'background'] as const;
export type Priority = (typeof priorities)[number];

/** Keeps a bot within what its platform allows. */
export interface Pacer {
  /**
   * Resolves when a call may be made, for this chat if one is named; at once where nothing has to be waited for.
   * Messages alone use what the bucket has saved up: the rest wait until it is full, so that a message that comes next
   * finds a token.
   * @throws {ChannelError} `rate_limited` while the platform wants to be left alone for longer than a moment
   */
  acquire(priority: Priority, chat?: string): Promise<void>;
  /** The platform wants to be left alone for so long. */
  holdFor(ms: number): void;
}

export interface PacerOptions {
  /** Over all chats; perhaps shared with other instances. */
  bucket: TokenBucket;
  /** The rate of the bucket: milliseconds between the tokens that it gives at once, and how many may be used together. */
  rate: Rate;
  /** The limits of a chat; null: there are none. */
  limitsOf: (chat: string) => ChatLimits | null;
  /** Milliseconds by the monotonic clock. */
  monotonic: () => number;
  wait: (ms: number) => Promise<unknown>;
}

interface Waiter {
  priority: Priority;
  chat: string | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** So many tokens are asked for at once while many messages wait, which spares round trips where a bucket is shared. */
const MOST_TOKENS = 4;
/** Longer waits are the outbox's business: nobody sleeps here while others wait. */
const LONGEST_HOLD_MS = 1_000;

export function createPacer(options: PacerOptions): Pacer {
  const { bucket, limitsOf, monotonic, wait } = options;
  const { intervalMs, burst } = options.rate;
  const queues: Record<Priority, Waiter[]> = { message: [], edit: [], background: [] };
  /** From when on each token that was given may be used, the earliest first. */
  let tokens: number[] = [];
  let heldUntil = 0;
  /** Until then the sends of this process alone have used up some of what may be sent together. */
  let usedUntil = 0;
  let serving = false;
  /** Has it looked again who is next. */
  let wake = (): void => {};

  return {
    async acquire(priority, chat) {
      const held = holdOf(monotonic());
      if (held) throw held;
      await new Promise<void>((resolve, reject) => {
        queues[priority].push({ priority, chat, resolve, reject });
        wake();
        if (!serving) void serve();
      });
    },
    holdFor(ms) {
      heldUntil = Math.max(heldUntil, monotonic() + ms);
      // Who shares the bucket waits as well.
      void bucket.hold(ms);
    },
  };

  /** Gives a token to one after another of those who wait, until none does. */
  async function serve(): Promise<void> {
    serving = true;
    while (isAnyWaiting()) {
      const now = monotonic();
      const held = holdOf(now);
      if (held) {
        for (const priority of priorities) for (const { reject } of queues[priority].splice(0)) reject(held);
        break;
      }
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const next = nextOf(now);
      if (heldUntil > now) {
        // Those of before the hold would all be due at its end.
        tokens = [];
        await Promise.race([wait(heldUntil - now), woken]);
      } else if (!next) await Promise.race([wait(firstFree() - now), woken]);
      else if (tokens.length === 0) await takeTokens(next, woken);
      else if (usableAt() > now) await Promise.race([wait(usableAt() - now), woken]);
      else {
        // Whoever is late, because the process stood still, leaves the same distance to the next.
        tokens = tokens.slice(1).map((at, index) => Math.max(at, now + (index + 1) * intervalMs));
        usedUntil = Math.max(usedUntil, now) + intervalMs;
        give(next, now);
      }
    }
    // Saved up here they would be more than the bucket allows.
    tokens = [];
    serving = false;
  }

  /**
   * When the first token may be used. A bucket that is shared is asked over a network, whose answers take now longer, now
   * shorter, so this process also keeps to the rate by its own clock.
   */
  function usableAt(): number {
    return Math.max(tokens[0] ?? 0, usedUntil - (burst - 1) * intervalMs);
  }

  async function takeTokens({ priority }: Waiter, woken: Promise<void>): Promise<void> {
    const isMessage = priority === 'message';
    const wanted = isMessage ? Math.min(queues.message.length, MOST_TOKENS) : 1;
    const given = bucket.take(wanted, !isMessage);
    const { count, waitMs, held } = given instanceof Promise ? await given : given;
    const now = monotonic();
    if (held) heldUntil = Math.max(heldUntil, now + waitMs);
    else if (count === 0) await Promise.race([wait(waitMs), woken]);
    tokens = Array.from({ length: count }, (_, index) => now + waitMs + index * intervalMs);
  }

  function give(waiter: Waiter, now: number): void {
    const { priority, chat, resolve } = waiter;
    queues[priority].splice(queues[priority].indexOf(waiter), 1);
    if (chat !== undefined) limitsOf(chat)?.take(chat, now);
    resolve();
  }

  /** The first of those who need not wait for their own chat. */
  function nextOf(now: number): Waiter | undefined {
    for (const priority of priorities) {
      const next = queues[priority].find(({ chat }) => freeAt(chat) <= now);
      if (next) return next;
    }
    return undefined;
  }

  function firstFree(): number {
    return Math.min(...priorities.flatMap((priority) => queues[priority].map(({ chat }) => freeAt(chat))));
  }

  function isAnyWaiting(): boolean {
    return priorities.some((priority) => queues[priority].length > 0);
  }

  function freeAt(chat: string | undefined): number {
    return chat === undefined ? 0 : (limitsOf(chat)?.freeAt(chat) ?? 0);
  }

  function holdOf(now: number): ChannelError | null {
    const retryAfterMs = Math.ceil(heldUntil - now);
    if (retryAfterMs <= LONGEST_HOLD_MS) return null;
    return new ChannelError('rate_limited', 'the platform wants the bot to wait', { retryAfterMs });
  }
}
