import type { Chat } from '../access/chat.ts';
import type { ChannelAdapter, ClientEvent, Message, Reply } from '../channel.ts';
import { ChannelError, faultFields, isKnown } from '../errors.ts';
import { clientKey, createKeyedMutex } from '../keyed-mutex.ts';
import type { Log } from '../log/log.ts';

/** Sends what belongs to no survey; see `Messenger` of `survey/messenger.ts`. @throws {ChannelError} */
export type Send = (
  chat: Chat,
  message: Message,
  options?: { beforeRequest?: () => Promise<void>; background?: boolean },
) => Promise<unknown>;

export interface AnswersOptions {
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'edit' | 'sharedKeyboard'>>;
  send: Send;
  log: Log;
}

/** How an answer reaches the chat in which a person asked. */
export interface Answers {
  /**
   * Gives an answer to an event. What a platform shows only for a moment, such as the toast of a tap, is no place for
   * figures, so an answer to a tap takes the place of the message that was tapped, or is a message of its own.
   * @param inPlace whether a tap changes the message that it is on
   * @returns what the channel says itself, in response to the event; undefined: it is on its way. It may be lost.
   */
  give(asked: { event: ClientEvent; chat: Chat }, answer: Message, inPlace?: boolean): Reply | undefined;
  /** Resolves when nothing is on its way. */
  settle(): Promise<void>;
}

export function createAnswers({ channels, send, log }: AnswersOptions): Answers {
  // Two answers for one chat keep their order.
  const turns = createKeyedMutex();
  const running = new Set<Promise<unknown>>();

  return {
    give({ event, chat }, answer, inPlace = false) {
      const { edit, sharedKeyboard } = channels.get(chat.channel) ?? {};
      // The messenger knows which question waits, whose buttons this one would take away.
      const saysItself = event.kind === 'start' || (event.kind !== 'tap' && !sharedKeyboard);
      if (saysItself) return answer;
      const tapped = event.kind === 'tap' && inPlace ? event.messageId : undefined;
      const isEdit = edit && tapped !== undefined && !answer.file && !answer.image;
      begin(chat, async () => {
        if (!isEdit) return send(chat, answer, { background: false });
        try {
          return await edit(chat.clientId, tapped, answer);
        } catch (error) {
          // A message that is too old, or gone.
          if (!(error instanceof ChannelError) || error.code !== 'rejected') throw error;
          return send(chat, answer, { background: false });
        }
      });
      return undefined;
    },
    async settle() {
      while (running.size > 0) await Promise.all(running);
    },
  };

  function begin(chat: Chat, work: () => Promise<unknown>): void {
    const run = turns
      .run(clientKey(chat), work)
      .catch((error: unknown) => {
        const level = isKnown(error) ? 'warn' : 'error';
        log(level, 'An answer to a command was not delivered', {
          channel: chat.channel,
          ...faultFields(error),
        });
      })
      .finally(() => running.delete(run));
    running.add(run);
  }
}
