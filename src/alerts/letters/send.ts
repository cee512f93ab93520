import { z } from 'zod';
import type { Chat } from '../../access/chat.ts';
import type { Clock } from '../../clock.ts';
import { ChannelError } from '../../errors.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { createTranslator } from '../../locales/index.ts';
import type { Messenger } from '../../survey/messenger.ts';
import type { Alert, Someone } from '../alert.ts';
import { type AlertRecords, untilKept } from '../records.ts';
import { digestOf, type Spread } from '../telling/spread.ts';
import { wrote } from '../transitions.ts';
import { letterSchema, type LetterRecords, replyKeyOfLetter } from './letter-records.ts';
import type { Notices } from './notice.ts';

export interface WrittenLetter {
  alert: Alert;
  text: string;
  by: Someone;
  chat: Chat;
  /** The channel's own id of the event in which it was written: the same event again writes nothing new. */
  eventId: string;
}

export interface LetterSender {
  /** Has a letter sent to the client of an alert. @throws {StoreError} */
  enqueue(letter: WrittenLetter): Promise<void>;
  kind: JobKind;
}

export interface LetterSenderOptions {
  records: AlertRecords;
  letters: LetterRecords;
  messenger: Messenger;
  notices: Notices;
  spread: Spread;
  queue: Pick<JobQueue, 'enqueue'>;
  clock: Clock;
}

const kind = 'letter';
/** After that nobody expects an answer to what they complained of any more: the writer is told instead. */
const LATEST_MS = 12 * 3_600_000;
const payloadSchema = letterSchema.extend({ text: z.string(), at: z.number() });
type Payload = z.output<typeof payloadSchema>;

export function createLetterSender(options: LetterSenderOptions): LetterSender {
  const { records, letters, messenger, notices, spread, queue, clock } = options;

  return {
    async enqueue({ alert, text, by, chat, eventId }) {
      const { channel, clientId } = alert;
      const payload: Payload = { alert: alert.id, by, chat, text, at: clock.now().getTime() };
      await queue.enqueue({
        key: `${kind}:${chat.channel}:${digestOf(chat.clientId, eventId)}`,
        kind,
        payload,
        ordering: `${kind}:${channel}:${clientId}`,
      });
    },
    kind: jobKind(payloadSchema, run, { forgetAfterMs: 90 * 86_400_000 }),
  };

  async function run(payload: Payload, attempt: Attempt): Promise<JobEnd> {
    const alert = await records.find(payload.alert);
    if (!alert) return { state: 'given_up', reason: 'its alert is not there any more' };
    try {
      await send(payload, alert, attempt);
      return { state: 'done' };
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      const isFinal = error.code === 'unreachable' || error.code === 'rejected';
      if (!isFinal && clock.now().getTime() < payload.at + LATEST_MS) throw error;
      const reason = error.code === 'unreachable' ? 'left' : 'failed';
      await notices.undelivered(alert, payload, reason, attempt.key);
      return { state: 'given_up', reason: error.message };
    }
  }

  async function send(payload: Payload, alert: Alert, { key, confirm }: Attempt): Promise<void> {
    const { text, by, chat } = payload;
    const { id, language } = alert;
    const client = { channel: alert.channel, clientId: alert.clientId };
    const letter = { alert: id, by, chat };
    const replyKey = replyKeyOfLetter(digestOf(key));
    // Known before the client can reply; the message's own id is known only afterwards.
    await letters.keep(client, replyKey, { ...letter, text }, clock.now());
    const message = {
      text: createTranslator(language)('letter.text', { text, name: by.name }),
      openReply: { key: replyKey },
    };
    const { messageId } = await messenger(client, message, { beforeRequest: confirm, background: false });
    if (messageId !== '') {
      await untilKept(clock, () => letters.keep(client, messageId, letter, clock.now()));
    }
    const now = clock.now().getTime();
    const result = await untilKept(clock, () =>
      records.change(id, (before) => before && wrote(before, by, now, replyKey)),
    );
    if (result) await untilKept(clock, () => spread.update(result.alert));
  }
}
