import { z } from 'zod';
import type { Action } from '../actions/action.ts';
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

type Block = z.output<typeof schema>;

/** The function of a block, typed for whatever function it is. */
const actionOf = (block: Block): Action<Block['config']> => actions[block.function];

/** Does something besides talking; see ../actions. */
export const action = {
  schema,
  texts: () => [],
  pass: (block, _place, now) => actionOf(block).run(block.config, now),
  result: (block, result) => actionOf(block).result?.(block.config, result) ?? {},
  saves: (block) => actionOf(block).saves?.(block.config) ?? [],
} satisfies PassingBlock<Block>;
