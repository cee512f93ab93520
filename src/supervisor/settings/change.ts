import { zoneOf } from '../../access/quiet-hours.ts';
import type { Person, PersonSettings } from '../../access/person.ts';
import { type Language, languages } from '../../locales/index.ts';
import { addDays, dayOf, momentOf } from '../../stats/period.ts';
import { readHours, readTime } from './times.ts';
import { readZone } from './zones.ts';

/** The parts of `/settings`, by the word that follows the command. */
export const sections = [
  'time',
  'zone',
  'days',
  'reports',
  'picture',
  'alerts',
  'quiet',
  'mute',
  'language',
] as const;
export type Section = (typeof sections)[number];

export const reports = ['daily', 'weekly', 'monthly', 'shift'] as const satisfies ReadonlyArray<
  keyof PersonSettings['reports']
>;
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export const mutes = ['hour', 'morning', 'week', 'off'] as const;

/** Why a setting cannot be made. */
export type SettingFault =
  | { code: 'no_zone'; given: string; nearest: string[] }
  | { code: 'no_time' | 'no_hours' | 'unread'; given: string }
  | { code: 'no_days' };

/** What is set, as a change of whoever it is set for. */
export type ReadChange = { change: (person: Person) => Person } | { fault: SettingFault };

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** When a morning begins, by the clock of whoever is muted. */
const MORNING = '08:00';

/**
 * What is to be set, in the words of a command or a button: `time 0930`, `zone Europe.Kyiv`, `days 6 off`, `mute hour`;
 * `default` is the service's own setting. A button says what is to be rather than that it changes, so that a tap that
 * comes twice does the same as once.
 * @param zone of who chose none
 */
export function readChange(
  section: Section,
  values: readonly string[],
  { person, now, zone }: { person: Person; now: Date; zone: string },
): ReadChange {
  const given = values.join(' ');
  const value = given.toLowerCase();
  const unread: ReadChange = { fault: { code: 'unread', given } };
  switch (section) {
    case 'time': {
      if (value === 'default') return set({ digestAt: null });
      const time = readTime(given);
      return time === null ? { fault: { code: 'no_time', given } } : set({ digestAt: time });
    }
    case 'zone': {
      if (value === 'default') return set({ zone: null });
      // A button has no room for a slash.
      const read = readZone(given.replaceAll('.', '/'));
      return 'zone' in read ? set({ zone: read.zone }) : { fault: { code: 'no_zone', given, ...read } };
    }
    case 'days':
      return readDays(values, person) ?? unread;
    case 'reports': {
      const report = reports.find((name) => name === values[0]?.toLowerCase());
      const wanted = readSwitch(values[1]);
      if (!report || wanted === null) return unread;
      return change((before) => ({ reports: { ...before.reports, [report]: wanted } }));
    }
    case 'picture':
    case 'alerts': {
      const wanted = readSwitch(value);
      return wanted === null ? unread : set({ [section]: wanted });
    }
    case 'quiet': {
      if (value === 'off') return set({ quiet: null });
      const quiet = readHours(given);
      return quiet ? set({ quiet }) : { fault: { code: 'no_hours', given } };
    }
    case 'mute': {
      const mute = mutes.find((name) => name === value);
      if (!mute) return unread;
      return set({
        mutedUntil: mute === 'off' ? null : mutedUntil(mute, now, zoneOf(person.settings, zone)),
      });
    }
    case 'language': {
      const language = languages.find((one): one is Language => one === value);
      return language ? { change: (before) => ({ ...before, language }) } : unread;
    }
  }
}

function readDays([name = '', word]: readonly string[], person: Person): ReadChange | null {
  if (name === 'all') return set({ weekdays: [...weekdays] });
  if (name === 'work') return set({ weekdays: weekdays.slice(0, 5) });
  const day = weekdays.find((one) => String(one) === name);
  const wanted = readSwitch(word);
  if (day === undefined || wanted === null) return null;
  const next = (before: readonly number[]): number[] =>
    weekdays.filter((one) => (one === day ? wanted : before.includes(one)));
  if (next(person.settings.weekdays).length === 0) return { fault: { code: 'no_days' } };
  return change((before) => ({ weekdays: next(before.weekdays) }));
}

function mutedUntil(mute: Exclude<(typeof mutes)[number], 'off'>, now: Date, zone: string): number {
  if (mute === 'morning') return momentOf(addDays(dayOf(now, zone), 1), MORNING, zone).getTime();
  return now.getTime() + (mute === 'hour' ? HOUR_MS : WEEK_MS);
}

function readSwitch(word: string | undefined): boolean | null {
  if (word?.toLowerCase() === 'on') return true;
  return word?.toLowerCase() === 'off' ? false : null;
}

const set = (settings: Partial<PersonSettings>): ReadChange => change(() => settings);

function change(of: (before: PersonSettings) => Partial<PersonSettings>): ReadChange {
  return {
    change: (person) => ({ ...person, settings: { ...person.settings, ...of(person.settings) } }),
  };
}
