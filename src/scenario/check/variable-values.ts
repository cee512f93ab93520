import { isWaiting, passingKind, type Scenario, type WaitingData, waitingKind } from '../scenario.ts';
import type { Value } from '../survey.ts';

/** What a variable can be, by the blocks that save it. */
export interface Values {
  listed: Set<Value>;
  numbers: boolean;
  texts: boolean;
  /** True: also any text that a client writes. */
  written: boolean;
  /** The bounds of its numbers; those of a typed number need not be listed. */
  lowest: number;
  highest: number;
  ranges: boolean;
}

/** The values of every variable that is saved, by its name. */
export function valuesOf(blocks: Scenario['blocks']): Map<string, Values> {
  const known = new Map<string, Values>();
  for (const block of Object.values(blocks)) {
    if (!isWaiting(block)) continue;
    const values = known.get(block.save_to) ?? {
      listed: new Set(),
      numbers: false,
      texts: false,
      // What a client writes beyond a rating is kept as the comment, whatever asks for one.
      written: block.save_to === 'quality_comment',
      lowest: Number.POSITIVE_INFINITY,
      highest: Number.NEGATIVE_INFINITY,
      ranges: false,
    };
    known.set(block.save_to, values);
    addValues(values, block);
  }
  return known;
}

/** The variables that a block may save from the result of a job. */
export function savedByJobs(blocks: Scenario['blocks']): string[] {
  return Object.values(blocks).flatMap((block) =>
    isWaiting(block) ? [] : [...(passingKind(block).saves?.(block) ?? [])],
  );
}

function addValues(values: Values, block: WaitingData): void {
  const addNumber = (value: number): void => {
    values.numbers = true;
    values.lowest = Math.min(values.lowest, value);
    values.highest = Math.max(values.highest, value);
  };
  const add = (value: Value): void => {
    values.listed.add(value);
    if (typeof value === 'number') addNumber(value);
    else values.texts = true;
  };
  const { list, range, text } = waitingKind(block).saves(block);
  for (const { value } of list?.buttons ?? []) add(value);
  if (range) {
    values.ranges = true;
    addNumber(range.min);
    addNumber(range.max);
  }
  values.written ||= text;
  values.texts ||= values.written;
}
