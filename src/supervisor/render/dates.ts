import type { Translate } from '../../locales/index.ts';
import { addDays, dateOf, type Period } from '../../stats/period.ts';

/** `Sunday, November 22, 2026`, `November 2026` or `Nov 1 – Nov 15, 2026`. */
export function periodText(t: Translate, period: Period): string {
  const { from, to } = period;
  return from === to ? t('figures.day', { day: dateOf(from) }) : shortPeriod(t, period);
}

/** `Nov 22, 2026`, `November 2026` or `Nov 1 – Nov 15, 2026`. */
export function shortPeriod(t: Translate, { from, to }: Period): string {
  if (from === to) return t('figures.shortDay', { day: dateOf(from) });
  const isMonth = from.endsWith('-01') && to.startsWith(from.slice(0, 7)) && addDays(to, 1).endsWith('-01');
  if (isMonth) return t('figures.month', { month: dateOf(from) });
  const sameYear = from.slice(0, 4) === to.slice(0, 4) ? 'yes' : 'no';
  return t('figures.days', { from: dateOf(from), to: dateOf(to), sameYear });
}

/** By whose clocks and in which language a moment is written; the year is left out where it is that of `now`. */
export interface MomentOptions {
  language: string;
  zone: string;
  now: Date;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment by the clocks of a zone: `Nov 22, 09:05`, or `Nov 22, 2025, 09:05` of another year. */
export function momentText(moment: Date, { language, zone, now }: MomentOptions): string {
  const year = formatOf('en', zone, 'year');
  const isThisYear = year.format(moment) === year.format(now);
  return formatOf(language, zone, isThisYear ? 'short' : 'dated').format(moment);
}

const shapes = {
  year: { year: 'numeric' },
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dated: {
    year: 'numeric',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

function formatOf(language: string, zone: string, shape: keyof typeof shapes): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${shape}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(language, { ...shapes[shape], timeZone: zone });
  formats.set(key, format);
  return format;
}
