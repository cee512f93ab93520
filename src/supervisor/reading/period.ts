import { addDays, type Day, isDay, lengthOf, mostDays, type Period, weekdayOf } from '../../stats/period.ts';

/** The periods that have names of their own; `custom` is any other. */
export type PeriodName = 'today' | 'yesterday' | 'week' | 'month' | 'custom';

export type ReadPeriod =
  | { period: Period }
  /** What cannot be read as a day. */
  | { fault: 'no_day'; text: string }
  /** The period that was probably meant: the same turned around. */
  | { fault: 'backwards'; period: Period }
  | { fault: 'future'; day: Day }
  | { fault: 'too_long'; days: number }
  | { fault: 'too_many_words' };

/** The days of a name; the week is that of the calendar, from Monday to Sunday, and the month a whole one. */
export function namedPeriod(name: Exclude<PeriodName, 'custom'>, today: Day): Period {
  switch (name) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday': {
      const day = addDays(today, -1);
      return { from: day, to: day };
    }
    case 'week': {
      const from = addDays(today, 1 - weekdayOf(today));
      return { from, to: addDays(from, 6) };
    }
    case 'month':
      return monthOf(today.slice(0, 7));
  }
}

/** The name of a period, if it has one today. */
export function nameOfPeriod({ from, to }: Period, today: Day): PeriodName {
  return (
    periodNames.find((name) => {
      const named = namedPeriod(name, today);
      return named.from === from && named.to === to;
    }) ?? 'custom'
  );
}

/**
 * What somebody typed of a period: nothing (`otherwise`), a day, a month (`2026-11`) or two days; a day as `2026-11-22` or
 * `22.11.2026`.
 */
export function readPeriod(words: readonly string[], today: Day, otherwise: Period): ReadPeriod {
  const [first, second, ...rest] = words;
  if (rest.length > 0) return { fault: 'too_many_words' };
  if (first === undefined) return { period: otherwise };
  const from = daysIn(first, today);
  if (!from) return { fault: 'no_day', text: first };
  const to = second === undefined ? from : daysIn(second, today);
  if (!to) return { fault: 'no_day', text: second ?? '' };
  const period = { from: from.from, to: to.to };
  if (period.from > period.to) return { fault: 'backwards', period: { from: to.from, to: from.to } };
  if (period.from > today) return { fault: 'future', day: period.from };
  const days = lengthOf(period);
  return days > mostDays ? { fault: 'too_long', days } : { period };
}

/** Whether a word is meant as a part of a period, also where it is no day: it has digits and what parts them. */
export const looksLikeDay = (word: string): boolean =>
  /^\d{1,4}[-./]\d{1,2}([-./]\d{1,4})?$/.test(word) || dayWord(word) !== undefined;

function daysIn(word: string, today: Day): Period | null {
  const name = dayWord(word);
  if (name) return namedPeriod(name, today);
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(word)) return isDay(`${word}-01`) ? monthOf(word) : null;
  const local = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(word);
  const day = local
    ? `${local[3]}-${(local[2] ?? '').padStart(2, '0')}-${(local[1] ?? '').padStart(2, '0')}`
    : word;
  return isDay(day) ? { from: day, to: day } : null;
}

/** What people type for the periods that have names. */
export const periodWords = {
  today: ['today', 'сьогодні'],
  yesterday: ['yesterday', 'учора', 'вчора'],
  week: ['week', 'тиждень'],
  month: ['month', 'місяць'],
} as const satisfies Record<Exclude<PeriodName, 'custom'>, readonly string[]>;

export const periodNames = Object.keys(periodWords) as Array<keyof typeof periodWords>;

const dayWord = (word: string): keyof typeof periodWords | undefined =>
  periodNames.find((name) => (periodWords[name] as readonly string[]).includes(word.toLowerCase()));

/** @param month `2026-11` */
function monthOf(month: string): Period {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return { from: `${month}-01`, to: addDays(`${next}-01`, -1) };
}
