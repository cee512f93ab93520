import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import { firstDay, lastDay, type Period, periodFaults } from '../../../stats/period.ts';

const day = (which: string) =>
  z
    .string()
    .optional()
    .meta({
      format: 'date',
      description: `The ${which} day, YYYY-MM-DD, from ${firstDay} to ${lastDay}, by the calendar of REPORT_TIMEZONE.`,
    });

/** The ends of a period in a query; `periodOf` checks them. An empty text is none. */
export const periodFields = { from: day('first'), to: day('last') };

/** How long a list may be, in plain digits; an empty text is none. */
export const limitField = z
  .custom<number | string>()
  .optional()
  .transform((given: unknown, context): number => {
    if (given === undefined || given === '') return 50;
    const limit = typeof given === 'string' ? Number(/^\d{1,9}$/.exec(given)?.[0]) : Number.NaN;
    if (limit >= 1 && limit <= 500) return limit;
    const message =
      typeof given === 'string'
        ? `"${given.slice(0, 40)}" is not a whole number from 1 to 500`
        : 'must be a whole number from 1 to 500, given once';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .meta({ type: 'integer', minimum: 1, maximum: 500, default: 50, description: 'How many at most.' });

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

/** The same where all of time may be meant: by neither end. */
export const optionalPeriod = (
  given: { from?: string | undefined; to?: string | undefined },
  mostDays: number,
): Period | null => (given.from || given.to ? periodOf(given, mostDays) : null);
