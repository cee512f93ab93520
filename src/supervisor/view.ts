import type { Choice } from '../channel.ts';
import type { Translate } from '../locales/index.ts';
import type { Period } from '../stats/period.ts';
import { pageButton, rowsOf } from './buttons.ts';
import { periodNames } from './reading/period.ts';

/** What a message shows of figures or lists, so that its buttons lead to other views of the same. */
export interface View {
  command: string;
  /** What stands before the period: the mark of a name, or which comments. */
  words: readonly string[];
  period: Period | (typeof periodNames)[number];
  withoutDisputed: boolean;
  /** From 1. */
  page: number;
}

const WITHOUT = 'without';

/** Whether a word asks for figures without disputed ratings. */
export const isWithout = (word: string): boolean => word === WITHOUT;

/** The page that a word of a button asks for, `.2`; null: it is no such word. */
export function pageOf(word: string): number | null {
  const [, page] = /^\.([1-9]\d{0,3})$/.exec(word) ?? [];
  return page === undefined ? null : Number(page);
}

/** A button that changes the message into another view of the same. */
export function viewButton(label: string, view: View, changes: Partial<View> = {}): Choice {
  const { command, words, period, withoutDisputed, page } = { ...view, ...changes };
  return pageButton(
    label,
    command,
    ...words,
    ...wordsOf(period),
    ...(withoutDisputed ? [WITHOUT] : []),
    ...(page > 1 ? [`.${page}`] : []),
  );
}

/** A period as words of a command. */
export function wordsOf(period: View['period']): string[] {
  if (typeof period === 'string') return [period];
  return period.from === period.to ? [period.from] : [period.from, period.to];
}

/** The buttons beneath what is shown: its pages, without disputed ratings or with them, and the periods that have names. */
export function viewButtons(
  t: Translate,
  view: View,
  { pages = 1, disputed = 0 }: { pages?: number; disputed?: number } = {},
): Choice[][] {
  const { page, withoutDisputed } = view;
  const turn = [
    ...(page > 1 ? [viewButton(t('figures.back'), view, { page: page - 1 })] : []),
    ...(page < pages ? [viewButton(t('figures.next'), view, { page: page + 1 })] : []),
  ];
  const mode = withoutDisputed ? 'with' : 'without';
  const other = { withoutDisputed: !withoutDisputed, page: 1 };
  return [
    ...(turn.length > 0 ? [turn] : []),
    ...(disputed > 0 || withoutDisputed
      ? [[viewButton(t('figures.disputedButton', { mode }), view, other)]]
      : []),
    ...periodButtons(t, view),
  ];
}

/** The periods that have names: two in a row, since a phone cuts the words of more. */
export function periodButtons(t: Translate, view: View): Choice[][] {
  const buttons = periodNames.map((name) =>
    viewButton(t('figures.button', { name }), view, { period: name, page: 1 }),
  );
  return rowsOf(buttons, 2);
}

/** What stands on a page, which is the last one where there are fewer. */
export function pageFrom<T>(
  items: readonly T[],
  page: number,
  size: number,
): { shown: T[]; page: number; pages: number; first: number } {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const at = Math.min(page, pages);
  const first = (at - 1) * size;
  return { shown: items.slice(first, first + size), page: at, pages, first };
}
