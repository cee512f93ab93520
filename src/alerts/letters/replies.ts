import { z } from 'zod';
import { excerpt, excerptLines } from '../../text/excerpt.ts';
import { type Chat, chatSchema, topicKey } from '../../access/chat.ts';
import { may } from '../../access/may.ts';
import type { People } from '../../access/people.ts';
import type { Prompts } from '../../access/prompts.ts';
import type { Attachment, ClientEvent, Message } from '../../channel.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { createTranslator, type Language } from '../../locales/index.ts';
import { inWords } from '../../survey/incoming/in-words.ts';
import type { ClientLetters } from '../../survey/incoming/client-letters.ts';
import { type Alert, subjectOf } from '../alert.ts';
import type { Audience } from '../telling/audience.ts';
import type { AlertRecords } from '../records.ts';
import { digestOf } from '../telling/spread.ts';
import { AREA, button } from '../telling/buttons.ts';
import type { Forwards } from '../telling/forward.ts';
import { NAME_CHARS } from '../telling/words.ts';
import { type Letter, letterSchema, type LetterRecords } from './letter-records.ts';
import type { Notices } from './notice.ts';

/** Brings what clients reply to letters back to who wrote them. */
export interface LetterReplies extends ClientLetters {
  kind: JobKind;
}

export interface LetterRepliesOptions {
  records: AlertRecords;
  letters: LetterRecords;
  notices: Notices;
  people: People;
  audience: Audience;
  prompts: Prompts;
  forwards: Forwards;
  queue: Pick<JobQueue, 'enqueue'>;
}

const kind = 'letter_reply';
const REPLY_CHARS = 3_000;

const payloadSchema = z.object({
  letter: letterSchema,
  /** As it came. */
  text: z.string(),
  /** What it was besides words. */
  attachment: z.custom<Attachment>().nullable(),
  /** The client's message; null: the platform gives none. */
  messageId: z.string().nullable(),
  isEdited: z.boolean(),
  /** Whom it is brought to; null: not decided yet. */
  to: z.object({ chat: chatSchema, personId: z.string() }).nullable(),
});
type Payload = z.output<typeof payloadSchema>;

export function createLetterReplies(options: LetterRepliesOptions): LetterReplies {
  const { records, letters, notices, people, audience, prompts, forwards, queue } = options;

  return {
    async take(event) {
      const letter = await letters.find(event);
      if (!letter) return false;
      if (event.kind === 'failed') {
        const alert = await records.find(letter.alert);
        const key = `${event.channel}:${digestOf(event.clientId, event.messageId)}`;
        if (alert) await notices.undelivered(alert, letter, 'failed', key);
      } else if (event.kind === 'text') await keep(letter, event);
      return true;
    },
    kind: jobKind(payloadSchema, run, { forgetAfterMs: 90 * 86_400_000 }),
  };

  async function keep(letter: Letter, event: ClientEvent & { kind: 'text' }): Promise<void> {
    const { channel, clientId, id, text, attachment = null, messageId = null, edited = false } = event;
    const payload: Payload = { letter, text, attachment, messageId, isEdited: edited, to: null };
    await queue.enqueue({
      key: `${kind}:${channel}:${digestOf(clientId, id)}`,
      kind,
      payload,
      ordering: `${kind}:${letter.alert}`,
    });
  }

  async function run(payload: Payload, { key, confirm }: Attempt): Promise<JobEnd> {
    const alert = await records.find(payload.letter.alert);
    if (!alert) return { state: 'given_up', reason: 'its alert is not there any more' };
    if (payload.to) return bring(alert, payload, payload.to, confirm);
    const receivers = await receiversOf(alert, payload.letter);
    if (receivers.length === 0) return { state: 'given_up', reason: 'nobody handles its alert any more' };
    for (const to of receivers) {
      const ordering = `${kind}:${alert.id}:${topicKey(to.chat)}`;
      await queue.enqueue({
        key: `${key}:${topicKey(to.chat)}`,
        kind,
        payload: { ...payload, to },
        ordering,
      });
    }
    return { state: 'done' };
  }

  /** Who wrote; where they handle this no more, those who do. */
  async function receiversOf(alert: Alert, { by, chat }: Letter): Promise<Array<NonNullable<Payload['to']>>> {
    const writer = await people.current(by.id);
    const place = (await people.place(chat))?.person;
    const subject = subjectOf(alert);
    if (writer && place && may(writer, 'handle_alerts', subject) && may(place, 'handle_alerts', subject)) {
      return [{ chat, personId: by.id }];
    }
    const others = await audience.first(alert);
    return others.flatMap((other) => {
      const person = people.find(other);
      return person ? [{ chat: other, personId: person.id }] : [];
    });
  }

  async function bring(
    alert: Alert,
    payload: Payload,
    { chat, personId }: NonNullable<Payload['to']>,
    confirm: () => Promise<void>,
  ): Promise<JobEnd> {
    const place = await people.place(chat);
    if (!place) return { state: 'given_up', reason: 'its receiver is not known any more' };
    await confirm();
    try {
      const message = renderReply(alert, payload, place.person.language);
      await prompts.ask(place.chat, message, { area: AREA, argument: `letter:${alert.id}`, personId });
    } catch (error) {
      return endOfRefusal(error);
    }
    const { channel, clientId } = alert;
    const { messageId, attachment } = payload;
    if (attachment !== null && messageId !== null) {
      await forwards.enqueueOne({ channel, clientId, messageId }, chat, orderingOf(alert, chat));
    }
    return { state: 'done' };
  }
}

const orderingOf = ({ id }: Alert, chat: Chat): string => `${kind}:${id}:${topicKey(chat)}`;

function renderReply(
  { id, clientName, externalId }: Alert,
  { text, attachment, isEdited, letter }: Payload,
  language: Language,
): Message {
  const t = createTranslator(language);
  const client = clientName === null ? t('alert.someClient') : excerpt(clientName, NAME_CHARS);
  const words = inWords(text, attachment ?? undefined, language);
  return {
    title: t(isEdited ? 'letter.replyChanged' : 'letter.reply', { client }),
    text: [
      t('alert.quote', { text: excerptLines(words, REPLY_CHARS) }),
      t('letter.replyTo', { name: letter.by.name, id: excerpt(externalId, NAME_CHARS) }),
    ].join('\n'),
    choices: [[button(t('alert.open'), `open:${id}`)]],
  };
}
