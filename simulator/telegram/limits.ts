import { type Bucket, createBucket } from '../wire/rates.ts';
import { tooManyRequests } from './refusal.ts';

export interface Limits {
  /** Counts one message sent or edited. @throws {TelegramRefusal} 429 past a rate, and counts nothing */
  spend(chatId: string): void;
}

/**
 * Telegram names 30 messages a second over all chats, one a second in a chat and 20 a minute in a group, and says that
 * it lets short bursts pass. Here: 30 at once over all chats, then 30 a second; 5 at once in a chat, then 1 a second;
 * 20 at once in a group, then 20 a minute.
 * @see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export function createLimits(now: () => Date, enforced: boolean): Limits {
  const all = createBucket(30, 30, now);
  const chats = new Map<string, Bucket>();
  const bucketOf = (chatId: string): Bucket =>
    chatId.startsWith('-') ? createBucket(20, 20 / 60, now) : createBucket(5, 1, now);
  return {
    spend(chatId) {
      if (!enforced) return;
      const chat = chats.get(chatId) ?? bucketOf(chatId);
      chats.set(chatId, chat);
      const waitMs = Math.max(all.waitMs(), chat.waitMs());
      if (waitMs > 0) throw tooManyRequests(Math.ceil(waitMs / 1000));
      all.take();
      chat.take();
    },
  };
}
