/** How a dialogue's document changes; pure. Writing it is the runner's and the outbox's business. */
import type { Step } from '../scenario/engine/step.ts';
import { type Effect, isRunning, type Survey } from '../scenario/survey.ts';
import { isInOrder, slotOf, withoutChat } from './outbox/effects/index.ts';
import type { Dialogue, NotAskedReason, OutboxEntry } from '../dialogue.ts';
import { withEvent } from '../store/ports/seen-events.ts';

/** The dialogue after a step of its survey: state, answers, effects and the event, to be saved in one write. */
export function afterStep(dialogue: Dialogue, step: Step, now: Date, eventId?: string): Dialogue {
  const { survey } = step;
  const { quality_answer: rating, quality_comment: comment } = survey.variables;
  const firstAnswer = Math.min(...answerTimesOf(survey));
  return scheduled({
    ...dialogue,
    survey,
    outcome: outcomeOf(survey),
    notAskedReason: null,
    notAskedAt: null,
    rating: typeof rating === 'number' ? rating : null,
    comment: typeof comment === 'string' ? comment : null,
    askedAt: dialogue.askedAt ?? now,
    scenarioVersion: survey.version,
    // Who answers has seen a question, whatever became known of it.
    deliveredAt: dialogue.deliveredAt ?? (Number.isFinite(firstAnswer) ? now : null),
    answeredAt: Number.isFinite(firstAnswer) ? new Date(firstAnswer) : null,
    events:
      eventId === undefined
        ? dialogue.events
        : withEvent(dialogue.events, { id: eventId, at: now.getTime() }),
    outbox: withEffects(dialogue, step.effects, now.getTime()),
  });
}

/** The dialogue with more effects in its outbox, to be saved in the same write as the change that they come from. */
export function withMoreEffects(dialogue: Dialogue, effects: readonly Effect[]): Dialogue {
  return effects.length > 0 ? scheduled({ ...dialogue, outbox: withEffects(dialogue, effects) }) : dialogue;
}

/**
 * Adds to `next` the effects that tell helpdesks and webhooks what changed since `before`, the dialogue as it is stored.
 * To be called once for each change that is saved.
 */
export type Announce = (before: Dialogue, next: Dialogue) => Dialogue;

/** All of them, one after another. */
export function announceAll(announcers: readonly Announce[]): Announce {
  return (before, next) => announcers.reduce((dialogue, announce) => announce(before, dialogue), next);
}

/** Tells nobody. */
export const unannounced: Announce = (_before, next) => next;

/** The dialogue when its client is not to be asked, or could not be. */
export function notAsked(dialogue: Dialogue, reason: NotAskedReason, now: Date): Dialogue {
  return scheduled({
    ...dialogue,
    outcome: 'not_asked',
    notAskedReason: reason,
    notAskedAt: now,
    askedAt: null,
    deliveredAt: null,
    survey: null,
    outbox: withoutChat(dialogue.outbox),
    sendingBy: null,
    sendingUntil: null,
  });
}

/**
 * Sets `wakeAt` from what the dialogue still waits for: the end of a lease, the next try, a reminder, its end, a
 * withdrawn question that may be closed, texts that nobody gave to the helpdesk.
 * @param restUntil before then its outbox needs nobody's attention, since an instance has it in its queue
 */
export function scheduled(dialogue: Dialogue, restUntil = 0): Dialogue {
  const { survey, outbox, sendingUntil } = dialogue;
  const times: number[] = [];
  const due = dueAt(outbox);
  if (due !== null) times.push(sendingUntil?.getTime() ?? Math.max(due, restUntil));
  if (survey && isRunning(survey)) {
    if (survey.remindAt !== null) times.push(survey.remindAt);
    if (survey.expiresAt !== null) times.push(survey.expiresAt);
  }
  if (survey?.asidesUntil !== undefined) times.push(survey.asidesUntil);
  if (survey && isToClose(dialogue)) times.push(survey.withdrawnAt ?? 0);
  return { ...dialogue, wakeAt: times.length > 0 ? new Date(Math.min(...times)) : null };
}

