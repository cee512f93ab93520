import type { Translate } from '../../locales/index.ts';
import type { Alert } from '../alert.ts';
import { none, ratingText } from '../../text/figures.ts';

/** `1 of 5`; `—` where the client took the rating back. */
export function ratingOf({ rating, scale }: Pick<Alert, 'rating' | 'scale'>, t: Translate): string {
  return rating === null ? none : ratingText(t, rating, scale);
}

/** `Nov 22, 14:03`, by the clocks of a zone. */
export function momentIn(at: number, language: string, zone: string): string {
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at);
}

export const NAME_CHARS = 80;
