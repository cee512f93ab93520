import { excerpt } from '../../digest/render/excerpt.ts';
import { number, ofScale } from '../../digest/render/value.ts';
import type { Translate } from '../../locales/index.ts';
import { parseScaleKey, scaleNames } from '../../scale.ts';
import { namesOf } from '../reading/scope.ts';
import type { Scope } from '../tools.ts';

const NAME = 40;
const NAMES = 160;

/** A name that people of a helpdesk wrote, fit for a line. */
export const shownName = (name: string): string => excerpt(name, NAME);

/** What figures are narrowed to: a line for each dimension; none: they are about everything. */
export function narrowedLines(t: Translate, scope: Scope): string[] {
  return namesOf(scope).map(({ dimension, names }) =>
    t('figures.narrowed', {
      dimension,
      count: names.length,
      names: excerpt(names.map(shownName).join(', '), NAMES),
    }),
  );
}

/** Whether a scale's figure has a name of its own, so that it is not taken for CSAT. */
export const hasOwnName = (scale: string): boolean => scale === 'nps' || scale === 'ces';

/** `1–5`, `NPS`, `0–100`, `-5 – 5` */
export function scaleText(t: Translate, scale: string): string {
  const named = scaleNames.find((name) => name === scale);
  if (named === 'nps' || named === 'ces') return named.toUpperCase();
  const { values } = parseScaleKey(scale);
  const lowest = Math.min(...values);
  return [lowest, Math.max(...values)].map((value) => number(t, value)).join(lowest < 0 ? ' – ' : '–');
}

/** `4 of 5`; null: there is no rating. */
export function ratingText(t: Translate, rating: number | null, scale: string | null): string | null {
  if (rating === null) return null;
  return scale === null ? number(t, rating) : ofScale(t, number(t, rating), scale);
}
