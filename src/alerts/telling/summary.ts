import { z } from 'zod';
import { zoneOf } from '../../access/quiet-hours.ts';
import { type Chat, chatSchema, topicKey } from '../../access/chat.ts';
import { may } from '../../access/may.ts';
import type { People } from '../../access/people.ts';
import type { Person } from '../../access/person.ts';
import type { ChannelAdapter } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { ChannelError, faultFields } from '../../errors.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Log } from '../../log/log.ts';
import type { Messenger } from '../../survey/messenger.ts';
import { type Alert, subjectOf } from '../alert.ts';
import { type AlertRecords, untilKept } from '../records.ts';
import { type ChatRecords, type Summary, WINDOW_MS } from './chat-records.ts';
import { renderSummary } from './render-summary.ts';

/** The one message of a burst of alerts in a chat. */
export interface Summaries {
  /** Has a summary sent, or edited, soon: something about it changed. @throws {StoreError} */
  touch(chat: Chat, begun: number): Promise<void>;
  kind: JobKind;
}

export interface SummaryOptions {
  records: AlertRecords;
  chats: ChatRecords;
  people: People;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'edit'>>;
  messenger: Messenger;
  queue: Pick<JobQueue, 'enqueue'>;
  /** Of people who have none of their own. */
  zone: string;
  clock: Clock;
  log: Log;
}

export const summaryKind = 'alert_summary';

/** A summary is edited so often at most, in milliseconds, however many alerts come. */
const SLOT_MS = 5_000;

/** `last`: the one at the end of its ten minutes, which shows all of them also where nothing can be edited. */
const payloadSchema = z.object({
  chat: chatSchema,
  begun: z.number(),
  last: z.boolean().optional(),
  later: z.boolean().optional(),
});
type Payload = z.output<typeof payloadSchema>;

export function createSummaries(options: SummaryOptions): Summaries {
  const { records, chats, people, channels, messenger, queue, zone, clock, log } = options;
  return {
    touch,
    kind: jobKind(payloadSchema, run, { forgetAfterMs: 7 * 86_400_000, givesUpAfter: 'never' }),
  };

  async function touch(chat: Chat, begun: number): Promise<void> {
    const about = `${summaryKind}:${topicKey(chat)}:${begun}`;
    const slot = Math.floor((clock.now().getTime() - begun) / SLOT_MS) + 1;
    const payload: Payload = { chat, begun };
    const runAt = new Date(begun + slot * SLOT_MS);
    await queue.enqueue({ key: `${about}:${slot}`, kind: summaryKind, payload, ordering: about, runAt });
    // In no order until then, since what follows in an order waits for what is due later.
    const end = { ...payload, last: true, later: true };
    await queue.enqueue({
      key: `${about}:end`,
      kind: summaryKind,
      payload: end,
      runAt: new Date(begun + WINDOW_MS),
    });
  }

  async function run({ later, ...payload }: Payload, attempt: Attempt): Promise<JobEnd> {
    const { chat, begun } = payload;
    if (later) {
      const ordering = `${summaryKind}:${topicKey(chat)}:${begun}`;
      await queue.enqueue({ key: `${attempt.key}:now`, kind: summaryKind, payload, ordering });
      return { state: 'done' };
    }
    const { summaries } = await chats.find(chat);
    const summary = summaries.find((one) => one.begun === begun);
    const place = (await people.place(chat))?.person;
    if (!summary || !place) return { state: 'done' };
    try {
      await bringUpToDate(summary, payload, place, attempt);
      return { state: 'done' };
    } catch (error) {
      const end = endOfRefusal(error);
      await drop(chat, begun);
      return end;
    }
  }

  /** What the chat never gets must not gather all that comes later. */
  async function drop(chat: Chat, begun: number): Promise<void> {
    await chats.change(chat, (body) => ({
      body: { ...body, summaries: body.summaries.filter((one) => one.begun !== begun) },
    }));
  }

  async function bringUpToDate(
    summary: Summary,
    { chat, last }: Payload,
    place: Person,
    { confirm }: Attempt,
  ): Promise<void> {
    const alerts: Alert[] = [];
    for (const id of summary.alerts) {
      const alert = await records.find(id);
      if (alert && may(place, 'handle_alerts', subjectOf(alert))) alerts.push(alert);
    }
    if (alerts.length === 0) return;
    const own = zoneOf(place.settings, zone);
    const message = renderSummary(alerts, { language: place.language, zone: own, begun: summary.begun });
    if (summary.shown === message.text) return;
    const adapter = channels.get(chat.channel);
    if (summary.messageId !== null && adapter?.edit) {
      await confirm();
      await adapter.edit(chat.clientId, summary.messageId, message).catch((error: unknown) => {
        if (!(error instanceof ChannelError) || error.code !== 'rejected') throw error;
        log('warn', 'A summary of alerts could not be edited', { ...faultFields(error) });
      });
      return keep(chat, { ...summary, shown: message.text });
    }
    // Where nothing can be edited, the next one comes at the end of the ten minutes.
    if (summary.messageId !== null && !last) return;
    const { messageId } = await messenger(chat, message, { beforeRequest: confirm });
    return keep(chat, { ...summary, messageId, shown: message.text });
  }

  async function keep(chat: Chat, { begun, messageId, shown }: Summary): Promise<void> {
    await untilKept(clock, () =>
      chats.change(chat, (body) => ({
        body: {
          ...body,
          summaries: body.summaries.map((one) => (one.begun === begun ? { ...one, messageId, shown } : one)),
        },
      })),
    );
  }
}
