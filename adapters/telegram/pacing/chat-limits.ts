import type { Rate } from '../../../src/token-bucket.ts';

/** When each chat may be written to again; a chat whose bucket is full is forgotten. */
export interface ChatLimits {
  /** Milliseconds by the monotonic clock; at or before `now`: at once. */
  freeAt(chat: string): number;
  take(chat: string, now: number): void;
}

/** One token bucket a chat, all of one rate, each kept as the time at which it is full again. */
export function createChatLimits({ intervalMs, burst }: Rate): ChatLimits {
  /** In the order in which the chats were written to last. */
  const fullAt = new Map<string, number>();
  return {
    freeAt: (chat) => (fullAt.get(chat) ?? 0) - (burst - 1) * intervalMs,
    take(chat, now) {
      for (const [known, full] of fullAt) {
        if (full > now) break;
        fullAt.delete(known);
      }
      const full = Math.max(fullAt.get(chat) ?? 0, now) + intervalMs;
      fullAt.delete(chat);
      if (full > now) fullAt.set(chat, full);
    },
  };
}
