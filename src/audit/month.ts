import { addDays, dayOf, firstDay, lastDay, type Period, periodRange } from '../stats/period.ts';
import { type Fault, faultOf } from '../text/fault.ts';

/** A month of the calendar of the report zone. */
export interface Month {
  /** `2026-11` */
  name: string;
  period: Period;
  from: Date;
  to: Date;
  /** False while it lasts: its figures still change. */
  isOver: boolean;
}

/** What is wrong with a text as a month of which there may be evidence; null: nothing. */
export function monthFault(text: string, now: Date, zone: string): Fault | null {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    return faultOf('not_a_month', { given: shown, example: monthOf(now, zone) });
  }
  const [first, last] = [firstDay.slice(0, 7), lastDay.slice(0, 7)];
  if (text < first || text > last) return faultOf('month_out_of_range', { given: text, first });
  const present = monthOf(now, zone);
  return text > present ? faultOf('month_to_come', { given: text, zone, present }) : null;
}

/** The month of a moment. */
export const monthOf = (moment: Date, zone: string): string => dayOf(moment, zone).slice(0, 7);

/** @throws {RangeError} with what `monthFault` says */
export function readMonth(text: string, now: Date, zone: string): Month {
  const fault = monthFault(text, now, zone);
  if (fault) throw new RangeError(fault.message);
  const period = { from: `${text}-01`, to: addDays(`${monthAfter(text)}-01`, -1) };
  const { from, to } = periodRange(period, zone);
  return { name: text, period, from, to, isOver: now >= to };
}

function monthAfter(name: string): string {
  const [year = 0, month = 0] = name.split('-').map(Number);
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return next.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}

/** The months from the one of a moment to the present one, the newest first, at most `most` of them. */
export function monthsSince(first: Date, now: Date, zone: string, most: number): string[] {
  const months: string[] = [];
  const present = monthOf(now, zone);
  for (let month = monthOf(first, zone); month <= present; month = monthAfter(month)) months.push(month);
  return months.reverse().slice(0, most);
}
