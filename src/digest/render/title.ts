import type { Translate } from '../../locales/index.ts';
import { dateOf, type Period } from '../../stats/period.ts';
import type { Digest } from '../digest.ts';
import { excerpt } from '../../text/excerpt.ts';

const namesLength = 100;

/** Which period of which zone. */
export function renderTitle({ kind, period, shift, partial, zone }: Digest, t: Translate): string {
  const day = dateOf(period.from);
  switch (kind) {
    case 'daily':
      return t(partial ? 'digest.titleSoFar' : 'digest.title', { day, zone });
    case 'weekly':
      return t('digest.titleWeek', { days: dayText(t, period), zone });
    case 'monthly':
      return t('digest.titleMonth', { day, zone });
    case 'shift':
      return t('digest.titleShift', { day, zone, from: shift?.from ?? '', to: shift?.to ?? '' });
  }
}

/** Of whom a digest is that is not about everything. */
export function renderOnly({ only }: Digest, t: Translate): string[] {
  return only.length === 0 ? [] : [t('digest.only', { names: excerpt(only.join(', '), namesLength) })];
}

export function dayText(t: Translate, { from, to }: Period): string {
  return from === to
    ? t('value.day', { day: dateOf(from) })
    : t('value.days', { from: dateOf(from), to: dateOf(to) });
}
