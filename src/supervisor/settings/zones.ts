import { distance } from 'fastest-levenshtein';
import { isZone } from '../../stats/period.ts';
import { localTimes } from '../../exports/local-time.ts';

export type ReadZone = { zone: string } | { nearest: string[] };

/** Where people who work together often are; from the west to the east. */
const common = [
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Warsaw',
  'Europe/Kyiv',
  'Europe/Istanbul',
  'Asia/Tbilisi',
  'Asia/Dubai',
  'Asia/Almaty',
  'Asia/Kolkata',
  'Asia/Bangkok',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
];

/** Spellings that Intl still lists, or lists only since lately. */
const renamed: Record<string, string> = {
  'Europe/Kiev': 'Europe/Kyiv',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
};

const known = [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map((name) => renamed[name] ?? name)]),
];
const NEAREST = 3;
const LONGEST = 64;

/** `common` zones whose clocks show nearly the same as those of a zone, from the west to the east. */
export function zonesNear(zone: string, now: Date, most: number): string[] {
  const offset = (name: string): number => localTimes(name)(now).shown.getTime() - now.getTime();
  const own = offset(zone);
  const nearest = common
    .toSorted((a, b) => Math.abs(offset(a) - own) - Math.abs(offset(b) - own))
    .slice(0, most);
  return common.filter((name) => nearest.includes(name));
}

/**
 * The IANA zone that somebody wrote, in whatever case, by its city alone as well (`new york`). `nearest`: there is none;
 * these are spelled nearly so.
 */
export function readZone(written: string): ReadZone {
  const wanted = fold(written);
  const named = known.find((name) => fold(name) === wanted);
  const renamedTo = Object.entries(renamed).find(([old]) => fold(old) === wanted)?.[1];
  const ofCity = known.filter((name) => cityOf(name) === wanted);
  const found = named ?? renamedTo ?? (ofCity.length === 1 ? ofCity[0] : undefined);
  if (found !== undefined) return { zone: found };
  if (ofCity.length > 1) return { nearest: ofCity.slice(0, NEAREST) };
  // A name that links to another, such as US/Pacific; an offset such as +03:00 is no zone, since it knows no summer.
  const spelled = written.trim();
  if (/^[a-z]/i.test(spelled) && spelled.length <= LONGEST && isZone(spelled)) return { zone: spelled };
  return { nearest: nearestTo(wanted) };
}

function nearestTo(wanted: string): string[] {
  if (wanted === '' || wanted.length > LONGEST) return [];
  const far = (name: string): number =>
    Math.min(distance(wanted, fold(name)), distance(wanted, cityOf(name)));
  const most = Math.max(2, Math.floor(wanted.length / 3));
  return known
    .map((name) => ({ name, off: far(name) }))
    .filter(({ off }) => off <= most)
    .toSorted((a, b) => a.off - b.off)
    .slice(0, NEAREST)
    .map(({ name }) => name);
}

const fold = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, '_');
const cityOf = (name: string): string => fold(name).split('/').at(-1) ?? '';
