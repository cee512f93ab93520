import { excerpt } from '../../text/excerpt.ts';
import type { Translate } from '../../locales/index.ts';
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