/** Whether a message of the dialogue may be on its way to the client at this moment, from whichever instance. */
export const isSending = ({ outbox, sendingUntil }: Dialogue, now: Date): boolean =>
  sendingUntil !== null && now < sendingUntil && outbox.some(isInOrder);

/** True once nothing is on its way any more of a survey that was withdrawn while its question was. */
export const isToClose = ({ survey, outbox }: Dialogue): boolean =>
  survey?.closing !== undefined && !outbox.some(isInOrder);

/** When an outbox is next to be worked on: messages wait for the one before them, the rest for nothing. null: never. */
export function dueAt(outbox: readonly OutboxEntry[]): number | null {
  const next = outbox.find(isInOrder);
  const times = outbox.flatMap((entry) => (entry === next || !isInOrder(entry) ? [entry.notBefore] : []));
  return times.length > 0 ? Math.min(...times) : null;
}

/**
 * The dialogue once a question has arrived.
 * @param late when it arrived, if that was not at once: its reminder then comes as much later
 */
export function withPrompt(
  dialogue: Dialogue,
  block: string,
  messageId: string,
  late: number | null,
): Dialogue {
  const { survey } = dialogue;
  if (!survey) return dialogue;
  const { prompts, remindAt, waitsSince } = survey;
  const reminder = remindAt !== null && late !== null ? remindAt + late - waitsSince : remindAt;
  const asked = { ...survey, remindAt: reminder, prompts: { ...prompts, [block]: messageId } };
  const earlier = prompts[block];
  if (earlier === undefined || earlier === messageId) return { ...dialogue, survey: asked };
  const earlierPrompts = { ...survey.earlierPrompts, [earlier]: block };
  return { ...dialogue, survey: { ...asked, earlierPrompts } };
}

/** The dialogue with a message that asked nothing, so that a reply to it is known to belong here. */
export function withSaid(dialogue: Dialogue, messageId: string): Dialogue {
  const { survey } = dialogue;
  if (!survey || messageId === '') return dialogue;
  return {
    ...dialogue,
    survey: { ...survey, earlierPrompts: { ...survey.earlierPrompts, [messageId]: '' } },
  };
}

/** True once the client gave any answer. */
export const wasAnswered = ({ survey }: Dialogue): boolean =>
  survey !== null && Object.keys(survey.answeredAt).length > 0;

/** True once any message of the survey is known to have arrived. */
export const wasDelivered = (dialogue: Dialogue): boolean =>
  Object.keys(dialogue.survey?.prompts ?? {}).length > 0 || wasAnswered(dialogue);

/** Answered means a rating or a comment; another variable alone ("may we ask?") is no answer. */
function outcomeOf(survey: Survey): Dialogue['outcome'] {
  if (answerTimesOf(survey).length > 0) return 'answered';
  return isRunning(survey) ? 'open' : 'silent';
}

/** When the rating and the comment were first given, as far as they were. */
function answerTimesOf({ variables, answeredAt }: Survey): number[] {
  const times: number[] = [];
  for (const [name, type] of [
    ['quality_answer', 'number'],
    ['quality_comment', 'string'],
  ] as const) {
    const time = answeredAt[name];
    if (typeof variables[name] === type && time !== undefined) times.push(time);
  }
  return times;
}

/** The outbox with what is to be done as well, in the place of what that makes useless. */
function withEffects(dialogue: Dialogue, effects: readonly Effect[], since?: number): OutboxEntry[] {
  const slots = new Set(effects.map(slotOf).filter((slot) => slot !== null));
  const left = dialogue.outbox.filter(({ effect }) => !slots.has(slotOf(effect) ?? ''));
  const first = nextEntryId(dialogue);
  return [
    ...left,
    ...effects.map((effect, index) => ({
      id: first + index,
      effect,
      attempts: 0,
      notBefore: 0,
      ...(since !== undefined && { since }),
    })),
  ];
}

/**
 * Beyond every id before it, so that an entry struck off is never confused with a later one: a write that strikes
 * off also counts the revision on.
 */
export function nextEntryId({ revision, outbox }: Dialogue, after = 0): number {
  return Math.max(after, revision * 1000, ...outbox.map(({ id }) => id)) + 1;
}
