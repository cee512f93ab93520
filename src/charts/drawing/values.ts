import type { Language } from '../../locales/index.ts';

/** In what a figure is given: a share in 0..1, or an NPS in -100..100. */
export type Unit = 'share' | 'nps';

/** The ends of each unit. */
export const endsOf: Record<Unit, readonly [number, number]> = { share: [0, 1], nps: [-100, 100] };

/** Beyond them a figure differs from an end by less than floating point does. */
const MOST_DECIMALS = 10;

/**
 * `86%`, `+40`: whole, but for a figure that would read as an end of its unit without being it, which has as many
 * decimals as it takes: `99.5%`.
 */
export function valueText(value: number, unit: Unit, language: Language): string {
  const digits = digitsOf(value, unit);
  return numberFormat(language, unit, digits, digits).format(value);
}

/** `87.5%`, `+40`: a value that somebody set, with up to two decimals as they gave it. */
export function setText(value: number, unit: Unit, language: Language): string {
  return numberFormat(language, unit, 0, 2).format(value);
}

/** `22 Nov` is short; a long day has its weekday, `dated` and `month` their year. */
export type DayStyle = keyof typeof dayStyles;

export function dayText(day: string, language: Language, style: DayStyle): string {
  return dateFormat(language, style).format(midnight(day));
}

/** `16 – 22 Nov` */
export function daysText(from: string, to: string, language: Language, style: DayStyle): string {
  return dateFormat(language, style).formatRange(midnight(from), midnight(to));
}

/** A calendar day has no zone; its midnight in UTC is read in UTC. */
const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** With how many decimals a figure does not read as an end that it is not. */
function digitsOf(value: number, unit: Unit): number {
  const scale = unit === 'share' ? 100 : 1;
  const distance = Math.min(...endsOf[unit].map((end) => Math.abs(value - end) * scale));
  if (distance < 10 ** -MOST_DECIMALS) return 0;
  let digits = 0;
  while (digits < MOST_DECIMALS && distance <= 10 ** -digits / 2 + 1e-12) digits += 1;
  return digits;
}

/** A formatter takes some 50 kB outside of the heap, which a picture that made its own would leave behind. */
function remembered<Key extends unknown[], Value>(make: (...key: Key) => Value): (...key: Key) => Value {
  const made = new Map<string, Value>();
  return (...key) => {
    const id = key.join(' ');
    const known = made.get(id) ?? make(...key);
    made.set(id, known);
    return known;
  };
}

const numberFormat = remembered(
  (language: Language, unit: Unit, least: number, most: number) =>
    new Intl.NumberFormat(language, {
      ...(unit === 'share' ? { style: 'percent' } : { signDisplay: 'exceptZero' }),
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    }),
);

const dayStyles = {
  short: { day: 'numeric', month: 'short' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  dated: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  range: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  monthName: { month: 'short' },
  monthOfYear: { month: 'short', year: 'numeric' },
} as const;

const dateFormat = remembered(
  (language: Language, style: DayStyle) =>
    new Intl.DateTimeFormat(language, { ...dayStyles[style], timeZone: 'UTC' }),
);
