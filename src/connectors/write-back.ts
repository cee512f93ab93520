import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Dialogue } from '../dialogue.ts';
import { ChannelError } from '../errors.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { createTranslator, type Language, type Translate } from '../locales/index.ts';
import { isRunning } from '../scenario/survey.ts';
import type { DialogueStore, JobStore } from '../store/store.ts';
import { type Announce, withMoreEffects } from '../survey/progress.ts';
import type { Helpdesk } from './connector.ts';
import { ratingText } from '../text/figures.ts';

export interface WriteBackOptions {
  /** The connector's name. */
  name: string;
  helpdesk: Helpdesk;
  store: Pick<DialogueStore, 'findDialogue'> & Pick<JobStore, 'lastResult'>;
  queue: JobQueue;
  clock: Pick<Clock, 'now'>;
  /** Of the notes. */
  language: Language;
}

export const writeKind = (name: string): string => `connector_${name}_write`;

/** An ordering of its own: a helpdesk that is down holds up no other job of the dialogue. */
const orderingOf = (kind: string, dialogueId: string): string => `${kind}:${dialogueId}`;

/** So that a slow helpdesk is not overloaded. */
const AT_ONCE = 5;
/** By then answers no longer change, so the last note is needed no more. */
const FORGET_AFTER_MS = 30 * 86_400_000;
/** How long after an answer the note waits for another one, such as the comment, while the survey is open. */
const NOTE_WAIT_MS = 120_000;

/** The id in the helpdesk of a dialogue's conversation, without `#2`, `#3`, ...; null: the dialogue is not from this connector. */
export function conversationOf(name: string, { externalId }: Pick<Dialogue, 'externalId'>): string | null {
  return externalId.startsWith(`${name}:`) ? externalId.slice(name.length + 1).replace(/#\d+$/, '') : null;
}

/** Enqueues the writing back when a rating or comment is new, changed or was taken back. */
export function announceAnswers(name: string): Announce {
  return (before, next) => {
    const { rating, comment } = next;
    const isNew = rating !== before.rating || comment !== before.comment;
    if (!isNew || conversationOf(name, next) === null) return next;
    const kind = writeKind(name);
    return withMoreEffects(next, [
      { kind: 'enqueue', job: { kind, payload: {}, ordering: orderingOf(kind, next.id) } },
    ]);
  };
}

/** `later`: a delayed job without an ordering, which enqueues the real one in the order of the dialogue's jobs. */
const payload = z.object({ later: z.boolean().optional() });
/** The result of a job that has written a note. */
const noted = z.object({ text: z.string(), note: z.string(), commented: z.boolean().optional() });

/**
 * Writes a client's answers to the helpdesk: at once into the conversation's fields, and as one note once the survey is
 * over, or two minutes after the last answer. An answer that changes after that gives another note.
 */
export function createWriteBack({
  name,
  helpdesk,
  store,
  queue,
  clock,
  language,
}: WriteBackOptions): JobKind {
  const kind = writeKind(name);
  const translate = createTranslator(language);

  return jobKind(payload, run, { atOnce: AT_ONCE, forgetAfterMs: FORGET_AFTER_MS });

  async function run(
    { later }: z.output<typeof payload>,
    { key, number, origin, confirm }: Attempt,
  ): Promise<JobEnd> {
    if (!origin) return { state: 'given_up', reason: 'it names no dialogue' };
    const ordering = orderingOf(kind, origin.dialogueId);
    if (later === true) {
      await queue.enqueue({ key: `${key}:now`, kind, payload: {}, ordering, origin });
      return { state: 'done' };
    }
    const dialogue = await store.findDialogue(origin.channel, origin.clientId, origin.dialogueId);
    const id = dialogue && conversationOf(name, dialogue);
    if (!dialogue || id === null) return { state: 'given_up', reason: 'its dialogue is not there any more' };
    try {
      // All rounds share the conversation's fields: an earlier round must not overwrite a later one's.
      if (!dialogue.superseded) await helpdesk.setAnswer(id, dialogue, confirm);
      const noteAt = noteTime(dialogue);
      if (noteAt > clock.now()) {
        // Without an ordering, so that what the client answers meanwhile does not wait for it.
        await queue.enqueue({ key: `${key}:later`, kind, payload: { later: true }, origin, runAt: noteAt });
        return { state: 'done' };
      }
      return await note(id, dialogue, { number, confirm });
    } catch (error) {
      if (!(error instanceof ChannelError) || error.code !== 'rejected') throw error;
      return { state: 'given_up', reason: error.message };
    }
  }

  async function note(
    id: string,
    dialogue: Dialogue,
    { number, confirm }: Pick<Attempt, 'number' | 'confirm'>,
  ): Promise<JobEnd> {
    const prefix = `${kind}:${dialogue.id}:`;
    const last = await store.lastResult(kind, `${prefix}~`, null);
    const before = last?.key.startsWith(prefix) ? noted.parse(last.result) : null;
    const commented = dialogue.comment !== null;
    const takenBack = before?.commented === true && !commented;
    const text = [noteOf(dialogue, translate), takenBack ? translate('note.takenBack') : '']
      .filter(Boolean)
      .join('\n');
    if (text === '' || before?.text === text) return { state: 'done', result: before };
    // An attempt that got no answer may have written it all the same.
    const written = number > 1 ? await helpdesk.findNote(id, text, before?.note ?? null) : null;
    if (written === null) await confirm();
    return {
      state: 'done',
      result: { text, note: written ?? (await helpdesk.addNote(id, text)), commented },
    };
  }
}

function noteTime({ survey }: Dialogue): Date {
  const waits = survey !== null && isRunning(survey);
  return new Date(waits ? (survey.lastAnswerAt ?? 0) + NOTE_WAIT_MS : 0);
}

function noteOf({ rating, comment, scale }: Dialogue, t: Translate): string {
  const lines: string[] = [];
  if (rating !== null) lines.push(t('note.rating', { value: ratingText(t, rating, scale) }));
  if (comment !== null) lines.push(t('note.comment', { comment }));
  return lines.join('\n');
}
