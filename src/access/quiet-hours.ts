import { addDays, dayOf, momentOf } from '../stats/period.ts';
import type { PersonSettings } from './person.ts';

/** By whose clocks a person lives. @param zone the one of who has none of their own */
export const zoneOf = ({ zone: own }: Pick<PersonSettings, 'zone'>, zone: string): string => own ?? zone;

/** Whether a person wants nothing but answers to what they ask. */
export function isMuted({ mutedUntil }: Pick<PersonSettings, 'mutedUntil'>, now: Date): boolean {
  return mutedUntil !== null && now.getTime() < mutedUntil;
}

const NIGHT = { from: '22:00', to: '07:00' };

/** Whether it is night for a person, or one of the quiet hours that they chose: then nothing makes a sound. */
export function isQuiet(settings: PersonSettings, now: Date, zone: string): boolean {
  return quietEnd(settings.quiet ?? NIGHT, now, zoneOf(settings, zone)) !== null;
}

/** Until when no alert is sent to a person: the end of their quiet hours, or of their mute. null: it may be sent now. */
export function heldUntil(settings: PersonSettings, now: Date, zone: string): Date | null {
  const { quiet, mutedUntil } = settings;
  const unmuted = isMuted(settings, now) && mutedUntil !== null ? new Date(mutedUntil) : null;
  const end = quiet && quietEnd(quiet, unmuted ?? now, zoneOf(settings, zone));
  return end ?? unmuted;
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
