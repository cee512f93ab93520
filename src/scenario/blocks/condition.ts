import { z } from 'zod';
import type { PassingBlock } from '../block.ts';
import { nextSchema } from '../fields.ts';

const schema = z.strictObject({
  type: z.literal('condition'),
  next: nextSchema,
});

/** Says nothing and takes the first way of `next` whose `when` holds. */
export const condition = {
  schema,
  texts: () => [],
  pass: () => ({}),
} satisfies PassingBlock<z.output<typeof schema>>;
