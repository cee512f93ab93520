import { z } from 'zod';
import { heldUntil, zoneOf } from '../../access/quiet-hours.ts';
import { type Chat, chatOf, chatSchema, topicKey } from '../../access/chat.ts';
import { may } from '../../access/may.ts';
import type { People } from '../../access/people.ts';
import type { Person } from '../../access/person.ts';
import type { ChannelAdapter, Message } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { faultFields, isFinalRefusal } from '../../errors.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Log } from '../../log/log.ts';
import type { Messenger } from '../../survey/messenger.ts';
import { type Alert, subjectOf, type Told } from '../alert.ts';
import { type AlertRecords, untilKept } from '../records.ts';
import { tellKind, tellOrdering, type TellPayload } from './spread.ts';
import { withTold } from '../transitions.ts';
import type { DialogueUrl } from '../../text/dialogue-url.ts';
import { admit, type ChatRecords } from './chat-records.ts';
import type { Forwards } from './forward.ts';
import { type Reader, renderAlert, renderFollowUp } from './render.ts';
import type { Summaries } from './summary.ts';

export interface TellOptions {
  records: AlertRecords;
  chats: ChatRecords;
  people: People;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'edit' | 'forward'>>;
  messenger: Messenger;
  queue: Pick<JobQueue, 'enqueue'>;
  summaries: Summaries;
  forwards: Forwards;
  dialogueUrl: DialogueUrl;
  /** Of people who have none of their own. */
  zone: string;
  clock: Clock;
  log: Log;
}

/** `later`: a job that waits until somebody's quiet hours are over, in no order, and enqueues the real one then. */
const payloadSchema = z.object({
  alert: z.string(),
  chat: chatSchema,
  call: z.string().nullable(),
  later: z.boolean().optional(),
});

const FORGET_AFTER_MS = 7 * 86_400_000;

/** Calls of somebody who asked to see the alert: neither quiet hours nor a burst hold these back. */
export const isAsked = (call: string): boolean => call.startsWith('open.');

/**
 * The kind of job that brings what one chat was told of an alert to its present state: sends a message if `call` wants
 * one and there is none, and edits those that show an earlier version. However many changes there were, one edit.
 */
