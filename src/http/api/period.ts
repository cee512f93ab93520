import { z } from 'zod';
import { type Dimension, dimensions } from '../../dialogue.ts';
import { ApiError } from '../../errors.ts';
import { type Period, periodFaults } from '../../stats/period.ts';

/** The ends of a period in a query; `periodOf` checks them. An empty text is none. */
export const periodFields = { from: z.string().optional(), to: z.string().optional() };

const name = z
  .string()
  .optional()
  .transform((given) => given?.trim() || undefined);

/** What figures and lists are narrowed to. */
export const filterFields = Object.fromEntries(dimensions.map((dimension) => [dimension, name])) as Record<
  Dimension,
  typeof name
>;

/** How long a list may be, in plain digits; an empty text is none. */
export const limitField = z
  .string()
  .optional()
  .transform((given, context): number => {
    const limit = given ? Number(/^\d{1,9}$/.exec(given)?.[0]) : 50;
    if (limit >= 1 && limit <= 500) return limit;
    context.addIssue({
      code: 'custom',
      message: `"${given?.slice(0, 40)}" is not a whole number from 1 to 500`,
    });
    return z.NEVER;
  });

/** @throws {ApiError} that names each end that is wrong, before anything is computed from it */
export function periodOf(
  given: { from?: string | undefined; to?: string | undefined },
  mostDays: number,
): Period {
  const [from, to] = [given.from, given.to].map((text) => text || undefined);
  const faults = periodFaults({ from, to }, mostDays);
  if (faults.length === 0 && from !== undefined && to !== undefined) return { from, to };
  const message = faults.map(({ path, message: text }) => `${path}: ${text}`).join('; ');
  throw new ApiError(400, 'invalid_request', message, faults);
}
