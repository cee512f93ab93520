import type { Day } from '../../stats/period.ts';
import { addDays, isDay } from '../../stats/period.ts';
import { type About, aboutDay, lastMonth, type Shift } from '../reports.ts';

/** By what the rest of a digest is read again, as of the moment at which it was made. */
export interface MoreAbout {
  about: About;
  asOf: Date;
  /** Of a daily digest: the first day that it told besides its own, and since when late answers were told. */
  firstUntold?: Day | undefined;
  since?: Date | undefined;
  /** A day's digest that somebody had sent: it tells no crossed targets. */
  byHand?: boolean;
}

const letters = { daily: 'd', weekly: 'w', monthly: 'm', shift: 's' } as const;
const letterByHand = 'n';

/** `d.20261122.l8x2k3ab.20261120.l8wxyz12`: at most 50 characters, whatever it is about. */
export function writeMoreArgument({ about, asOf, firstUntold, since, byHand }: MoreAbout): string {
  const shift = about.shift ? [compact(about.shift.from), compact(about.shift.to)] : [];
  const untold =
    about.kind === 'daily'
      ? [firstUntold ? compact(firstUntold) : '', since ? since.getTime().toString(36) : '']
      : [];
  return [
    byHand ? letterByHand : letters[about.kind],
    compact(about.period.from),
    asOf.getTime().toString(36),
    ...shift,
    ...untold,
  ].join('.');
}

/** @returns null for anything that `writeMoreArgument` cannot have written */
export function readMoreArgument(argument: string): MoreAbout | null {
  const [letter, dayText = '', asOfText = '', first = '', second = ''] = argument.split('.');
  const from = dayOf(dayText);
  const asOf = momentOf(asOfText);
  if (from === null || asOf === null) return null;
  switch (letter) {
    case 'd': {
      const [firstUntold, since] = [dayOf(first) ?? undefined, momentOf(second) ?? undefined];
      return { about: aboutDay(from), asOf, firstUntold, since };
    }
    case letterByHand:
      return { about: aboutDay(from), asOf, byHand: true };
    case 'w':
      return { about: { kind: 'weekly', period: { from, to: addDays(from, 6) } }, asOf };
    case 'm':
      // The month that had ended by the end of the 31st day after its first, at the latest.
      return { about: { kind: 'monthly', period: lastMonth(addDays(from, 31)) }, asOf };
    case 's': {
      const shift = shiftOf(first, second);
      return shift && { about: { kind: 'shift', period: { from, to: from }, shift }, asOf };
    }
    default:
      return null;
  }
}

/** Without what separates its parts: `20261122`, `0800`. */
const compact = (text: string): string => text.replace(/[-:]/g, '');

function dayOf(text: string): Day | null {
  const day = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isDay(day) ? day : null;
}

function momentOf(text: string): Date | null {
  return /^[0-9a-z]{1,9}$/.test(text) ? new Date(Number.parseInt(text, 36)) : null;
}

function shiftOf(from: string, to: string): Shift | null {
  const form = /^([01]\d|2[0-3])([0-5]\d)$/;
  const time = (text: string): string => text.replace(form, '$1:$2');
  return form.test(from) && form.test(to) ? { from: time(from), to: time(to) } : null;
}
