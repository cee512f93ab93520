import { z } from 'zod';
import type { Translate } from '../../../../locales/index.ts';

/** Characters (code points) of a note, a reason or the words about a resolved alert. */
export const LONGEST_TEXT = 500;

/** Characters of an operator's name. */
export const LONGEST_NAME = 200;

/** A form that was refused: what was written stays, and what is wrong stands beside it. */
export interface FormState {
  form: 'resolve' | 'dispute' | 'decide' | 'void' | 'note';
  /** Of a note that was to be changed; not given: of a new one. */
  note?: string;
  /** Of a decision, as they were chosen and written. */
  verdict?: string;
  operator?: string;
  text: string;
  error: string;
  /** What is wrong; not given: the text. */
  fault?: 'verdict' | 'operator';
}

/** What a form of the page sends; how long its text is, is said beside the form rather than on a page of its own. */
export const formBody = z.object({
  text: z.string().default(''),
  /** Of a decision: which dispute, how, and whose the rating is. */
  dispute: z.string().default(''),
  verdict: z.string().default(''),
  operator: z.string().default(''),
  /** Of a note. */
  revision: z.coerce.number().int().min(0).default(0),
});

/** Line breaks as everywhere; other control characters and halves of characters are none that a person writes. */
export const readText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();

/** What is wrong with a text; null: nothing. @param isOptional true: it may be empty */
export function textFault(t: Translate, text: string, isOptional = false): string | null {
  if (text === '') return isOptional ? null : t('dialogue.error.empty');
  const length = Array.from(text).length;
  return length > LONGEST_TEXT ? t('dialogue.error.long', { length, most: LONGEST_TEXT }) : null;
}
