import { z } from 'zod';
import { excerpt, excerptLines } from '../text/excerpt.ts';
import { heldUntil } from '../access/quiet-hours.ts';
import { chatOf, chatSchema, topicKey } from '../access/chat.ts';
import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { Dialogue } from '../dialogue.ts';
import { endOfRefusal } from '../jobs/end-of-refusal.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { createTranslator } from '../locales/index.ts';
import type { DialogueStore } from '../store/store.ts';
import type { Messenger } from '../survey/messenger.ts';
import { foldName } from '../text/names.ts';
import { isPraise } from './announce.ts';
import { NAME_CHARS, ratingOf } from './telling/words.ts';

/** A top rating with a comment, told to the operator whom it is about. */
export interface Praise {
  /** Once for each chat of theirs, whatever the client changes later. @throws {StoreError} */
  enqueue(dialogue: Dialogue): Promise<void>;
  kind: JobKind;
}

export interface PraiseOptions {
  store: Pick<DialogueStore, 'findDialogue'>;
  people: People;
  messenger: Messenger;
  queue: Pick<JobQueue, 'enqueue'>;
  /** Of people who have none of their own. */
  zone: string;
  clock: Pick<Clock, 'now'>;
}

const kind = 'praise';
const COMMENT_CHARS = 1_500;
const payloadSchema = z.object({
  dialogue: z.object({ channel: z.string(), clientId: z.string(), id: z.string() }),
  chat: chatSchema,
});

export function createPraise({ store, people, messenger, queue, zone, clock }: PraiseOptions): Praise {
  return {
    async enqueue({ channel, clientId, id, operator }) {
      for (const person of await people.fresh()) {
        if (!isOperator(person, operator)) continue;
        for (const chat of person.chats.map(chatOf)) {
          const payload = { dialogue: { channel, clientId, id }, chat };
          await queue.enqueue({ key: `${kind}:${id}:${topicKey(chat)}`, kind, payload });
        }
      }
    },
    kind: jobKind(
      payloadSchema,
      async ({ dialogue: { channel, clientId, id }, chat }, { key, confirm }) => {
        const dialogue = await store.findDialogue(channel, clientId, id);
        const person = (await people.place(chat))?.person;
        // The client, or the helpdesk, may have thought better of it.
        if (!dialogue || !isPraise(dialogue) || !person || !isOperator(person, dialogue.operator))
          return { state: 'done' };
        const until = heldUntil(person.settings, clock.now(), zone);
        if (until) {
          const payload = { dialogue: { channel, clientId, id }, chat };
          await queue.enqueue({ key: `${key}:${until.getTime()}`, kind, payload, runAt: until });
          return { state: 'done' };
        }
        try {
          await messenger(chat, renderPraise(dialogue, person), { beforeRequest: confirm });
        } catch (error) {
          return endOfRefusal(error);
        }
        return { state: 'done' };
      },
      { forgetAfterMs: 90 * 86_400_000 },
    ),
  };
}

function isOperator({ kind: isPerson, operators }: Person, operator: string | null): boolean {
  return (
    isPerson === 'person' &&
    operator !== null &&
    operators.some((name) => foldName(name) === foldName(operator))
  );
}

function renderPraise({ comment, topic, externalId, ...dialogue }: Dialogue, { language }: Person): Message {
  const t = createTranslator(language);
  const lines = [t('alert.quote', { text: excerptLines(comment ?? '', COMMENT_CHARS) })];
  if (topic !== null) lines.push(t('alert.topic', { name: excerpt(topic, NAME_CHARS) }));
  lines.push(t('alert.dialogue', { id: excerpt(externalId, NAME_CHARS) }));
  return { title: t('praise.title', { rating: ratingOf(dialogue, t) }), text: lines.join('\n') };
}
