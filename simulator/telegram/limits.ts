import { type Bucket, createBucket } from '../wire/rates.ts';
import { tooManyRequests } from './refusal.ts';

export interface Limits {
  /** Counts one message sent or edited. @throws {TelegramRefusal} 429 past a rate, and counts nothing */
  spend(chatId: string): void;
}

/**
 * Telegram names 30 messages a second over all chats and one a second in a chat, and says that it lets
 * short bursts pass. Here: 30 at once over all chats, then 30 a second; 5 at once in a chat, then 1 a second.
 * @see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export function createLimits(now: () => Date, enforced: boolean): Limits {
  const all = createBucket(30, 30, now);
  const chats = new Map<string, Bucket>();
  return {
    spend(chatId) {
      if (!enforced) return;
      const chat = chats.get(chatId) ?? createBucket(5, 1, now);
      chats.set(chatId, chat);
      const waitMs = Math.max(all.waitMs(), chat.waitMs());
      if (waitMs > 0) throw tooManyRequests(Math.ceil(waitMs / 1000));
      all.take();
      chat.take();
    },
  };
}
