import { save } from './answers.ts';
import type { Answer } from '../block.ts';
import type { Step } from './step.ts';
import { collapse, labelNow, placeAt, type Run } from './keyboards.ts';
import type { WaitingData } from '../scenario.ts';
import type { Survey } from '../survey.ts';

/** Another answer to an answered question, in time: the answer changes, the survey stays where it is. */
export function change(
  run: Run,
  survey: Survey,
  asked: { block: string; messageId?: string },
  block: WaitingData,
  answer: Answer,
): Step {
  const { value } = answer;
  const same = value === null || value === survey.variables[block.save_to];
  const changed = same ? survey : save(survey, block.save_to, value, run.now);
  const label = same ? labelNow(run, survey, asked.block, block) : answer.label;
  const effects = collapse(run, changed, asked.block, block, label, asked.messageId);
  if (same) return { survey, effects };
  const text = placeAt(run, survey, asked.block).phrase('changed', { answer: answer.label ?? value });
  return { survey: changed, effects, reply: { text } };
}
