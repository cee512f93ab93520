import { DateTime, IANAZone } from 'luxon';

/** A calendar day, `2026-11-22`; which moments it holds depends on the zone. */
export type Day = string;

/** Days from `from` to `to`, both included. */
export interface Period {
  from: Day;
  to: Day;
}

/** Whether `text` is `YYYY-MM-DD` and such a day exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
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
  return { from: momentOf(period.from, '00:00', zone), to: momentOf(addDays(period.to, 1), '00:00', zone) };
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
  const shown = DateTime.fromISO(`${day}T${time}`, { zone: knownZone(zone) });
  // Luxon reads a time that is shown twice as either; which one depends on today's offset.
  return new Date(Math.min(...shown.getPossibleOffsets().map((moment) => moment.toMillis())));
}

/** @throws {RangeError} when there is no such day */
export function addDays(day: Day, days: number): Day {
  return DateTime.fromISO(knownDay(day), { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** @throws {RangeError} when there is no such day */
export function previousDay(day: Day): Day {
  return addDays(day, -1);
}

/** @throws {RangeError} when there is no such day, or the period ends before it begins */
export function daysOf(period: Period): Day[] {
  return Array.from({ length: lengthOf(period) }, (_, i) => addDays(period.from, i));
}

/**
 * The period of the same number of days that ends the day before `period` begins.
 * @throws {RangeError} when there is no such day, or the period ends before it begins
 */
export function periodBefore(period: Period): Period {
  return { from: addDays(period.from, -lengthOf(period)), to: previousDay(period.from) };
}

function lengthOf(period: Period): number {
  const { from, to } = knownPeriod(period);
  const day = { zone: 'utc' };
  return DateTime.fromISO(to, day).diff(DateTime.fromISO(from, day), 'days').days + 1;
}

function knownPeriod(period: Period): Period {
  // Days are compared as text: YYYY-MM-DD sorts by the calendar.
  if (knownDay(period.to) < knownDay(period.from)) {
    throw new RangeError(`the period ends (${period.to}) before it begins (${period.from})`);
  }
  return period;
}

function knownDay(day: Day): Day {
  if (!isDay(day)) throw new RangeError(`"${day}" is not a day; write a day of the calendar as YYYY-MM-DD`);
  return day;
}

function knownZone(zone: string): string {
  if (!IANAZone.isValidZone(zone)) {
    throw new RangeError(`"${zone}" is not a time zone; write an IANA name such as Europe/Kyiv`);
  }
  return zone;
}
