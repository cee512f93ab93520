import type { z } from 'zod';
import type { Choice, Message } from '../channel.ts';
import type { Scale } from '../scale.ts';
import type { JobResult } from './engine/step.ts';
import type { Button, Next, PlacedText, Text } from './fields.ts';
import type { PhraseKey } from './phrases.ts';
import type { Survey, Value } from './survey.ts';

/** Where a block is being run: whose survey, which block, in which language. */
export interface Place {
  say(text: Text): string;
  phrase(key: PhraseKey, values?: Record<string, Value>): string;
  /** The token that brings `value` back to this block of this dialogue. */
  token(value: Value): string;
}

/**
 * What the client gave to a block: a button of its keyboard, or a message. `inWords` is a message that holds more
 * than text as it is kept: `[voice, 0:12]` and its caption.
 */
export type Given = { kind: 'tap'; value: string } | { kind: 'text'; text: string; inWords: string };

export interface Answer {
  /** What to save; null when the client skipped. */
  value: Value | null;
  /** The answer as its button or the client words it; null: nothing worth repeating. */
  label: string | null;
  /** What the client wrote beyond the answer: `great!` of `5, great!`. */
  rest?: string;
}

/** The button value by which a client skips a question, and the one by which an answer is reopened. */
export const SKIP = '~skip';
export const CHANGE = '~change';

/** What a block can save: one of its buttons' values, a number in a range, or whatever the client writes. */
export interface Saves {
  /** Buttons, and the field of the file in which they stand. */
  list: { field: string; buttons: readonly Button[] } | null;
  range: { min: number; max: number } | null;
  text: boolean;
  /** The label by which a client goes on without an answer. */
  skip: Text | null;
  /** The scale on which it rates. */
  scale: Scale | null;
}

/** What every block has, whatever its type. */
interface AnyBlock {
  type: string;
  next?: Next | undefined;
}

/** What happens when a survey comes by a block: something said, noted on the survey, given to a job. */
export interface Passed {
  say?: Message;
  note?: Partial<Survey>;
  job?: {
    /** One of the kinds of `app.ts`. */
    kind: string;
    /** Plain JSON, as the kind's schema takes it. */
    payload: unknown;
    /** True: the survey goes on once the job has ended, which the block's `result` is told. */
    waits?: true;
  };
}

/** What the end of a job leads to: something said, noted on the survey, saved as variables. */
export interface Resumed {
  say?: Message;
  note?: Partial<Survey>;
  save?: Record<string, Value>;
}

/** A block that goes on by itself, or when its job has ended. */
export interface PassingBlock<B extends AnyBlock> {
  schema: z.ZodType<B>;
  texts(block: B): PlacedText[];
  pass(block: B, place: Place, now: number): Passed;
  /** What the end of the job that it waited for leads to. */
  result?(block: B, result: JobResult, place: Place): Resumed;
  /** The variables that `result` may save. */
  saves?(block: B): readonly string[];
}

/** A block that waits for the client. */
export interface WaitingBlock<B extends AnyBlock & { save_to: string }> {
  schema: z.ZodType<B>;
  texts(block: B): PlacedText[];
  prompt(block: B, place: Place): { text: string; choices: Choice[][] };
  /** Reads what the client gave; a string is the hint for somebody who was not understood. */
  answer(block: B, given: Given, place: Place): Answer | string;
  saves(block: B): Saves;
  /** True when the used keyboard gets a button that changes the answer. */
  changesByButton: boolean;
  /** How a saved value was worded, to show it beside the question. */
  labelOf(block: B, value: Value, place: Place): string;
}
