import { z } from 'zod';
import { actions } from '../actions/index.ts';
import type { PassingBlock } from '../block.ts';
import { nextSchema } from '../fields.ts';

const common = { type: z.literal('action'), next: nextSchema.optional() };

type ActionSchema = {
  [Name in keyof typeof actions]: z.ZodObject<
    typeof common & { function: z.ZodLiteral<Name>; config: (typeof actions)[Name]['config'] },
    z.core.$strict
  >;
}[keyof typeof actions];

/** One of the registered actions; its function says which. */
const schema = z.discriminatedUnion(
  'function',
  Object.entries(actions).map(([name, { config }]) =>
    z.strictObject({ ...common, function: z.literal(name), config }),
  ) as unknown as [ActionSchema, ...ActionSchema[]],
);

/** Does something besides talking; see ../actions. */
export const action = {
  schema,
  texts: () => [],
  pass: (block, _place, now) => ({ note: actions[block.function].run(now) }),
} satisfies PassingBlock<z.output<typeof schema>>;
