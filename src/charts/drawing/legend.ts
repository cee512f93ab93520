import type { Drawn } from './area.ts';
import { label, textWidth } from './label.ts';
import { colours, margin, sizes, width } from './theme.ts';

export interface LegendItem {
  /** Draws the sample into a box of `SAMPLE` by `SAMPLE` around this middle. */
  sample: (x: number, y: number) => string;
  text: string;
}

export const SAMPLE = 36;
const GAP = 14;
const BETWEEN = 32;
const ROW = 52;

/** Samples with their words, in as many rows as they take. @param top of the first row */
export function legend(items: readonly LegendItem[], top: number): Drawn {
  let x = margin;
  let y = top + ROW / 2;
  let svg = '';
  for (const { sample, text } of items) {
    const needed = SAMPLE + GAP + textWidth(text);
    if (x > margin && x + needed > width - margin) {
      x = margin;
      y += ROW;
    }
    svg += sample(x + SAMPLE / 2, y);
    svg += label(text, { x: x + SAMPLE + GAP, y: y + sizes.label * 0.36, colour: colours.ink });
    x += needed + BETWEEN;
  }
  return { svg, bottom: items.length === 0 ? top : y + ROW / 2 };
}
