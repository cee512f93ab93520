/** What clients changed of their answers, kept for whoever examines how a figure came about. */
import type { Step } from './step.ts';
import type { Edit, Survey, Value } from '../survey.ts';

/** Of more edits the first and the newest are kept. */
const MOST_EDITS = 50;

/**
 * A step with a note of each answer that it changed or took back. Words that were added to a text change nothing of what
 * stood there.
 */
export function withEdits(before: Survey, step: Step, now: number): Step {
  const edits = Object.keys(before.answeredAt).flatMap((variable): Edit[] => {
    const [old, value] = [valueIn(before, variable), valueIn(step.survey, variable)];
    if (old === undefined || old === value || isAdded(old, value)) return [];
    return [{ at: now, variable, before: isOwnWords(before, variable) ? null : old }];
  });
  if (edits.length === 0) return step;
  const [first, ...others] = [...(before.edits ?? []), ...edits];
  const kept = first ? [first, ...others.slice(1 - MOST_EDITS)] : [];
  return { ...step, survey: { ...step.survey, edits: kept } };
}

const valueIn = ({ variables }: Survey, variable: string): Value | undefined =>
  Object.hasOwn(variables, variable) ? variables[variable] : undefined;

const isAdded = (old: Value, value: Value | undefined): boolean =>
  typeof old === 'string' && typeof value === 'string' && value.startsWith(`${old}\n`);

/** A text that a client replaced is theirs to take back, so it is not kept. */
const isOwnWords = ({ parts = [] }: Survey, name: string): boolean =>
  name === 'quality_comment' || parts.some(({ variable, chars }) => variable === name && chars !== undefined);
