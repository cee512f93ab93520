import { addDays, type Day, isDay, type Period } from '../../stats/period.ts';
import { nearestName } from './nearest.ts';
import { namedPeriod, periodNames, periodWords } from './period.ts';

/**
 * The days that were probably meant by what is no day: in another order, with two digits of the year or none, beyond the
 * end of its month, or a slip of a word such as `yesterday`. null: nothing is near.
 */
export function guessPeriod(text: string, today: Day): Period | null {
  const word = nearestName(text, Object.values(periodWords).flat());
  const name = periodNames.find((one) => (periodWords[one] as readonly (string | null)[]).includes(word));
  if (name) return namedPeriod(name, today);
  const numbers = /^(\d{1,4})[-./](\d{1,2})(?:[-./](\d{1,4}))?$/.exec(text);
  if (!numbers) return null;
  const [first = '', second = '', third] = numbers.slice(1);
  const day =
    third === undefined
      ? withoutYear(first, second, today)
      : first.length > 2
        ? (dayNear(first, second, third) ?? dayNear(first, third, second))
        : // The day first, as in Europe; else the month, as in America.
          (dayNear(third, second, first) ?? dayNear(third, first, second));
  return day === null ? null : { from: day, to: day };
}

/** `22.11`, also `11/22`: the last one that is not in the future. */
function withoutYear(first: string, second: string, today: Day): Day | null {
  const year = Number(today.slice(0, 4));
  const candidates = [year, year - 1].map(
    (one) => dayNear(String(one), second, first) ?? dayNear(String(one), first, second),
  );
  return candidates.find((day) => day !== null && day <= today) ?? null;
}

/** The last day of the month for one that is beyond it; null: no month or day has such a number. */
function dayNear(year: string, month: string, day: string): Day | null {
  const [ofMonth, ofDay] = [Number(month), Number(day)];
  if (ofMonth < 1 || ofMonth > 12 || ofDay < 1 || ofDay > 31) return null;
  const first = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-01`;
  if (!isDay(first)) return null;
  // The 29th to the 31st may be of the next month.
  let found = addDays(first, ofDay - 1);
  while (!found.startsWith(first.slice(0, 7))) found = addDays(found, -1);
  return found;
}
