import { z } from 'zod';
import { type Chat, topicKey } from '../../access/chat.ts';
import type { Clock } from '../../clock.ts';
import { StoreError } from '../../errors.ts';
import { createKeyedMutex } from '../../keyed-mutex.ts';
import type { RecordStore } from '../../store/ports/records.ts';

/** So many alerts one by one within this time; what comes then is told in a summary. */
const SINGLE_ALERTS = 5;
export const WINDOW_MS = 600_000;
/** Of a chat, so many of its latest summaries are kept up to date. */
const SUMMARIES_KEPT = 3;

const summarySchema = z.object({
  begun: z.number(),
  /** The ids of its alerts, oldest first. */
  alerts: z.array(z.string()),
  /** null: it was not sent yet. */
  messageId: z.string().nullable(),
  /** The text that it shows. */
  shown: z.string().nullable(),
});
export type Summary = z.output<typeof summarySchema>;

const bodySchema = z.object({
  /** What was told lately: `summary` in which one, null: in a message of its own. */
  recent: z.array(z.object({ key: z.string(), at: z.number(), summary: z.number().nullable() })),
  summaries: z.array(summarySchema),
});
export type ChatBody = z.output<typeof bodySchema>;

/**
 * Whether something is told in a message of its own (`summary` null) or in the summary that was begun then; pure. The
 * same for what was asked about before.
 */
export function admit(
  { recent: all, summaries }: ChatBody,
  { alert, key, now }: { alert: string; key: string; now: number },
): { body: ChatBody; summary: number | null } {
  const recent = all.filter(({ at }) => at > now - WINDOW_MS);
  const known = recent.find((one) => one.key === key);
  if (known) return { body: { recent, summaries }, summary: known.summary };
  if (recent.length < SINGLE_ALERTS) {
    return { body: { recent: [...recent, { key, at: now, summary: null }], summaries }, summary: null };
  }
  const last = summaries.at(-1);
  // One that the platform has not taken yet, however long it is away, says all of them once it does.
  const isGoingOn = last !== undefined && (last.messageId === null || last.begun > now - WINDOW_MS);
  const current: Summary = isGoingOn ? last : { begun: now, alerts: [], messageId: null, shown: null };
  const alerts = [...new Set([...current.alerts, alert])];
  const before = isGoingOn ? summaries.slice(0, -1) : summaries;
  return {
    body: {
      recent: [...recent, { key, at: now, summary: current.begun }],
      summaries: [...before, { ...current, alerts }].slice(-SUMMARIES_KEPT),
    },
    summary: current.begun,
  };
}

/** What each chat was told lately. Everything may throw a {@link StoreError}. */
export interface ChatRecords {
  find(chat: Chat): Promise<ChatBody>;
  /** Changes it, again from what another writer left. @returns what `change` returned */
  change<T extends { body: ChatBody }>(chat: Chat, change: (body: ChatBody) => T): Promise<T>;
}

export const chatRecordKind = 'alert_chat';
const TRIES = 50;

export function createChatRecords(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'saveRecord'>,
  clock: Pick<Clock, 'now'>,
): ChatRecords {
  const mutex = createKeyedMutex();
  return {
    async find(chat) {
      const record = await store.findRecord(chatRecordKind, topicKey(chat));
      return record ? bodySchema.parse(record.body) : { recent: [], summaries: [] };
    },
    change: (chat, change) => mutex.run(topicKey(chat), () => tryToChange(chat, change)),
  };

  async function tryToChange<T extends { body: ChatBody }>(
    chat: Chat,
    change: (body: ChatBody) => T,
  ): Promise<T> {
    const id = topicKey(chat);
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await store.findRecord(chatRecordKind, id);
      const changed = change(found ? bodySchema.parse(found.body) : { recent: [], summaries: [] });
      const record = { kind: chatRecordKind, id, at: clock.now(), tag: null, body: changed.body };
      const isSaved = found
        ? await store.saveRecord({ ...record, revision: found.revision })
        : await store.insertRecord(record);
      if (isSaved) return changed;
    }
    throw new StoreError(`what a chat was told was changed ${TRIES} times by others first; try again`);
  }
}
