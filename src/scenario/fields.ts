/** The pieces that every block of the scenario language shares: texts, names, durations, ways on. */
import { z } from 'zod';
import { parseCondition } from './condition.ts';

/** BCP 47, primary subtag first: `en`, `uk`, `pt-BR`. */
export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'not a language tag such as en, uk or pt-BR');

const words = z.string().trim().min(1, 'an empty text; write what the client should read');

/** One text for all languages, or one for each. */
export const textSchema = z.union([words, z.record(languageTag, words)]);
export type Text = z.output<typeof textSchema>;

/** A text and where it stands inside its block. */
export interface PlacedText {
  path: Array<string | number>;
  text: Text;
}

function notInherited(name: string): boolean {
  return !(name in {});
}

export const blockId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,23}$/, 'a block is named with 1-24 of a-z, 0-9 and _, a letter first')
  .refine(notInherited, 'every object of JavaScript has this name already; choose another');

export const variableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'a variable is named with 1-32 of a-z, 0-9 and _, a letter first')
  .refine(notInherited, 'every object of JavaScript has this name already; choose another');

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `15m`, `24h`, `3d`; milliseconds once read. */
export const duration = z
  .string()
  .regex(/^\d{1,4}[smhd]$/, 'not a duration such as 90s, 15m, 24h or 3d')
  .transform((spelled) => Number(spelled.slice(0, -1)) * units[spelled.slice(-1) as keyof typeof units]);

const when = z.string().transform((source, context) => {
  const parsed = parseCondition(source);
  if (typeof parsed !== 'string') return parsed;
  context.addIssue({ code: 'custom', message: parsed });
  return z.NEVER;
});

/** Where a survey goes on: a block's name, or the first of several whose `when` holds. Absent: the survey ends. */
export const nextSchema = z.union([
  z.string(),
  z.array(z.strictObject({ when: when.optional(), to: z.string() })).min(1),
]);
export type Next = z.output<typeof nextSchema>;

/** What a button saves. Short, because it travels in a token of at most 64 bytes. */
export const buttonValue = z.union([
  z
    .number()
    .refine((value) => /^-?\d{1,9}(\.\d{1,6})?$/.test(String(value)), 'has too many digits; use at most 9'),
  z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, 'a value is a number or 1-20 of A-Z, a-z, 0-9, _ and -'),
]);

export const buttonSchema = z.strictObject({ text: textSchema, value: buttonValue });
export type Button = z.output<typeof buttonSchema>;
