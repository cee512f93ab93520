import { DateTime, IANAZone } from 'luxon';
import { type Fault, type FaultAt, faultAt, faultOf } from '../text/fault.ts';

/** A calendar day, `2026-11-22`; which moments it holds depends on the zone. */
export type Day = string;

/** Days from `from` to `to`, both included. */
export interface Period {
  from: Day;
  to: Day;
}

/** The days that may be asked for, both included; what lies outside is a slip. */
export const firstDay: Day = '2000-01-01';
export const lastDay: Day = '2199-12-31';

/** How many days one period may have: ten years. */
export const mostDays = 3660;
/** How many days may be listed one by one: a leap year. */
export const mostDaily = 366;

/** Whether `text` is `YYYY-MM-DD`, such a day exists, and it lies between `firstDay` and `lastDay`. */
export function isDay(text: string): boolean {
  return exists(text) && isInRange(text);
}

/** What is wrong with a text as a day; null: nothing. */
export function dayFault(text: string): Fault | null {
  if (!exists(text)) return noDay(text);
  if (isInRange(text)) return null;
  return faultOf('day_out_of_range', { given: text, first: firstDay, last: lastDay });
}

// Days are compared as text: YYYY-MM-DD sorts by the calendar.
const isInRange = (day: Day): boolean => day >= firstDay && day <= lastDay;

/** A fault of one end of a period. */
export interface PeriodFault extends FaultAt {
  path: 'from' | 'to';
}

/**
 * What is wrong with a period, at the end that is wrong; found without walking through its days.
 * @param mostDays how many days it may have
 */
export function periodFaults(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  mostDays: number,
): PeriodFault[] {
  const faults: PeriodFault[] = [];
  for (const [path, text] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const fault = text === undefined ? faultOf('missing_day') : dayFault(text);
    if (fault) faults.push({ path, ...fault });
  }
  if (faults.length > 0 || from === undefined || to === undefined) return faults;
  if (to < from) return [faultAt('to', 'ends_before_beginning', { from, to })];
  const days = daysBetween(from, to) + 1;
  if (days <= mostDays) return [];
  return [faultAt('to', 'too_many_days', { from, to, days, most: mostDays })];
}

/**
 * The calendar day of a moment in an IANA zone.
 * @throws {RangeError} when there is no such zone
 */
export function dayOf(date: Date, zone: string): Day {
  return DateTime.fromJSDate(date, { zone: knownZone(zone) }).toFormat('yyyy-MM-dd');
}

/**
 * The moments of a day: [from, to). 23 or 25 hours long when the clocks change; empty where a zone
 * skipped the day.
 * @throws {RangeError} when there is no such day or zone
 */
export function dayRange(day: Day, zone: string): { from: Date; to: Date } {
  return periodRange({ from: day, to: day }, zone);
}

/**
 * The moments of all days of a period: [from, to).
 * @throws {RangeError} when there is no such day or zone, or the period ends before it begins
 */
export function periodRange(period: Period, zone: string): { from: Date; to: Date } {
  knownPeriod(period);
  return { from: startOf(period.from, zone), to: startOf(addDays(period.to, 1), zone) };
}

/**
 * When the clocks of a zone show `time` (`HH:MM`) on a day. A time that the clocks show twice means the
 * first; one that they skip means as long after the jump.
 * @throws {RangeError} when there is no such day, time or zone
 */
export function momentOf(day: Day, time: string, zone: string): Date {
  knownDay(day);
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new RangeError(`"${time}" is not a time of day; write HH:MM, from 00:00 to 23:59`);
  }
  return earliest(DateTime.fromISO(`${day}T${time}`, { zone: knownZone(zone) }));
}

/**
 * The earlier period is counted as it stood when it was as old as this one is now. A fresh day still waits for answers;
 * beside an old one that has all of its own, each morning would look like a fall.
 * @metric equalAge Period before, at equal age
 * @formula what was reported, asked and first answered up to the same time of the local clock, as many days before as the period has
 * @written as the same figure of the period before
 * @returns when the clocks of a zone show the time of `moment` on the day that is `days` days before: the moment at which
 * a period of that many days was as old, by the local clock, as the one after it is at `moment`. A time that the clocks
 * show twice means the first; one that they skip means as long after the jump.
 * @throws {RangeError} when there is no such zone
 */
export function sameTimeBefore(moment: Date, days: number, zone: string): Date {
  return earliest(DateTime.fromJSDate(moment, { zone: knownZone(zone) }).minus({ days }));
}

