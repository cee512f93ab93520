import type { Language } from '../../locales/index.ts';
import { label, textWidth } from '../drawing/label.ts';
import { colours, margin, sizes, width } from '../drawing/theme.ts';
import { dayText } from '../drawing/values.ts';

/** Where each day stands: `scale(day)` is its left edge. */
export interface DayScale {
  (day: string): number | undefined;
  bandwidth(): number;
}

/** The middle of a day. */
export const middleOf = (scale: DayScale, day: string): number => (scale(day) ?? 0) + scale.bandwidth() / 2;

/** How far apart dates may be written, in days; the first step that has room for them is taken. */
const STEPS = [1, 2, 7, 14, 28];
const GAP = 18;

/** Dates below an area, counted back from the last day, which stands out. @param y of their base line */
export function dayAxis(scale: DayScale, days: readonly string[], y: number, language: Language): string {
  const texts = days.map((day) => dayText(day, language, 'short'));
  const widest = Math.max(0, ...texts.map((text) => textWidth(text, sizes.label, true)));
  const step = STEPS.find((one) => one * scale.bandwidth() >= widest + GAP) ?? days.length;
  return days
    .map((day, index) => {
      const text = texts[index] ?? '';
      const x = middleOf(scale, day);
      const isLast = index === days.length - 1;
      if ((days.length - 1 - index) % step !== 0 || x - textWidth(text) / 2 < 0) return '';
      const fits = x + textWidth(text, sizes.label, isLast) / 2 <= width - margin;
      const colour = isLast ? colours.ink : colours.muted;
      return label(text, {
        x: fits ? x : width - margin,
        y,
        colour,
        bold: isLast,
        anchor: fits ? 'middle' : 'end',
      });
    })
    .join('');
}
