import type { VNode } from 'preact';
import { type Day, dayOf } from '../../../stats/period.ts';
import type { View } from './view.ts';

/** The locale by whose rules pages write dates: the day first, in English as well. */
export const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: string, zone: string, hasYear: boolean): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${hasYear}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'short',
    ...(hasYear && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  formats.set(key, format);
  return format;
}

/** `22 Nov 2026, 14:03`, by the clocks of a zone, which the page names. */
export const momentText = (moment: Date, language: string, zone: string): string =>
  formatOf(language, zone, true).format(moment);

interface MomentOptions {
  at: Date;
  view: Pick<View, 'language'>;
  zone: string;
  /** Where there is little room: the year is left out where it is that of this day. */
  short?: Day;
}

/** The same for programs as well. */
export function Moment({ at, view: { language }, zone, short }: MomentOptions): VNode {
  const hasYear = short?.slice(0, 4) !== dayOf(at, zone).slice(0, 4);
  return <time datetime={at.toISOString()}>{formatOf(language, zone, hasYear).format(at)}</time>;
}
