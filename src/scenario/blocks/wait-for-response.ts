import { z } from 'zod';
import { SKIP, type WaitingBlock } from '../block.ts';
import { buttonSchema, nextSchema, textSchema, variableName } from '../fields.ts';
import { checkValues, findButton, keyboard, optionsOf } from './buttons.ts';
import { readTyped } from './typed.ts';

const common = {
  type: z.literal('wait_for_response'),
  text: textSchema,
  save_to: variableName,
  /** The label of a button by which the client goes on without an answer. */
  skip: textSchema.optional(),
  next: nextSchema.optional(),
};

const schema = z
  .discriminatedUnion('expect', [
    z.strictObject({ ...common, expect: z.literal('text').default('text') }),
    z.strictObject({ ...common, expect: z.literal('number'), min: z.number(), max: z.number() }),
    z.strictObject({ ...common, expect: z.literal('choice'), choices: z.array(buttonSchema).min(1) }),
  ])
  .superRefine((block, context) => {
    if (block.save_to === 'quality_answer') {
      const message = 'a rating needs a message_with_keyboard with a scale; save another variable here';
      context.addIssue({ code: 'custom', path: ['save_to'], message });
    }
    if (block.save_to === 'quality_comment' && block.expect !== 'text') {
      const message = 'a comment is text; leave expect out or save another variable here';
      context.addIssue({ code: 'custom', path: ['expect'], message });
    }
    if (block.expect === 'choice') {
      checkValues(block.choices, (index, message) =>
        context.addIssue({ code: 'custom', path: ['choices', index, 'value'], message }),
      );
    }
    if (block.expect === 'number' && block.min > block.max) {
      context.addIssue({
        code: 'custom',
        path: ['min'],
        message: `min ${block.min} is above max ${block.max}`,
      });
    }
  });

/** Asks for something in the client's own words: text, a number in a range, or one of a few choices. */
export const waitForResponse = {
  schema,
  texts: (block) => [
    { path: ['text'], text: block.text },
    ...(block.skip ? [{ path: ['skip'], text: block.skip }] : []),
    ...(block.expect === 'choice'
      ? block.choices.map(({ text }, index) => ({ path: ['choices', index, 'text'], text }))
      : []),
  ],
  prompt: (block, place) => ({
    text: place.say(block.text),
    choices: [
      ...(block.expect === 'choice' ? keyboard(block.choices, 1, place) : []),
      ...(block.skip ? [[{ label: place.say(block.skip), token: place.token(SKIP) }]] : []),
    ],
  }),
  answer(block, given, place) {
    const typed = given.kind === 'text' ? given.text.trim() : '';
    const skipLabel = block.skip && place.say(block.skip);
    // A photo under which stands the word that skips is no skip.
    const isSkip = (label: string): boolean =>
      given.kind === 'tap' ? given.value === SKIP : given.inWords === typed && fold(typed) === fold(label);
    if (skipLabel && isSkip(skipLabel)) {
      return { value: null, label: skipLabel };
    }
    switch (block.expect) {
      case 'text':
        return given.kind === 'text' && given.inWords
          ? { value: given.inWords, label: null }
          : place.say(block.text);
      case 'number': {
        const number = /^-?\d+([.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
        if (number >= block.min && number <= block.max) return { value: number, label: null };
        return place.phrase('not_a_number', { min: block.min, max: block.max });
      }
      case 'choice': {
        const button =
          given.kind === 'tap'
            ? findButton(block.choices, given.value)
            : readTyped(block.choices, typed, place).button;
        if (button) return { value: button.value, label: place.say(button.text) };
        return place.phrase('choose', { options: optionsOf(block.choices, place) });
      }
    }
  },
  saves: (block) => ({
    list: block.expect === 'choice' ? { field: 'choices', buttons: block.choices } : null,
    range: block.expect === 'number' ? { min: block.min, max: block.max } : null,
    text: block.expect === 'text',
    skip: block.skip ?? null,
    scale: null,
  }),
  changesByButton: false,
  labelOf: (block, value, place) => {
    const button = block.expect === 'choice' && block.choices.find((choice) => choice.value === value);
    return button ? place.say(button.text) : String(value);
  },
} satisfies WaitingBlock<z.output<typeof schema>>;

const fold = (label: string): string => label.trim().toLowerCase();
