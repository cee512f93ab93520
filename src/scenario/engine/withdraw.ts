import { placeAt, type Run, waitingBlock, withoutKeyboard } from './keyboards.ts';
import type { Input, Step } from './step.ts';
import type { Survey } from '../survey.ts';

/**
 * Ends a survey early. Answers stay. An open question loses its keyboard, and the client is told that it need not be
 * answered (`withdrawn`) or can wait (`goes_on`); nothing is said of a question that never arrived.
 */
export function withdraw(
  run: Run,
  survey: Survey,
  { isSending, goesOn }: Pick<Extract<Input, { kind: 'withdraw' }>, 'isSending' | 'goesOn'>,
): Step {
  const { awaits: _awaits, closing, ...going } = survey;
  const id = survey.waitsAt ?? closing;
  const withdrawnAt = survey.withdrawnAt ?? run.now;
  const ended: Survey = { ...going, waitsAt: null, remindAt: null, withdrawnAt };
  if (id === undefined) return { survey: ended, effects: [] };
  if (isSending) return { survey: { ...ended, closing: id }, effects: [] };
  const block = waitingBlock(run, id);
  if (!block || survey.prompts[id] === undefined) return { survey: ended, effects: [] };
  const text = placeAt(run, survey, id).phrase(goesOn ? 'goes_on' : 'withdrawn');
  return {
    survey: ended,
    effects: [...withoutKeyboard(run, survey, id, block), { kind: 'send', message: { text } }],
  };
}
