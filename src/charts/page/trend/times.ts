import type { Language } from '../../../locales/index.ts';
import { textWidth } from '../../drawing/label.ts';
import { dayText, daysText } from '../../drawing/values.ts';
import type { TrendData } from '../data.ts';
import { type Layout, layoutNames, layouts } from '../frame.ts';
import { LABEL } from '../page-theme.ts';

interface Time {
  from: string;
  to: string;
}

/** `Sun, 22 Nov 2026`, `16 – 22 Nov 2026`, `November 2026`; a month that the period cuts is written by its days. */
export function timeText({ from, to }: Time, step: TrendData['step'], language: Language): string {
  if (from === to) return dayText(from, language, 'dated');
  return step === 'month' && isWholeMonth(from, to)
    ? dayText(from, language, 'month')
    : daysText(from, to, language, 'range');
}

function isWholeMonth(from: string, to: string): boolean {
  const next = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000);
  return from.endsWith('-01') && next.getUTCDate() === 1 && from.slice(0, 7) === to.slice(0, 7);
}

interface Tick {
  index: number;
  text: string;
  /** The layouts that have room for it. */
  shown: readonly Layout[];
}

/** How many points lie from one date to the next; the first that has room is taken. */
const apart = { day: [1, 2, 7, 14], week: [1, 2, 4], month: [1, 2, 3, 6, 12, 24, 60] };
const GAP = 14;

/**
 * What is written below the points: dates counted back from the last, or where those would be more than the last of
 * `apart` from one another, the months by their first days.
 */
export function ticksOf(data: TrendData, language: Language): Tick[] {
  const { points, step } = data;
  const plain = points.map((_, index) => ({ index, fromLast: points.length - 1 - index }));
  const dates = plain.map(({ index, fromLast }) => ({
    index,
    order: fromLast,
    text:
      step === 'month'
        ? monthText(data, index, language)
        : dayText(points[index]?.from ?? '', language, 'short'),
  }));
  const firsts = points.flatMap(({ from }, index) =>
    index > 0 && from.slice(0, 7) !== points[index - 1]?.from.slice(0, 7) ? [index] : [],
  );
  const months = firsts.map((index, order) => ({
    index,
    order: firsts.length - 1 - order,
    text: monthText(data, index, language),
  }));
  const ticks = new Map<string, { index: number; text: string; shown: Layout[] }>();
  for (const name of layoutNames) {
    const every = spacing(dates, points.length, layouts[name], apart[step]);
    const [list, count] =
      every === null
        ? [months, spacing(months, Math.max(1, months.length), layouts[name], apart.month) ?? months.length]
        : [dates, every];
    for (const { index, order, text } of list) {
      if (order % count !== 0) continue;
      const id = `${index} ${text}`;
      const known = ticks.get(id);
      if (known) known.shown.push(name);
      else ticks.set(id, { index, text, shown: [name] });
    }
  }
  return [...ticks.values()];
}

/** `Nov`; a January with its year, and each month where months are the points of several years. */
function monthText({ points, step }: TrendData, index: number, language: Language): string {
  const from = points[index]?.from ?? '';
  const isDated = step === 'month' && points[0]?.from.slice(0, 4) !== points.at(-1)?.from.slice(0, 4);
  return dayText(from, language, isDated || from.slice(5, 7) === '01' ? 'monthOfYear' : 'monthName');
}

/** How many of the texts lie from one that is written to the next; null: none of `counts` has room. */
function spacing(
  list: ReadonlyArray<{ text: string }>,
  length: number,
  width: number,
  counts: readonly number[],
): number | null {
  const widest = Math.max(0, ...list.map(({ text }) => textWidth(text, LABEL))) + GAP;
  return counts.find((count) => (count * width) / length >= widest) ?? null;
}
