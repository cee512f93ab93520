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
