/** Messages that belong to answers which were given already: what is added after the end, and edits. */
import { addText, lastAnswerAt, replaceText, withoutSource } from './answers.ts';
import { change } from './change.ts';
import type { Step, TextInput } from './step.ts';
import { mayChange, placeAt, type Run, waitingBlock } from './keyboards.ts';
import { waitingKind } from '../scenario.ts';
import type { Survey } from '../survey.ts';

/**
 * A message that no question waits for: in time it is added to the comment, or to the text that the question it
 * replies to asked for, or changes the answer of that question; later the client is told once that it is over.
 */
export function addLateText(run: Run, survey: Survey, input: TextInput): Step {
  if (!input.inWords) return { survey, effects: [] };
  const id = input.block ?? '';
  const block = waitingBlock(run, id);
  const takesText = block !== undefined && waitingKind(block).saves(block).text;
  if (block && !takesText && mayChange(run, survey, block)) {
    const answer = waitingKind(block).answer(block, input, placeAt(run, survey, id));
    if (typeof answer === 'string') return { survey, effects: [], reply: { text: answer } };
    return change(run, survey, { block: id }, block, answer);
  }
  // The conversation goes on in this chat, so what is no reply to the question is meant for somebody else.
  if (survey.withdrawnAt !== undefined && !block) return { survey, effects: [] };
  if (!isInTime(run, survey)) return closedOnce(run, survey);
  const variable = block && takesText ? block.save_to : 'quality_comment';
  return changed(run, addText(survey, variable, input.inWords, run.message, run.now), variable);
}

/** An edited message changes what it gave; null when it gave nothing to this survey. */
export function editText(run: Run, survey: Survey, input: TextInput): Step | null {
  const given = (survey.parts ?? []).filter(({ message }) => message !== '' && message === run.message);
  const [first] = given;
  if (!first) return null;
  if (!isInTime(run, survey)) return closedOnce(run, survey);
  const read = given.find(({ block }) => block !== undefined);
  const block = waitingBlock(run, read?.block ?? '');
  if (!read?.block || !block) return withText(run, survey, first.variable, input.inWords);
  const answer = waitingKind(block).answer(block, input, placeAt(run, survey, read.block));
  if (typeof answer === 'string') return { survey, effects: [], reply: { text: answer } };
  const text = given.find(({ chars }) => chars !== undefined);
  if (waitingKind(block).saves(block).text) {
    // The word that skips takes back what the message had said, and the other way round.
    const words = answer.value === null ? '' : String(answer.value);
    if (text) return withText(run, survey, text.variable, words);
    if (!words) return { survey, effects: [] };
    const blank = withoutSource(survey, read);
    return changed(
      run,
      addText(blank, read.variable, words, run.message, run.now, read.block),
      read.variable,
    );
  }
  const step =
    answer.value === survey.variables[block.save_to]
      ? { survey, effects: [] }
      : change(run, survey, { block: read.block }, block, answer);
  if (!text) {
    // `4` that becomes `4, slow`
    return answer.rest
      ? { ...step, survey: addText(step.survey, 'quality_comment', answer.rest, run.message, run.now) }
      : step;
  }
  return {
    ...step,
    survey: replaceText(step.survey, text.variable, answer.rest ?? '', run.message, run.now),
  };
}

function withText(run: Run, survey: Survey, variable: string, text: string): Step {
  const edited = replaceText(survey, variable, text, run.message, run.now);
  return edited === survey ? { survey, effects: [] } : changed(run, edited, variable);
}

function changed(run: Run, survey: Survey, variable: string): Step {
  const answer = survey.variables[variable] ?? '—';
  return { survey, effects: [], reply: { text: placeAt(run, survey, '').phrase('changed', { answer }) } };
}

/** Answers may be added to and changed for so long after the last one, also when the survey has ended by itself. */
function isInTime(run: Run, survey: Survey): boolean {
  const last = lastAnswerAt(survey);
  return (
    survey.withdrawnAt === undefined && last !== null && run.now < last + run.scenario.rules.change_within
  );
}

function closedOnce(run: Run, survey: Survey): Step {
  if (survey.toldClosed) return { survey, effects: [] };
  const text = placeAt(run, survey, '').phrase('closed');
  return { survey: { ...survey, toldClosed: true }, effects: [], reply: { text } };
}
