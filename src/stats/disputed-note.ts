import type { Translate } from '../locales/index.ts';

/**
 * Which figures these are: with disputed ratings, or without; to stand wherever figures stand.
 * @param count `Summary.disputed`
 * @returns null: nothing is to be said, since none is disputed and nobody asked to leave them out
 */
export function disputedNote(
  t: Translate,
  { count, included }: { count: number; included: boolean },
): string | null {
  if (count === 0) return included ? null : t('dispute.noneLeftOut');
  return t(included ? 'dispute.included' : 'dispute.leftOut', { count });
}
