import { addDays, type Day, type Period, weekdayOf } from '../stats/period.ts';

/** What a digest is of: a day, a week, a month of the calendar, or one shift. */
export type ReportKind = 'daily' | 'weekly' | 'monthly' | 'shift';

/** A part of each day in which the same people work; `HH:MM`, on the next day where `to` is not after `from`. */
export interface Shift {
  from: string;
  to: string;
}

/** What one digest is about. */
export interface About {
  kind: ReportKind;
  /** Of a shift the day on which it began, twice. */
  period: Period;
  /** Of the kind `shift` alone. */
  shift?: Shift;
}

export const aboutDay = (day: Day): About => ({ kind: 'daily', period: { from: day, to: day } });

/** The last week, Monday to Sunday, that had ended by the end of a day. */
export function lastWeek(day: Day): Period {
  const to = addDays(day, -(weekdayOf(day) % 7));
  return { from: addDays(to, -6), to };
}

/** The last month of the calendar that had ended by the end of a day. */
export function lastMonth(day: Day): Period {
  const after = addDays(day, 1);
  const to = addDays(after, -Number(after.slice(8)));
  return { from: `${to.slice(0, 8)}01`, to };
}
