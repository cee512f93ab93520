import { z } from 'zod';
import { firstDay } from '../../../stats/period.ts';

const example = 'write it with its zone, such as 2026-11-22T14:03:00Z or 2026-11-22T16:03:00+02:00';
const form =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d\d(?::?\d\d)?)$/;
/** Below it a number is seconds since the epoch (until the year 5138), from it on milliseconds (since 1973). */
const leastMilliseconds = 1e11;

/**
 * A moment as a helpdesk reports it, or null for none: ISO 8601 with an offset, seconds and fraction or not; or a
 * number, Unix time in seconds or milliseconds. Not before the first day that can be reported.
 */
export const reportedMoment = z
  .custom<Date | string | number | null>()
  .optional()
  .transform((given: unknown, context): Date | null => {
    if (given == null || (typeof given === 'string' && given.trim() === '')) return null;
    const time =
      typeof given === 'number' ? unixTime(given) : typeof given === 'string' ? isoTime(given.trim()) : null;
    const fault =
      typeof time === 'string'
        ? time
        : time === null
          ? `is not a time; ${example}`
          : time < Date.parse(`${firstDay}T00:00:00Z`)
            ? `lies before ${firstDay}; ${example}`
            : null;
    if (fault === null) return new Date(time as number);
    context.addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  })
  .meta({ type: ['string', 'number', 'null'], format: 'date-time' });

function unixTime(given: number): number | null {
  if (!Number.isFinite(given) || Math.abs(given) > 8.64e15) return null;
  return Math.trunc(Math.abs(given) < leastMilliseconds ? given * 1000 : given);
}

/** @returns milliseconds since the epoch; a text says what is wrong */
function isoTime(given: string): number | string {
  const match = form.exec(given);
  if (!match) {
    return /^\d{4}-\d\d-\d\d[Tt ][\d:.,]+$/.test(given)
      ? `has no zone; ${example}`
      : `is not a time; ${example}`;
  }
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', fraction = '', zone = ''] =
    match;
  const fields = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = fields;
  // Date.UTC would read the year 50 as 1950.
  if (y < 100) return Number.NEGATIVE_INFINITY;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const time = Date.UTC(y, mo - 1, d, h, mi, s, milliseconds);
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  // What does not exist (February 30, 24:00) would be read as another moment.
  const exists =
    new Date(time).toISOString().slice(0, 19) ===
    `${year}-${month}-${day}T${hour}:${minute}:${second.padStart(2, '0')}`;
  if (!exists || Number(hours) > 18 || Number(minutes) > 59) return `does not exist; ${example}`;
  return time - offset;
}
