import type { Translate } from '../../locales/index.ts';
import { spokenStart } from '../../locales/spoken.ts';
import { parseScaleKey } from '../../scale.ts';
import type { Alert } from '../alert.ts';

/** `1 of 5`; `—` where the client took the rating back. */
export function ratingOf({ rating, scale }: Pick<Alert, 'rating' | 'scale'>, t: Translate): string {
  if (rating === null) return '—';
  const value = t('value.number', { value: rating });
  if (scale === null) return value;
  const highest = Math.max(...parseScaleKey(scale).values);
  const best = t('value.number', { value: highest });
  return t('value.of', { value, highest: best, spoken: spokenStart(highest) });
}

/** `22 Nov, 14:03`, by the clocks of a zone. */
export function momentIn(at: number, language: string, zone: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at);
}

// What turns the direction of text around, and what nobody sees but who must not be fooled by it.
const unseen = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}|\p{Cs}/gu;

/** Somebody's words as they are shown: lines stay, at most `length` characters. */
export function excerpt(text: string, length: number): string {
  const clean = text
    .replace(unseen, ' ')
    .replace(/\n{2,}/g, '\n')
    .trim();
  const characters = Array.from(clean);
  return characters.length <= length
    ? clean
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** The same on one line. */
export const line = (text: string, length: number): string => excerpt(text.replace(/\s+/g, ' '), length);

export const NAME_CHARS = 80;
