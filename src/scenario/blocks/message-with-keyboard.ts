import { z } from 'zod';
import { namedScales, type Scale, scaleNames } from '../../scale.ts';
import type { WaitingBlock } from '../block.ts';
import { buttonSchema, nextSchema, textSchema, variableName } from '../fields.ts';
import { checkValues, findButton, keyboard, optionsOf } from './buttons.ts';
import { readTyped } from './typed.ts';

const ownScale = z.strictObject({
  values: z.array(z.number()).min(2),
  satisfied: z.array(z.number()),
  dissatisfied: z.array(z.number()),
});

const scaleSchema = z.union([z.enum(scaleNames), ownScale]).transform((given, context): Scale => {
  if (typeof given === 'string') return namedScales[given];
  const ascending = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  const allowed = new Set(given.values);
  const satisfied = new Set(given.satisfied);
  for (const part of ['satisfied', 'dissatisfied'] as const) {
    for (const value of given[part]) {
      if (allowed.has(value)) continue;
      context.addIssue({ code: 'custom', path: [part], message: `${value} is not among the scale's values` });
    }
  }
  const both = given.dissatisfied.find((value) => satisfied.has(value));
  if (both !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['dissatisfied'],
      message: `${both} is among the satisfied as well`,
    });
  }
  return {
    values: ascending(given.values),
    satisfied: ascending(given.satisfied),
    dissatisfied: ascending(given.dissatisfied),
  };
});

const schema = z
  .strictObject({
    type: z.literal('message_with_keyboard'),
    text: textSchema,
    save_to: variableName,
    scale: scaleSchema.optional(),
    buttons: z.array(buttonSchema).min(1),
    columns: z.number().int().min(1).max(8).default(1),
    next: nextSchema.optional(),
  })
  .superRefine((block, context) => {
    const complain = (path: Array<string | number>, text: string): void => {
      context.addIssue({ code: 'custom', path, message: text });
    };
    if (block.save_to === 'quality_answer' && !block.scale) {
      complain(
        ['save_to'],
        `quality_answer is a rating: add a scale (${scaleNames.join(', ')}, or values of your own)`,
      );
    }
    if (block.scale && block.save_to !== 'quality_answer') {
      complain(['scale'], `a scale belongs to quality_answer; this block saves ${block.save_to}`);
    }
    const allowed = new Set<unknown>(block.scale?.values);
    checkValues(block.buttons, (index, message) => complain(['buttons', index, 'value'], message));
    block.buttons.forEach(({ value }, index) => {
      const path = ['buttons', index, 'value'];
      if (block.save_to === 'quality_comment' && typeof value === 'number') {
        complain(path, 'a comment is text; put the value in quotes, or save another variable');
      }
      if (!block.scale || allowed.has(value)) return;
      const quoted =
        typeof value === 'string' && value === String(Number(value)) && allowed.has(Number(value));
      complain(
        path,
        quoted
          ? `"${value}" is a text; remove the quotes`
          : `${value} is not on the scale; it has ${few(block.scale.values)}`,
      );
    });
  });

const few = (values: readonly number[]): string =>
  values.length <= 12 ? values.join(', ') : `${values.slice(0, 12).join(', ')}, ...`;

/** What a message held besides its words, as it is kept: `[photo] `, or nothing. */
const attachmentIn = ({ text, inWords }: { text: string; inWords: string }): string =>
  inWords.slice(0, Math.max(0, inWords.length - text.trim().length));

/** Asks with buttons; a number, a row of stars or a button's own words typed instead are understood. */
export const messageWithKeyboard = {
  schema,
  texts: (block) => [
    { path: ['text'], text: block.text },
    ...block.buttons.map(({ text }, index) => ({ path: ['buttons', index, 'text'], text })),
  ],
  prompt: (block, place) => ({
    text: place.say(block.text),
    choices: keyboard(block.buttons, block.columns, place),
  }),
  answer(block, given, place) {
    const found =
      given.kind === 'tap'
        ? { button: findButton(block.buttons, given.value), rest: '' }
        : readTyped(block.buttons, given.text, place);
    if (found.button) {
      const rest = found.rest && given.kind === 'text' ? attachmentIn(given) + found.rest : found.rest;
      return { value: found.button.value, label: place.say(found.button.text), rest };
    }
    return place.phrase('choose', { options: optionsOf(block.buttons, place) });
  },
  saves: ({ buttons, scale = null }) => ({
    list: { field: 'buttons', buttons },
    range: null,
    text: false,
    skip: null,
    scale,
  }),
  changesByButton: true,
  labelOf: (block, value, place) => {
    const button = block.buttons.find((candidate) => candidate.value === value);
    return button ? place.say(button.text) : String(value);
  },
} satisfies WaitingBlock<z.output<typeof schema>>;
