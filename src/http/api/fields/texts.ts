/**
 * What helpdesks send where a text is wanted, read to one meaning, so that every store keeps the same record: numbers
 * stand for their digits, an empty text and null for none, white space around a text for nothing.
 */
import { z } from 'zod';
import { keptName } from '../../../text/names.ts';

/** Characters (code points) of a text, after white space around it was cut off. */
const mostCharacters = 200;

/** What a text may come as; a whole number stands for its digits. */
type Given = string | number;

const textual = { type: ['string', 'integer'] };
const nullable = { type: ['string', 'integer', 'null'] };

/** A text that must be there: an id. It is compared as it stands, so what no store keeps as it stands is refused. */
export const idOf = (most = mostCharacters) =>
  z
    .custom<Given>()
    .transform((given: unknown, context): string => {
      const text = textOf(given, context);
      if (text === '') refuse(context, 'is missing; it must be a text or a whole number');
      if (/\p{Cs}/u.test(text ?? '')) refuse(context, 'holds half a character (a lone surrogate)');
      return bounded(text, most, context) ?? z.NEVER;
    })
    .meta({ ...textual, maxLength: most });

/** A name that may be missing: composed (NFC), with single spaces. */
export const optionalName = z
  .custom<Given | null>()
  .optional()
  .transform((given: unknown, context): string | null => nameOf(given, context) || null)
  .meta({ ...nullable, maxLength: mostCharacters });

/** One that must be there. */
export const requiredName = z
  .custom<Given>()
  .transform((given: unknown, context): string => {
    const name = nameOf(given, context);
    if (name === '') refuse(context, 'is missing; it must be a text');
    return name || z.NEVER;
  })
  .meta({ ...textual, maxLength: mostCharacters });

/** Names without those that are empty; null: none. */
export const tagList = (most: number) =>
  z
    .array(optionalName)
    .nullish()
    .transform((tags) => (tags ?? []).filter((tag) => tag !== null))
    .refine((tags) => tags.length <= most, `are too many; send ${most} at most`)
    .meta({ maxItems: most });

/** A text that may be missing, as it stands. */
export const optionalText = z
  .custom<Given | null>()
  .optional()
  .transform(
    (given: unknown, context): string | null =>
      bounded(textOf(given, context), mostCharacters, context) || null,
  )
  .meta({ ...nullable, maxLength: mostCharacters });

/** `uk_UA` and `uk_UA.UTF-8` are tags with other separators. */
export const optionalLanguage = optionalText
  .transform((given, context): string | null => {
    const tag = given?.replace(/[.@].*$/, '').replaceAll('_', '-') ?? null;
    if (tag === null || /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) return tag;
    refuse(context, 'is not a language tag such as en or uk');
    return z.NEVER;
  })
  .meta({ type: ['string', 'null'] });

type Context = z.RefinementCtx;

/** @returns '' for none, undefined when it was refused */
function textOf(given: unknown, context: Context): string | undefined {
  if (given == null) return '';
  if (typeof given === 'number') {
    if (Number.isSafeInteger(given)) return String(given);
    return refuse(context, 'is a number that is not whole or too large to be exact; send it as a text');
  }
  if (typeof given !== 'string') return refuse(context, 'must be a text or a whole number');
  if (given.includes('\0')) return refuse(context, 'holds a NUL character; leave it out');
  return given.trim();
}

function nameOf(given: unknown, context: Context): string | undefined {
  const text = textOf(given, context);
  return bounded(text && keptName(text), mostCharacters, context);
}

function bounded(text: string | undefined, most: number, context: Context): string | undefined {
  const length = text === undefined ? 0 : Array.from(text).length;
  if (length <= most) return text;
  return refuse(context, `has ${length} characters; send ${most} at most`);
}

function refuse(context: Context, message: string): undefined {
  context.addIssue({ code: 'custom', message });
  return undefined;
}
