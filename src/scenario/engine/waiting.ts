/** Whether the question of a survey still takes an answer, and which. */
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

/** For so long after a question a text is taken for the client's own words in answer to it. */
const PROMPT_MS = 600_000;

/**
 * Whether a text is plainly an answer to the question that waits, where it may be meant for somebody else as well: an
 * answer that needs no hint, or whatever the client writes within ten minutes where the question asks for words.
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
  // It may have been on its way for long, and a platform's clock may be ahead.
  const writtenAt = Math.min(input.at, now);
  return isAnswer && (!kind.saves(block).text || writtenAt < waitsSince + PROMPT_MS);
}
