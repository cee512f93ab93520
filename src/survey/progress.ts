/** How a dialogue's document changes; pure. Writing it is the runner's and the outbox's business. */
import type { Step } from '../scenario/engine.ts';
import type { Effect, Survey } from '../scenario/survey.ts';
import type { Dialogue, NotAskedReason, OutboxEntry } from '../store/store.ts';

/** Events that one dialogue remembers, so that a repeat of any of them is a no-op. */
const REMEMBERED_EVENTS = 30;

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
    rating: typeof rating === 'number' ? rating : null,
    comment: typeof comment === 'string' ? comment : null,
    askedAt: dialogue.askedAt ?? now,
    answeredAt: Number.isFinite(firstAnswer) ? new Date(firstAnswer) : null,
    eventIds:
      eventId === undefined ? dialogue.eventIds : [...dialogue.eventIds, eventId].slice(-REMEMBERED_EVENTS),
    outbox: [...dialogue.outbox, ...entries(dialogue, step.effects)],
  });
}

/** The dialogue when its client is not to be asked, or could not be. */
export function notAsked(dialogue: Dialogue, reason: NotAskedReason): Dialogue {
  return scheduled({
    ...dialogue,
    outcome: 'not_asked',
    notAskedReason: reason,
    askedAt: null,
    survey: null,
    outbox: [],
    sendingUntil: null,
  });
}

/** Sets `wakeAt` from what the dialogue still waits for: the end of a lease, the next try, a reminder, its end. */
export function scheduled(dialogue: Dialogue): Dialogue {
  const { survey, outbox, sendingUntil } = dialogue;
  const times: number[] = [];
  const [head] = outbox;
  if (head) times.push(sendingUntil?.getTime() ?? head.notBefore);
  if (survey?.waitsAt != null) {
    if (survey.remindAt !== null) times.push(survey.remindAt);
    if (survey.expiresAt !== null) times.push(survey.expiresAt);
  }
  return { ...dialogue, wakeAt: times.length > 0 ? new Date(Math.min(...times)) : null };
}

/** True once any message of the survey is known to have arrived. */
export const wasDelivered = ({ survey }: Dialogue): boolean =>
  survey !== null && (Object.keys(survey.prompts).length > 0 || Object.keys(survey.answeredAt).length > 0);

/** Answered means a rating or a comment; another variable alone ("may we ask?") is no answer. */
function outcomeOf(survey: Survey): Dialogue['outcome'] {
  if (answerTimesOf(survey).length > 0) return 'answered';
  return survey.waitsAt === null ? 'silent' : 'open';
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

function entries(dialogue: Dialogue, effects: readonly Effect[]): OutboxEntry[] {
  // Beyond every id before it, so that an entry struck off is never confused with a later one: a write
  // that strikes off also counts the revision on.
  const last = dialogue.outbox.at(-1)?.id ?? dialogue.revision * 1000;
  return effects.map((effect, index) => ({ id: last + 1 + index, effect, attempts: 0, notBefore: 0 }));
}
