import type { Translate } from '../locales/index.ts';
import { parseScaleKey } from '../scale.ts';
import { type Interval, overlap } from '../stats/metrics/wilson.ts';

/** What stands for a figure that does not exist; it is not 0. */
export const none = '—';

/** `1,204` */
export function count(t: Translate, value: number | null): string {
  return value === null ? none : t('value.count', { count: value });
}

/** `86%` of a share in 0..1. */
export function share(t: Translate, value: number | null | undefined): string {
  return value == null ? none : t('value.share', { share: value });
}

/** `4.3` */
export function average(t: Translate, value: number | null | undefined): string {
  return value == null ? none : t('value.average', { average: value });
}

/** `4.3 of 5`, of the highest value of a scale. */
export function ofScale(t: Translate, value: string, scale: string): string {
  return t('value.of', { value, highest: Math.max(...parseScaleKey(scale).values) });
}

/**
 * An arrow after a figure that changed by more than chance explains: only when the 95 % intervals of both
 * days do not overlap, a stricter rule than a test of the difference.
 * @see Schenker, N., Gentleman, J. F. (2001), The American Statistician 55(3)
 */
export function arrow(now: Interval | null, before: Interval | null | undefined): string {
  if (!now || !before || overlap(now, before)) return '';
  return now.low > before.high ? ' ▲' : ' ▼';
}
