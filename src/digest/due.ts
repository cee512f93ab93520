import { addDays, type Day, dayOf, momentOf, type Period, previousDay, weekdayOf } from '../stats/period.ts';
import { type Shift } from './reports.ts';

/** When a person wants digests. */
export interface DeliveryTimes {
  /** `HH:MM` by the clock of `zone`; where the clocks skip it, as long after the jump; where they show it twice, the first. */
  at: string;
  zone: string;
  /** On which days of that zone: 1 is Monday, 7 Sunday. None: never. */
  weekdays: readonly number[];
}

export interface Due {
  /** When the digest was to be sent. */
  at: Date;
  /** The day of the reports' zone that it tells of: the last one that had ended by then. */
  day: Day;
}

const DAYS_OF_WEEK = 7;

/**
 * The latest moment at or before `now` at which a person's digest was due.
 * @param reportZone whose calendar days are reported; the person's zone moves the delivery alone
 * @returns null: it never is
 * @throws {RangeError} when there is no such time or zone
 */
export function latestDue(now: Date, { at, zone, weekdays }: DeliveryTimes, reportZone: string): Due | null {
  const today = dayOf(now, zone);
  // Tomorrow's is never due yet; today's may not be, and then it is one of the seven before.
  for (let back = 0; back <= DAYS_OF_WEEK; back++) {
    const day = addDays(today, -back);
    if (!weekdays.includes(weekdayOf(day))) continue;
    const moment = momentOf(day, at, zone);
    if (moment <= now) return { at: moment, day: previousDay(dayOf(moment, reportZone)) };
  }
  return null;
}

/** The first moment after `now` at which a person's digest is due. @returns null: it never is @throws {RangeError} as `latestDue` */
export function nextDue(now: Date, { at, zone, weekdays }: DeliveryTimes): Date | null {
  const today = dayOf(now, zone);
  for (let ahead = 0; ahead <= DAYS_OF_WEEK; ahead++) {
    const day = addDays(today, ahead);
    const moment = weekdays.includes(weekdayOf(day)) ? momentOf(day, at, zone) : now;
    if (moment > now) return moment;
  }
  return null;
}

/** The first moment at which a person's digest can tell of a day that has ended. @returns null: there is none */
export function firstDue(day: Day, { at, zone, weekdays }: DeliveryTimes, reportZone: string): Date | null {
  // The zones may be a day apart, and their clocks change on different days.
  for (let ahead = -1; ahead <= DAYS_OF_WEEK + 2; ahead++) {
    const local = addDays(day, ahead);
    if (!weekdays.includes(weekdayOf(local))) continue;
    const moment = momentOf(local, at, zone);
    if (previousDay(dayOf(moment, reportZone)) >= day) return moment;
  }
  return null;
}

/** A shift of one day. */
export interface DueShift {
  /** The day on which it began. */
  day: Day;
  shift: Shift;
  /** Its moments: [from, to). */
  from: Date;
  to: Date;
}

/** The shift that ended last, at or before `now`; null: there are none. @throws {RangeError} as `latestDue` */
export function latestShift(now: Date, shifts: readonly Shift[], zone: string): DueShift | null {
  const today = dayOf(now, zone);
  const ended = [today, addDays(today, -1), addDays(today, -2)]
    .flatMap((day) => shifts.map((shift) => shiftOn(day, shift, zone)))
    .filter(({ to }) => to <= now);
  return ended.reduce<DueShift | null>((last, one) => (last && last.to >= one.to ? last : one), null);
}

/** When the next shift ends, after `now`; null: there are none. @throws {RangeError} as `latestDue` */
export function nextShiftEnd(now: Date, shifts: readonly Shift[], zone: string): Date | null {
  const today = dayOf(now, zone);
  const ends = [addDays(today, -1), today, addDays(today, 1)]
    .flatMap((day) => shifts.map((shift) => shiftOn(day, shift, zone).to.getTime()))
    .filter((end) => end > now.getTime());
  return ends.length > 0 ? new Date(Math.min(...ends)) : null;
}

export function shiftOn(day: Day, shift: Shift, zone: string): DueShift {
  const lastDay = shift.to > shift.from ? day : addDays(day, 1);
  return {
    day,
    shift,
    from: momentOf(day, shift.from, zone),
    to: momentOf(lastDay, shift.to, zone),
  };
}

/** The days that a shift touches. */
export function daysOfShift({ day, shift }: Pick<DueShift, 'day' | 'shift'>): Period {
  return { from: day, to: shift.to > shift.from || shift.to === '00:00' ? day : addDays(day, 1) };
}

/** How often it is looked whether something could not be sent, in minutes of real time. */
const catchUpMinutes = 5;

/**
 * Whether a tick of the minute is one at which digests are sent: something became due since the tick before, or five
 * minutes of real time have gone by. Minutes are counted in UTC, whose clocks never change.
 * @param before the tick before, or the start
 * @param latest the moments at which something was due last, as of `now`
 */
export function isSendingTime(now: Date, before: Date, latest: Iterable<Date>): boolean {
  const rounds = (time: Date): number => Math.floor(time.getTime() / (catchUpMinutes * 60_000));
  if (rounds(now) !== rounds(before)) return true;
  for (const moment of latest) if (moment > before) return true;
  return false;
}
