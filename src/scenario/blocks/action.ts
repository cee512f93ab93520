import { z } from 'zod';
import { actions } from '../actions/index.ts';
import type { PassingBlock } from '../block.ts';
import { nextSchema } from '../language.ts';

const common = { type: z.literal('action'), next: nextSchema.optional() };

const schema = z.discriminatedUnion('function', [
  z.strictObject({ ...common, function: z.literal('statistic__set'), config: actions.statistic__set.config }),
]);

/** Does something besides talking; see ../actions. */
export const action = {
  schema,
  texts: () => [],
  pass: (block, _place, now) => ({ note: actions[block.function].run(now) }),
} satisfies PassingBlock<z.output<typeof schema>>;
