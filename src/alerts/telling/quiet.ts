import type { PersonSettings } from '../../access/person.ts';
import { addDays, dayOf, momentOf } from '../../stats/period.ts';

/**
 * Until when nothing is sent to a person by itself: the end of their quiet hours, or of their mute, by the clock of
 * their own zone. null: it may be sent now.
 * @param zone the one of who has none of their own
 */
export function heldUntil(
  { quiet, mutedUntil, zone: own }: PersonSettings,
  now: Date,
  zone: string,
): Date | null {
  const ends: number[] = [];
  if (mutedUntil !== null && mutedUntil > now.getTime()) ends.push(mutedUntil);
  if (quiet) {
    const end = quietEnd(quiet, new Date(Math.max(now.getTime(), ...ends)), own ?? zone);
    if (end) ends.push(end.getTime());
  }
  return ends.length > 0 ? new Date(Math.max(...ends)) : null;
}

/** The end of the quiet hours that hold at `now`; they may pass midnight, and equal times mean none. */
function quietEnd({ from, to }: { from: string; to: string }, now: Date, zone: string): Date | null {
  if (from === to) return null;
  const today = dayOf(now, zone);
  for (const day of [addDays(today, -1), today]) {
    const begin = momentOf(day, from, zone);
    const end = momentOf(to > from ? day : addDays(day, 1), to, zone);
    if (begin <= now && now < end) return end;
  }
  return null;
}
