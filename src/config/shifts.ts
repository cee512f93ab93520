import { z } from 'zod';
import { text } from './values.ts';

/** A shift by the clocks of REPORT_TIMEZONE, `HH:MM` each; one whose end is not after its beginning ends on the next day. */
export interface Shift {
  from: string;
  to: string;
}

const MINUTES_OF_DAY = 24 * 60;
const form = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** `08:00-16:00,16:00-00:00`: shifts that do not overlap, in the order of their beginnings. */
export const shiftsSetting = text
  .transform((spelled, context) => {
    const shifts: Shift[] = [];
    for (const one of spelled.split(',').map((part) => part.trim())) {
      const [, from, to] = form.exec(one) ?? [];
      if (from === undefined || to === undefined) {
        context.addIssue({ code: 'custom', message: `"${one}" is not a shift such as 08:00-16:00` });
        return z.NEVER;
      }
      shifts.push({ from, to: to === '24:00' ? '00:00' : to });
    }
    for (const fault of faultsOf(shifts)) context.addIssue({ code: 'custom', message: fault });
    return shifts.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  })
  .default([]);

function faultsOf(shifts: readonly Shift[]): string[] {
  const empty = shifts.filter(({ from, to }) => from === to);
  if (empty.length > 0) {
    return empty.map(
      (one) => `has the shift ${nameOf(one)}, which ends when it begins; let it end later or earlier`,
    );
  }
  return shifts.flatMap((one, index) =>
    shifts
      .slice(0, index)
      .filter((other) => overlap(one, other))
      .map(
        (other) =>
          `has the shifts ${nameOf(other)} and ${nameOf(one)}, which overlap; let one end before the other begins`,
      ),
  );
}

/** Whether either begins during the other. */
function overlap(a: Shift, b: Shift): boolean {
  const begins = (one: Shift, other: Shift): boolean =>
    minutesBetween(other.from, one.from) < minutesBetween(other.from, other.to);
  return begins(a, b) || begins(b, a);
}

/** From one time to the next time that the clocks show another, 0..1439. */
function minutesBetween(from: string, to: string): number {
  return (minutesOf(to) - minutesOf(from) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

const nameOf = ({ from, to }: Shift): string => `${from}-${to}`;
