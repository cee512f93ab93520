import type { Translate } from '../locales/index.ts';
import { spokenStart } from '../locales/spoken.ts';
import { isNps, parseScaleKey, scaleNames } from '../scale.ts';

/** What stands for a figure that does not exist; it is not 0. */
export const none = '—';

/** `1,204` */
export function count(t: Translate, value: number | null): string {
  return value === null ? none : t('value.count', { count: value });
}

/** `0.5`: a rating or a value of a scale, with the decimals that it has. */
export function number(t: Translate, value: number): string {
  // Without the sign of a negative zero, which a file may hold.
  return t('value.number', { value: value + 0 });
}

/**
 * `86%` of a share in 0..1, in whole percents. One that would read 0% or 100% without being that has as many decimals
 * as it takes: `99.5%`, `0.04%`.
 */
export function share(t: Translate, value: number | null | undefined): string {
  if (value == null) return none;
  const percent = keptApart(value * 100, 0, [0, 100]);
  return percent === null
    ? t('value.share', { share: value })
    : t('value.shareExact', { share: percent / 100 });
}

/** `4.3`; one that would read as an end of its scale without being it has as many decimals as it takes: `4.98`. */
export function average(t: Translate, value: number | null | undefined, scale: string): string {
  if (value == null) return none;
  const { values } = parseScaleKey(scale);
  const apart = keptApart(value, 1, [Math.min(...values), Math.max(...values)]);
  if (apart !== null) return t('value.averageExact', { average: apart });
  // Rounded it is 0, and -0.0 is no number for a reader.
  return t('value.average', { average: Math.abs(value) < 0.05 ? 0 : value });
}

/** `+40` of an NPS in -100..100; one that would read +100 or -100 without being that has as many decimals as it takes. */
export function npsValue(t: Translate, value: number | null | undefined): string {
  if (value == null) return none;
  const apart = keptApart(value, 0, [-100, 100]);
  if (apart !== null) return t('value.npsExact', { nps: apart });
  return t('value.nps', { nps: Math.abs(value) < 0.5 ? 0 : value });
}

/** `4.3 of 5`, of the highest value of a scale. */
export function ofScale(t: Translate, value: string, scale: string): string {
  const highest = Math.max(...parseScaleKey(scale).values);
  return t('value.of', { value, highest: number(t, highest), spoken: spokenStart(highest) });
}

/** `4 of 5`; of a scale that is not known the rating alone. */
export function ratingText(t: Translate, rating: number, scale: string | null): string {
  const value = number(t, rating);
  return scale === null ? value : ofScale(t, value, scale);
}

/** The ends of an interval, as `write` writes a figure; `—` where there is none. */
export function endsText(
  interval: { low: number; high: number } | null,
  write: (end: number) => string,
): { low: string; high: string } {
  return { low: interval ? write(interval.low) : none, high: interval ? write(interval.high) : none };
}

/** `1–5`, `NPS`, `0–100`, `-5 – 5` */
export function scaleText(t: Translate, scale: string): string {
  const named = scaleNames.find((name) => name === scale);
  if (named === 'nps' || named === 'ces') return named.toUpperCase();
  const { values } = parseScaleKey(scale);
  const lowest = Math.min(...values);
  return [lowest, Math.max(...values)].map((value) => number(t, value)).join(lowest < 0 ? ' – ' : '–');
}

/** Whether the figure of a scale has a name of its own, NPS or CES, by which it is not taken for CSAT. */
export const hasOwnName = (scale: string): boolean => isNps(parseScaleKey(scale)) || scale === 'ces';

/** Beyond them a figure differs from an end by less than floating point does. */
const mostDecimals = 10;

/**
 * A value that would be rounded to one of `ends` although it is none of them, rounded to the fewest decimals with
 * which it is not; null: it needs no more than `decimals`.
 */
function keptApart(value: number, decimals: number, ends: readonly number[]): number | null {
  if (ends.some((end) => Math.abs(value - end) < 10 ** -mostDecimals)) return null;
  for (let digits = decimals; digits <= mostDecimals; digits++) {
    // Half a unit of the last decimal is rounded away from zero or not, as the language does; both are met here.
    const unit = 10 ** -digits;
    if (ends.every((end) => Math.abs(value - end) > unit / 2 + 1e-12)) {
      return digits === decimals ? null : Number(value.toFixed(digits));
    }
  }
  return Number(value.toFixed(mostDecimals));
}
