/** What becomes of a dialogue when messages did not arrive, although the platform had taken them; pure. */
import { begin } from '../scenario/engine/engine.ts';
import { chooseLanguage, type Scenario } from '../scenario/scenario.ts';
import type { Survey } from '../scenario/survey.ts';
import type { Dialogue } from '../dialogue.ts';
import { wasCancelled } from './operations/changes.ts';
import { notAsked } from './progress.ts';

/** True when the message carried a question of this dialogue. */
export function carriedQuestion({ survey }: Dialogue, messageId: string): boolean {
  const { prompts = {}, earlierPrompts = {} } = survey ?? {};
  const earlier = Object.hasOwn(earlierPrompts, messageId) && earlierPrompts[messageId] !== '';
  return earlier || Object.values(prompts).includes(messageId);
}

/** The dialogue without a message of its questions; when that was the only one, the client was not asked. */
export function withoutMessage(dialogue: Dialogue, messageId: string, now: Date): Dialogue {
  const { survey } = dialogue;
  if (!survey) return dialogue;
  const { [messageId]: _failed, ...earlierPrompts } = survey.earlierPrompts ?? {};
  const prompts: Record<string, string> = {};
  for (const [block, carrier] of Object.entries(survey.prompts)) {
    // A reminder that failed leaves the question that was there before it.
    const left =
      carrier === messageId
        ? Object.keys(earlierPrompts).findLast((id) => earlierPrompts[id] === block)
        : carrier;
    if (left !== undefined) prompts[block] = left;
    if (left !== undefined && left !== carrier) delete earlierPrompts[left];
  }
  return Object.keys(prompts).length === 0
    ? notAsked(dialogue, 'undelivered', now)
    : { ...dialogue, survey: { ...survey, prompts, earlierPrompts } };
}

/**
 * The survey of a question that counts as undelivered, and was answered all the same: so it had arrived. null: there is
 * none, or it was taken back.
 */
export function askedAfterAll(dialogue: Dialogue, scenario: Scenario, locale?: string | null): Survey | null {
  if (dialogue.notAskedReason !== 'undelivered' || dialogue.reopenedAt || wasCancelled(dialogue)) return null;
  const { id, completedAt, reportedAt, language } = dialogue;
  const since = Math.max(completedAt.getTime() + scenario.rules.delay, reportedAt.getTime());
  return begin(scenario, id, chooseLanguage(scenario, [language, locale]), since).survey;
}
