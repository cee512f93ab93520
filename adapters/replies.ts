import { setTimeout } from 'node:timers/promises';
import { messageOf } from '../src/errors.ts';
import type { Log } from '../src/log.ts';

/** What is said to clients at once and stored nowhere: nobody waits for it, and it may be lost. */
export interface Replies {
  /**
   * Begins to send something to a chat, unless something is on its way there already: who writes a hundred lines
   * gets one hint.
   */
  toChat(clientId: string, send: () => Promise<unknown>): void;
  /** Begins something that concerns one event alone. */
  toEvent(send: () => Promise<unknown>): void;
  /** Resolves when nothing is on its way, or after `ms` in any case. */
  settle(ms: number): Promise<void>;
}

/** @param platform its name for the log */
export function createReplies(platform: string, log: Log): Replies {
  const chats = new Set<string>();
  const running = new Set<Promise<void>>();

  function begin(send: () => Promise<unknown>, done = (): void => {}): void {
    const run = Promise.resolve()
      .then(send)
      .then(
        () => undefined,
        (error: unknown) => log('warn', `An answer on ${platform} was not delivered: ${messageOf(error)}`),
      )
      .finally(() => {
        running.delete(run);
        done();
      });
    running.add(run);
  }

  return {
    toChat(clientId, send) {
      if (chats.has(clientId)) return;
      chats.add(clientId);
      begin(send, () => chats.delete(clientId));
    },
    toEvent: (send) => begin(send),
    async settle(ms) {
      await Promise.race([Promise.all(running), setTimeout(ms, undefined, { ref: false })]);
    },
  };
}
