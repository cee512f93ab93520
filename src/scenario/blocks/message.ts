import { z } from 'zod';
import type { PassingBlock } from '../block.ts';
import { nextSchema, textSchema } from '../fields.ts';

const schema = z.strictObject({
  type: z.literal('message'),
  text: textSchema,
  next: nextSchema.optional(),
});

/** Says something and goes on. */
export const message = {
  schema,
  texts: (block) => [{ path: ['text'], text: block.text }],
  pass: (block, place) => ({ say: { text: place.say(block.text) } }),
} satisfies PassingBlock<z.output<typeof schema>>;
