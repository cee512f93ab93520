import { z } from 'zod';
import type { Chat } from './chat.ts';
import type { ChannelAdapter, ClientEvent, Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError } from '../errors.ts';
import type { RecordStore, StoredRecord } from '../store/ports/records.ts';

/** What a person's next text is for. */
export interface Prompt {
  /** The part of the service that asked; see `StaffArea`. */
  area: string;
  /** What it said to itself, in the alphabet of a StaffToken's argument. */
  argument: string;
  /** Who is to write. */
  personId: string;
}

/** `late`: it was asked more than a day ago, so what was written is not taken any more. */
export type FoundPrompt = Prompt & { late?: true };

export interface Prompts {
  /**
   * Asks a person to write something: sends a message with an open reply field, and keeps what the reply is for.
   * @throws {ChannelError} {StoreError}
   */
  ask(chat: Chat, message: Message, prompt: Prompt): Promise<void>;
  /**
   * What a text is for that replies to such a message, whoever wrote it; null: it replies to none.
   * @throws {StoreError}
   */
  find(event: ClientEvent): Promise<FoundPrompt | null>;
}

export interface PromptsOptions {
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'forgetRecords'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'send'>>;
  clock: Pick<Clock, 'now' | 'newId'>;
}

const KIND = 'prompt';
/** So long a reply is taken. */
const OPEN_MS = 86_400_000;
/** So long it is still known what a reply was for, so that who is late is told so. */
const KEPT_MS = 7 * OPEN_MS;
const FORGOTTEN_AT_ONCE = 100;

const body = z.object({ area: z.string(), argument: z.string(), personId: z.string() });

/** By which the next text is recognised where a platform brings a key rather than a message's id. */
const KEY = 'staff:';

/**
 * The message goes straight to the channel: on one with a single keyboard, a question that waited and came again after it
 * would take the reply.
 */
export function createPrompts({ store, channels, clock }: PromptsOptions): Prompts {
  return {
    async ask({ channel, clientId, thread }, message, { area, argument, personId }) {
      const adapter = channels.get(channel);
      if (!adapter) throw new ChannelError('rejected', `there is no channel "${channel}"; set its token`);
      const key = clock.newId();
      const now = clock.now();
      const { messageId } = await adapter.send(clientId, {
        ...message,
        ...(thread !== undefined && { thread }),
        openReply: { key: `${KEY}${key}` },
      });
      const kept = { kind: KIND, at: now, tag: null, body: { area, argument, personId } };
      for (const name of [messageId, key]) {
        await store.insertRecord({ ...kept, id: `${channel}:${clientId}:${name}` });
      }
      await store.forgetRecords(KIND, new Date(now.getTime() - KEPT_MS), FORGOTTEN_AT_ONCE);
    },

    async find(event) {
      if (event.kind !== 'text' || event.edited) return null;
      const { channel, clientId, replyTo, replyKey } = event;
      const name = replyTo ?? (replyKey?.startsWith(KEY) ? replyKey.slice(KEY.length) : undefined);
      if (name === undefined) return null;
      const found = await store.findRecord(KIND, `${channel}:${clientId}:${name}`);
      return found && read(found, clock.now());
    },
  };
}

function read({ at, body: kept }: StoredRecord, now: Date): FoundPrompt {
  const isLate = now.getTime() - at.getTime() > OPEN_MS;
  return { ...body.parse(kept), ...(isLate && { late: true as const }) };
}
