import { z } from 'zod';
import { notAskedReasons, outcomes } from '../../../dialogue.ts';
import type { Narrowing } from '../../../stats/filter.ts';
import type { DialoguesQuery } from '../../../stats/lists/query.ts';
import { mostDays } from '../../../stats/period.ts';
import { listOrders } from '../../../store/ports/figures.ts';
import { cursorField } from './cursor.ts';
import { checkText, filterFields } from './filter.ts';
import { optionalMoment } from './moment.ts';
import { limitField, optionalPeriod, periodFields } from './period.ts';

/** `true` or `false`; an empty text is neither. */
export const switchField = (about: string) =>
  z
    .custom<boolean | 'true' | 'false'>()
    .optional()
    .transform((given: unknown, context): boolean | undefined => {
      if (given === undefined || given === '') return undefined;
      if (given === 'true' || given === 'false') return given === 'true';
      context.addIssue({ code: 'custom', message: 'must be true or false' });
      return z.NEVER;
    })
    .meta({ type: 'boolean', description: about });

/** One of these or, repeated, any of several. */
const anyOf = <const Values extends readonly [string, ...string[]]>(values: Values, about: string) =>
  z
    .custom<Values[number] | ReadonlyArray<Values[number]>>()
    .optional()
    .transform((given: unknown, context): Array<Values[number]> | undefined => {
      const texts = [given ?? []].flat().filter((text) => text !== '');
      if (!texts.every((text) => values.some((value) => value === text))) {
        context.addIssue({ code: 'custom', message: `must be one of ${values.join(', ')}` });
      }
      return texts.length > 0 ? (texts as Array<Values[number]>) : undefined;
    })
    .meta({ type: 'array', items: { type: 'string', enum: [...values] }, description: about });

const searchField = z
  .string()
  .optional()
  .transform((given, context): string | undefined => {
    const text = given?.trim();
    if (text === undefined || text === '') return undefined;
    checkText(text, (message) => context.addIssue({ code: 'custom', message }));
    return text;
  })
  .meta({
    type: 'string',
    maxLength: 200,
    description: 'Only with this text in the comment, in upper or lower case; every character means itself.',
  });

/** To which dialogues lists are narrowed, also lists of what belongs to them. */
export const narrowingFields = {
  ...filterFields,
  disputed: z
    .enum(['only', 'without', ''], 'must be only or without')
    .optional()
    .meta({ description: 'Only disputed dialogues, or only the others.' }),
};
const narrowing = z.strictObject(narrowingFields);

/** What these fields mean. */
export function narrowingOf({ disputed, ...filter }: Partial<z.output<typeof narrowing>>): Narrowing {
  return { filter, ...(disputed && { disputed: disputed === 'only' }) };
}

/** Which dialogues are listed or exported. */
export const whichFields = {
  ...periodFields,
  ...narrowingFields,
  counted: switchField('`true`: only those that figures count: no voided ones, and no earlier rounds.'),
  outcome: anyOf(outcomes, 'Only with this outcome, or any of them.'),
  notAskedReason: anyOf(notAskedReasons, 'Only those that were not asked for this reason, or any of them.'),
  rated: switchField('Only those with a rating, or only those without.'),
  commented: switchField('Only those with a comment, or only those without.'),
  delivered: switchField('Only those whose question is known to have arrived, or only the others.'),
  finished: switchField('Only those whose client went through the survey to its end, or only the others.'),
  search: searchField,
};

/** In which order, and where the list goes on. */
export const pageFields = {
  order: z.enum(listOrders).default('newest').meta({
    description:
      '`newest` or `oldest` by completion; `worst` or `best` by rating, those without one last; `answered` by the last answer.',
  }),
  limit: limitField,
  cursor: cursorField,
};

/** In answers: how far a search has looked. */
export const searchedField = optionalMoment.meta({
  description:
    'Not null where a page ended before it was full, since enough was looked at for one page: up to the dialogue that was completed then. `next` leads on.',
});

const which = z.strictObject(whichFields);

/** What the fields mean. @throws {ApiError} for a period with a fault */
export function dialoguesQuery({
  from,
  to,
  counted,
  outcome,
  notAskedReason,
  rated,
  commented,
  delivered,
  finished,
  search,
  ...narrowed
}: Partial<z.output<typeof which>>): DialoguesQuery {
  const period = optionalPeriod({ from, to }, mostDays);
  return {
    ...narrowingOf(narrowed),
    ...(period && { period }),
    ...(counted && { counted }),
    ...(outcome && { outcome }),
    ...(notAskedReason && { notAskedReason }),
    ...(rated !== undefined && { rated }),
    ...(commented !== undefined && { commented }),
    ...(delivered !== undefined && { delivered }),
    ...(finished !== undefined && { finished }),
    ...(search !== undefined && { search }),
  };
}
