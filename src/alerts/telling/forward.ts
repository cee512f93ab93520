import { z } from 'zod';
import { type Chat, chatSchema, topicKey } from '../../access/chat.ts';
import type { ChannelAdapter } from '../../channel.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { type Alert } from '../alert.ts';
import { digestOf } from './spread.ts';

/** Shows people the messages of clients that were more than words, such as a voice message, as they are. */
export interface Forwards {
  /** Each of a comment's messages once in a chat, where the platform can do that. @throws {StoreError} */
  enqueue(alert: Alert, chat: Chat, ordering: string): Promise<void>;
  /** One message of a client. @throws {StoreError} */
  enqueueOne(from: Chat & { messageId: string }, chat: Chat, ordering: string): Promise<void>;
  kind: JobKind;
}

export const forwardKind = 'alert_forward';

const payloadSchema = z.object({
  from: z.object({ channel: z.string(), clientId: z.string(), messageId: z.string() }),
  chat: chatSchema,
});

/** Of one comment, such as an album, so many at most. */
const MOST_FORWARDS = 10;

export interface ForwardOptions {
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'forward'>>;
  queue: Pick<JobQueue, 'enqueue'>;
}

export function createForwards({ channels, queue }: ForwardOptions): Forwards {
  return {
    async enqueue({ channel, clientId, attached }, chat, ordering) {
      for (const messageId of attached.slice(0, MOST_FORWARDS)) {
        await enqueueOne({ channel, clientId, messageId }, chat, ordering);
      }
    },
    enqueueOne,
    kind: jobKind(
      payloadSchema,
      async ({ from, chat }, { confirm }) => {
        const { clientId, thread } = chat;
        const to = { clientId, ...(thread !== undefined && { thread }) };
        try {
          await channels.get(chat.channel)?.forward?.(from, to, { beforeRequest: confirm, background: true });
        } catch (error) {
          // The client deleted it: its place in the comment says that there was one.
          return endOfRefusal(error);
        }
        return { state: 'done' };
      },
      { forgetAfterMs: 90 * 86_400_000 },
    ),
  };

  async function enqueueOne(
    { channel, clientId, messageId }: Chat & { messageId: string },
    chat: Chat,
    ordering: string,
  ): Promise<void> {
    if (chat.channel !== channel || !channels.get(channel)?.forward) return;
    await queue.enqueue({
      key: `${forwardKind}:${digestOf(channel, clientId, messageId)}:${topicKey(chat)}`,
      kind: forwardKind,
      payload: { from: { channel, clientId, messageId }, chat },
      ordering,
    });
  }
}
