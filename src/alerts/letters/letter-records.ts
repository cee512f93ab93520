import { z } from 'zod';
import { chatSchema } from '../../access/chat.ts';
import type { ClientEvent } from '../../channel.ts';
import type { RecordStore } from '../../store/ports/records.ts';
import { someone } from '../alert.ts';

/** What is kept of a letter, so that what the client replies finds back to who wrote it. */
export const letterSchema = z.object({
  /** The alert's id. */
  alert: z.string(),
  by: someone,
  /** Where it was written. */
  chat: chatSchema,
});
export type Letter = z.output<typeof letterSchema>;

/** `text`: what was written, where it is kept under this id. */
const keptSchema = letterSchema.extend({ text: z.string().optional() });

/** Everything may throw a {@link StoreError}. */
export interface LetterRecords {
  /** Keeps it under the id of its message in the client's chat, or under the key that a reply brings back. */
  keep(
    client: { channel: string; clientId: string },
    name: string,
    letter: Letter & { text?: string },
    at: Date,
  ): Promise<void>;
  /** What was written to the client of an alert, each text by the name under which it is kept. */
  textsOf(client: { channel: string; clientId: string }, alert: string): Promise<Map<string, string>>;
  /** The letter that a text replies to, or that did not arrive; null: it is about none. */
  find(event: ClientEvent): Promise<Letter | null>;
}

export const letterRecordKind = 'letter';
const KEY = 'letter:';
/** Of one alert; each letter is kept under two ids at most. */
const MOST = 400;

/** What a platform brings back with the reply that follows a letter. @param letter at most 100 characters */
export const replyKeyOfLetter = (letter: string): string => `${KEY}${letter}`;

export function createLetterRecords(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords'>,
): LetterRecords {
  return {
    async keep({ channel, clientId }, name, letter, at) {
      const id = `${channel}:${clientId}:${name}`;
      await store.insertRecord({ kind: letterRecordKind, id, at, tag: letter.alert, body: letter });
    },
    async textsOf({ channel, clientId }, alert) {
      const records = await store.listRecords({ kind: letterRecordKind, tag: alert, limit: MOST });
      const before = `${channel}:${clientId}:`;
      return new Map(
        records.flatMap(({ id, body }) => {
          const { text } = keptSchema.parse(body);
          return text === undefined ? [] : [[id.slice(before.length), text]];
        }),
      );
    },
    async find(event) {
      for (const name of namesIn(event)) {
        const id = `${event.channel}:${event.clientId}:${name}`;
        const record = await store.findRecord(letterRecordKind, id);
        if (record) return letterSchema.parse(record.body);
      }
      return null;
    },
  };
}

/** Which messages of ours an event names that may be letters; a key of anything else is none. */
function namesIn(event: ClientEvent): string[] {
  if (event.kind === 'failed') return [event.messageId];
  if (event.kind !== 'text') return [];
  const { replyTo, replyKey } = event;
  return [...(replyKey?.startsWith(KEY) ? [replyKey] : []), ...(replyTo !== undefined ? [replyTo] : [])];
}
