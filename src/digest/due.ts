import { addDays, type Day, dayOf, momentOf, previousDay } from '../stats/period.ts';

export interface Due {
  /** When the digest was to be sent. */
  at: Date;
  /** The day that it reports. */
  day: Day;
}

/**
 * The latest moment at or before `now` at which a digest was due, by the calendar of `zone`.
 * @param at `HH:MM`; where the clocks skip it, as long after the jump; where they show it twice, the first
 * @throws {RangeError} when there is no such time or zone
 */
export function latestDue(now: Date, at: string, zone: string): Due {
  const today = dayOf(now, zone);
  // Tomorrow's is never due yet, and yesterday's always is.
  const day = momentOf(today, at, zone) <= now ? today : addDays(today, -1);
  return { at: momentOf(day, at, zone), day: previousDay(day) };
}

/** How often it is looked whether something could not be sent, in minutes of real time. */
const catchUpMinutes = 5;

/**
 * Whether a tick of the minute is one at which digests are sent: a digest became due since the tick before, or five
 * minutes of real time have gone by. Minutes are counted in UTC, whose clocks never change.
 * @param before the tick before, or the start
 */
export function isSendingTime(now: Date, before: Date, at: string, zone: string): boolean {
  const rounds = (time: Date): number => Math.floor(time.getTime() / (catchUpMinutes * 60_000));
  return rounds(now) !== rounds(before) || latestDue(now, at, zone).at > before;
}