/** Any day of the calendar, also outside of those that may be asked for. @throws {RangeError} when there is none */
export function addDays(day: Day, days: number): Day {
  return shifted(knownDay(day), days);
}

/** @throws {RangeError} when there is no such day */
export function previousDay(day: Day): Day {
  return addDays(day, -1);
}

/** @throws {RangeError} when there is no such day, or the period ends before it begins */
export function daysOf(period: Period): Day[] {
  return Array.from({ length: lengthOf(period) }, (_, i) => shifted(period.from, i));
}

/** A period in parts, in order: its whole months of the calendar, and the other days one by one. */
export function monthsAndDays({ from, to }: Period): Period[] {
  const parts: Period[] = [];
  for (let day = from; day <= to; ) {
    const last = day.endsWith('-01') ? lastOfMonth(day) : day;
    const end = last <= to ? last : day;
    parts.push({ from: day, to: end });
    day = shifted(end, 1);
  }
  return parts;
}

/** @throws {RangeError} when there is no such day */
export function lastOfMonth(day: Day): Day {
  const date = dateOf(knownDay(day));
  return dayAt(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
}

/**
 * The period of the same number of days that ends the day before `period` begins.
 * @throws {RangeError} when there is no such day, or the period ends before it begins
 */
export function periodBefore(period: Period): Period {
  return { from: addDays(period.from, -lengthOf(period)), to: previousDay(period.from) };
}

/**
 * How many days a period has.
 * @throws {RangeError} when there is no such day, or the period ends before it begins
 */
export function lengthOf(period: Period): number {
  const { from, to } = knownPeriod(period);
  return daysBetween(from, to) + 1;
}

function daysBetween(from: Day, to: Day): number {
  return (dateOf(to).getTime() - dateOf(from).getTime()) / DAY_MS;
}

/** When days begin takes Luxon a tenth of a millisecond each, and a year is asked for again and again. */
const beginnings = new Map<string, number>();
const MOST_BEGINNINGS = 10_000;

function startOf(day: Day, zone: string): Date {
  const key = `${day} ${zone}`;
  const known = beginnings.get(key);
  if (known !== undefined) return new Date(known);
  const start = earliest(DateTime.fromISO(`${day}T00:00`, { zone: knownZone(zone) }));
  if (beginnings.size >= MOST_BEGINNINGS) beginnings.clear();
  beginnings.set(key, start.getTime());
  return start;
}

/** Luxon reads a time that is shown twice as either; which one depends on today's offset. */
function earliest(shown: DateTime): Date {
  return new Date(Math.min(...shown.getPossibleOffsets().map((moment) => moment.toMillis())));
}

function exists(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = dateOf(text).getTime();
  // A day that a month does not have is read as one of the next.
  return !Number.isNaN(midnight) && dayAt(midnight) === text;
}

const noDay = (text: string): Fault =>
  faultOf('not_a_day', { given: text.length > 40 ? `${text.slice(0, 40)}…` : text });

function knownPeriod(period: Period): Period {
  if (knownDay(period.to) < knownDay(period.from)) {
    throw new RangeError(faultOf('ends_before_beginning', period).message);
  }
  return period;
}

const DAY_MS = 86_400_000;

/** The day of a midnight in UTC. Days are counted so rather than by Luxon, since a year is walked through again and again. */
const dayAt = (midnight: number): Day => new Date(midnight).toISOString().slice(0, 10);

const shifted = (day: Day, days: number): Day => dayAt(dateOf(day).getTime() + days * DAY_MS);

/** A calendar day as its midnight in UTC, in which texts read it. */
export const dateOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: Day): number => dateOf(day).getUTCDay() || 7;

/** Also one outside of those that may be asked for: the period before may lie there. */
function knownDay(day: Day): Day {
  if (!exists(day)) throw new RangeError(noDay(day).message);
  return day;
}

/** Luxon makes a formatter each time it looks whether there is a zone. */
const zonesFound = new Set<string>();

/** Whether there is such an IANA zone. */
export function isZone(zone: string): boolean {
  if (zonesFound.has(zone)) return true;
  if (!IANAZone.isValidZone(zone)) return false;
  zonesFound.add(zone);
  return true;
}

function knownZone(zone: string): string {
  if (isZone(zone)) return zone;
  throw new RangeError(`"${zone}" is not a time zone; write an IANA name such as Europe/Kyiv`);
}
