import { setTimeout } from 'node:timers/promises';
import type { Message } from '../src/channel.ts';
import { faultFields, isKnown } from '../src/errors.ts';
import type { Log } from '../src/log/log.ts';

/** What is said to clients at once and stored nowhere: nobody waits for it, and it may be lost. */
export interface Replies {
  /**
   * Sends a message to a chat. One is under way at a time and one waits, the newest; the same words again are dropped
   * meanwhile, so that who writes a hundred lines gets one hint.
   */
  toChat(clientId: string, message: Message, send: (message: Message) => Promise<unknown>): void;
  /** Begins something that concerns one event alone. */
  toEvent(send: () => Promise<unknown>): void;
  /** Resolves when nothing is on its way, or after `ms` in any case. */
  settle(ms: number): Promise<void>;
}

type Sending = { message: Message; send: (message: Message) => Promise<unknown> };

export function createReplies(log: Log): Replies {
  const chats = new Map<string, { now: Sending; next: Sending | null }>();
  const running = new Set<Promise<void>>();

  return {
    toChat(clientId, message, send) {
      const chat = chats.get(clientId);
      if (!chat) begin(() => sendInTurn(clientId, { message, send }));
      else if (message.text !== (chat.next ?? chat.now).message.text) chat.next = { message, send };
    },
    toEvent: begin,
    async settle(ms) {
      await Promise.race([Promise.all(running), setTimeout(ms, undefined, { ref: false })]);
    },
  };

  async function sendInTurn(clientId: string, first: Sending): Promise<void> {
    const chat: { now: Sending; next: Sending | null } = { now: first, next: null };
    chats.set(clientId, chat);
    for (let sending: Sending | null = first; sending; sending = chat.next) {
      Object.assign(chat, { now: sending, next: null });
      await sending.send(sending.message).catch(logFailure);
    }
    chats.delete(clientId);
  }

  function begin(send: () => Promise<unknown>): void {
    const run = send()
      .then(() => undefined, logFailure)
      .finally(() => running.delete(run));
    running.add(run);
  }

  function logFailure(error: unknown): void {
    log(isKnown(error) ? 'warn' : 'error', 'An answer was not delivered', { ...faultFields(error) });
  }
}
