/** A text that was taken as the comment, though it may have been meant for the helpdesk that uses the same bot. */
import type { Choice, Message } from '../../channel.ts';
import { writeToken } from '../../token.ts';
import { lastAnswerAt, withoutPart } from './answers.ts';
import { placeAt, type Run } from './keyboards.ts';
import type { Step } from './step.ts';
import type { Part, Survey } from '../survey.ts';

/** The value of the button that takes the text out of the comment and gives it to the helpdesk. */
export const FOR_SUPPORT = '~support';

/**
 * A step that took a text as the comment, with the button that takes it back; the same step where it took none.
 * @param event what the helpdesk is given then: plain JSON
 */
export function withSupportButton(run: Run, before: Survey, step: Step, event: unknown): Step {
  const part = newComment(before, step.survey);
  if (!part) return step;
  const place = placeAt(run, step.survey, '');
  const token = writeToken({ dialogueId: run.dialogueId, block: 'comment', value: FOR_SUPPORT });
  const button: Choice[] = [{ label: place.phrase('for_support'), token }];
  const at = step.effects.findLastIndex(({ kind }) => kind === 'send');
  const last = step.effects[at];
  const message: Message =
    last?.kind === 'send' ? last.message : (step.reply ?? { text: place.phrase('kept_as_comment') });
  const survey = { ...step.survey, aside: { part, event, message } };
  const offering = { ...message, choices: [...(message.choices ?? []), button] };
  if (last?.kind === 'send')
    return { ...step, survey, effects: step.effects.with(at, { ...last, message: offering }) };
  if (step.reply) return { ...step, survey, reply: offering };
  return { ...step, survey, effects: [...step.effects, { kind: 'send', message: offering }] };
}

/** The button was tapped: the text leaves the comment and goes to the helpdesk, as long as answers may be changed. */
export function takeAside(run: Run, survey: Survey, messageId: string | undefined): Step {
  const place = placeAt(run, survey, '');
  const { aside, ...rest } = survey;
  const last = lastAnswerAt(survey);
  if (!aside || last === null || run.now >= last + run.scenario.rules.change_within) {
    return { survey, effects: [], reply: { text: place.phrase('closed') } };
  }
  const { part, event, message } = aside;
  return {
    survey: withoutPart(rest, part, run.now),
    effects: [
      { kind: 'enqueue', job: { kind: 'for_support', payload: event } },
      ...(messageId === undefined ? [] : [{ kind: 'edit' as const, messageId, message }]),
    ],
    reply: { text: place.phrase('passed_on') },
  };
}

/** The part of the comment that a step has added, if it has. */
function newComment(before: Survey, after: Survey): Part | undefined {
  const part = after.parts === before.parts ? undefined : after.parts?.at(-1);
  const isComment = part?.variable === 'quality_comment' && part.chars !== undefined;
  return isComment && !before.parts?.includes(part) ? part : undefined;
}
