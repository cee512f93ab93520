/** Whether a survey's question is open, and whether a text is an answer to it. */
import { isWaiting, placeOf, type Scenario, waitingKind } from '../scenario.ts';
import type { Survey } from '../survey.ts';
import type { TextInput } from './step.ts';

/** True while the survey waits for the client and would still take an answer at `now`. */
export function isOpen(survey: Survey, now: number): boolean {
  return survey.waitsAt !== null && (survey.expiresAt === null || now < survey.expiresAt);
}

/** The clocks of a platform and of this service may differ by so much. */
const CLOCK_SKEW_MS = 300_000;

/** Whether a message that was written at `at` may be meant for the question that waits: it is not older than that. */
export function mayAnswer(survey: Survey, at: number): boolean {
  return at >= (survey.firstAskedAt ?? survey.waitsSince) - CLOCK_SKEW_MS;
}

/** How long after a question for a text any text is taken as its answer. */
const PROMPT_MS = 600_000;

/**
 * Whether a text is clearly an answer to the open question rather than meant for the helpdesk on the same bot: it is an
 * answer that needs no hint or, where the question asks for a text, was written within ten minutes of it.
 */
export function takesText(
  scenario: Scenario,
  dialogueId: string,
  survey: Survey,
  input: TextInput,
  now: number,
): boolean {
  const { waitsAt: id, language, waitsSince } = survey;
  const block = id !== null && isOpen(survey, now) ? scenario.blocks[id] : undefined;
  if (id === null || !block || !isWaiting(block)) return false;
  const kind = waitingKind(block);
  const isAnswer = typeof kind.answer(block, input, placeOf(scenario, id, dialogueId, language)) !== 'string';
  // By when it was written, since it may arrive late; `now` bounds a platform's clock that is ahead.
  const writtenAt = Math.min(input.at, now);
  return isAnswer && (!kind.saves(block).text || writtenAt < waitsSince + PROMPT_MS);
}
