import { createHash } from 'node:crypto';
import { type Chat, topicKey } from '../../access/chat.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { type Alert } from '../alert.ts';

/** Why a message is sent: the alert was raised, or a step of the escalation came. */
export const callOf = ({ raising }: Alert, step: number): string => `${raising}.${step}`;

/** Enqueues the jobs that tell of an alert, under keys that say what they are about: a repeat is a no-op. */
export interface Spread {
  /** Brings every message that tells of it to its present state. @throws {StoreError} */
  update(alert: Alert): Promise<void>;
  /** Tells these chats of it. @param call see `Told` @throws {StoreError} */
  tell(alert: Alert, chats: readonly Chat[], call: string): Promise<void>;
}

/** What a job of the kind `alert_message` carries. */
export interface TellPayload {
  alert: string;
  chat: Chat;
  /** null: no new message. */
  call: string | null;
}

export const tellKind = 'alert_message';

/** Of the messages of one alert in one chat, one is worked on after another. */
export const tellOrdering = ({ alert, chat }: TellPayload): string => `alert:${alert}:${topicKey(chat)}`;

export function createSpread(queue: Pick<JobQueue, 'enqueue'>): Spread {
  return {
    async update({ id, version, told }) {
      const chats = new Map(told.map(({ chat }) => [topicKey(chat), chat]));
      for (const chat of chats.values()) await enqueue({ alert: id, chat, call: null }, `v${version}`);
    },
    async tell({ id }, chats, call) {
      for (const chat of chats) await enqueue({ alert: id, chat, call }, call);
    },
  };

  async function enqueue(payload: TellPayload, what: string): Promise<void> {
    await queue.enqueue({
      key: `${tellKind}:${payload.alert}:${topicKey(payload.chat)}:${what}`,
      kind: tellKind,
      payload,
      ordering: tellOrdering(payload),
    });
  }
}

/** Ids of platforms in a key, however long they are. */
export const digestOf = (...ids: string[]): string =>
  createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 24);