export function createTellKind(options: TellOptions): JobKind {
  const { records, chats, people, channels, messenger, queue, summaries, forwards, clock, log } = options;

  return jobKind(payloadSchema, run, { forgetAfterMs: FORGET_AFTER_MS, givesUpAfter: 'never' });

  async function run(
    { later, ...payload }: TellPayload & { later?: boolean | undefined },
    attempt: Attempt,
  ): Promise<JobEnd> {
    if (later) {
      const ordering = tellOrdering(payload);
      await queue.enqueue({ key: `${attempt.key}:now`, kind: tellKind, payload, ordering });
      return { state: 'done' };
    }
    const alert = await records.find(payload.alert);
    if (!alert) return { state: 'given_up', reason: 'the alert is not there any more' };
    const place = await people.place(payload.chat);
    // Who was removed, or looks after other teams now, is told nothing more.
    if (!place || !may(place.person, 'handle_alerts', subjectOf(alert))) return { state: 'done' };
    try {
      return await bringUpToDate(alert, { ...payload, chat: chatOf(place.chat) }, place.person, attempt);
    } catch (error) {
      return endOfRefusal(error);
    }
  }

  async function bringUpToDate(
    alert: Alert,
    { chat, call }: TellPayload,
    place: Person,
    attempt: Attempt,
  ): Promise<JobEnd> {
    const own = toldIn(alert, chat);
    const stale = own.filter(({ shown, messageId }) => shown < alert.version && messageId !== null);
    const adapter = channels.get(chat.channel);
    if (adapter?.edit) for (const one of stale) await edit(alert, one, place, attempt);
    // Without edits, what changed takes a message, which waits like any other.
    const followUp = adapter?.edit ? null : followUpOf(alert, stale, place);
    const isNew = call !== null && wants(alert, call) && !own.some((one) => one.call === call);
    const isHeld = (isNew && !isAsked(call)) || followUp !== null;
    const until = isHeld ? heldUntil(place.settings, clock.now(), options.zone) : null;
    if (until) await hold({ alert: alert.id, chat, call: isNew ? call : null }, until);
    else {
      if (followUp) await messenger(chat, followUp, { beforeRequest: attempt.confirm });
      if (!adapter?.edit && stale.length > 0) {
        await mark(alert.id, ...stale.map((one) => ({ ...one, shown: alert.version })));
      }
      if (isNew) await begin(alert, { chat, call }, place, attempt);
    }
    await pursue(alert.id, chat);
    return { state: 'done' };
  }

  async function edit(alert: Alert, told: Told, place: Person, { confirm }: Attempt): Promise<void> {
    const { chat, messageId, call } = told;
    await confirm();
    try {
      const message = renderAlert(alert, readerOf(place), isReminder(call));
      await channels.get(chat.channel)?.edit?.(chat.clientId, messageId ?? '', message);
    } catch (error) {
      if (!isFinalRefusal(error) || error.code === 'unreachable') throw error;
      // Somebody deleted the message, it is too old, or its group has another id: there is nothing to edit any more.
      const fields = { dialogue: alert.id, ...faultFields(error) };
      log('warn', 'A message about an alert could not be edited', fields);
    }
    await mark(alert.id, { ...told, shown: alert.version });
  }

  function followUpOf(alert: Alert, stale: readonly Told[], place: Person): Message | null {
    if (stale.length === 0) return null;
    const shown = Math.max(...stale.map((one) => one.shown));
    return renderFollowUp(alert, shown, { ...readerOf(place), id: place.id });
  }

  /** A new message of its own, or a line more in the chat's summary. */
  async function begin(
    alert: Alert,
    { chat, call }: { chat: Chat; call: string },
    place: Person,
    attempt: Attempt,
  ): Promise<void> {
    const { id, version: shown } = alert;
    const now = clock.now().getTime();
    const { summary } = isAsked(call)
      ? { summary: null }
      : await chats.change(chat, (body) => admit(body, { alert: id, key: `${id}:${call}`, now }));
    if (summary !== null) {
      await summaries.touch(chat, summary);
      return mark(id, { chat, call, messageId: null, summary, shown });
    }
    const first = toldIn(alert, chat).find(({ messageId }) => messageId !== null);
    const message = {
      ...renderAlert(alert, readerOf(place), isReminder(call)),
      ...(first?.messageId && isReminder(call) && { replyTo: first.messageId }),
    };
    const { messageId } = await messenger(chat, message, { beforeRequest: attempt.confirm });
    await mark(id, { chat, call, messageId, shown });
    log('info', 'An alert was told', { dialogue: id, chat: topicKey(chat), call });
  }

  /** What follows from what the chat was told: later changes, its summary, and the client's voice messages. */
  async function pursue(id: string, chat: Chat): Promise<void> {
    const alert = await records.find(id);
    if (!alert) return;
    const { version } = alert;
    const own = toldIn(alert, chat);
    const summarised = own.filter(({ summary, shown }) => summary !== undefined && shown < version);
    for (const { summary } of summarised) if (summary !== undefined) await summaries.touch(chat, summary);
    if (summarised.length > 0) await mark(id, ...summarised.map((one) => ({ ...one, shown: version })));
    const written = own.filter(({ messageId }) => messageId !== null);
    if (written.length === 0) return;
    const payload = { alert: id, chat, call: null };
    const ordering = tellOrdering(payload);
    // The alert changed while its message was on its way, when nobody knew of that message yet.
    if (written.some(({ shown }) => shown < version)) {
      const key = `${tellKind}:${id}:${topicKey(chat)}:v${version}:after`;
      await queue.enqueue({ key, kind: tellKind, payload, ordering });
    }
    if (alert.state !== 'withdrawn') await forwards.enqueue(alert, chat, ordering);
  }

  async function hold(payload: TellPayload, until: Date): Promise<void> {
    const { alert, chat, call } = payload;
    // A reminder that would come with the message that it reminds of is left out.
    const what = call === null ? 'changes' : call.split('.')[0];
    const key = `${tellKind}:${alert}:${topicKey(chat)}:held:${what}:${until.getTime()}`;
    await queue.enqueue({ key, kind: tellKind, payload: { ...payload, later: true }, runAt: until });
  }

  /** What was sent is not sent again because that could not be written down. */
  async function mark(id: string, ...messages: Told[]): Promise<void> {
    await untilKept(clock, () => records.change(id, (alert) => alert && messages.reduce(withTold, alert)));
  }

  function readerOf({ language, settings }: Person): Reader {
    return { language, zone: zoneOf(settings, options.zone), dialogueUrl: options.dialogueUrl };
  }
}

const toldIn = ({ told }: Alert, chat: Chat): Told[] =>
  told.filter((one) => topicKey(one.chat) === topicKey(chat));

/** A message that says that nobody took it in time. */
const isReminder = (call: string): boolean => !isAsked(call) && !call.endsWith('.0');

/** Nobody is told any more of what somebody took, or what is over, unless they ask. */
const wants = ({ state, raising }: Alert, call: string): boolean =>
  isAsked(call) || (state === 'open' && call.startsWith(`${raising}.`));
