import type { Area } from '../drawing/area.ts';
import { label } from '../drawing/label.ts';
import { element } from '../drawing/svg.ts';
import { colours, sizes } from '../drawing/theme.ts';
import { attitudeBox } from './attitude-fill.ts';
import { barsOf, withCounts } from './bars.ts';
import type { Bin } from './bins.ts';

/** Between a bar and the number above it, and between the base line and what is written below. */
const GAP = 12;

/**
 * Bars with their counts above and their ratings below, inside of the area. A count that would lie on something else
 * is left out, the smallest first.
 * @param write how a count is written
 */
export function histogram(bins: readonly Bin[], area: Area, write: (count: number) => string): string {
  const { left, right } = area;
  const base = area.bottom - sizes.label - GAP;
  const bars = barsOf(
    bins,
    { left, right, base, highest: area.top + sizes.label + GAP, least: 6, padding: 0.18 },
    write,
  );
  const counted = withCounts(bars, { size: sizes.label, gap: GAP, pad: 10, px: 1 });
  const line = { x1: left, x2: right, y1: base, y2: base };
  return [
    ...bars.flatMap((bar) =>
      bar.boxes.map(({ attitude, top, height }) => attitudeBox(attitude, bar.left, top, bar.width, height)),
    ),
    ...bars.map(({ bin, middle }) =>
      label(bin.label, { x: middle, y: area.bottom, colour: colours.muted, anchor: 'middle' }),
    ),
    ...counted.map(({ bin, middle, top, text }) =>
      label(text, {
        x: middle,
        y: top - GAP,
        colour: bin.count === 0 ? colours.muted : colours.ink,
        bold: bin.count > 0,
        anchor: 'middle',
      }),
    ),
    element('line', { ...line, stroke: colours.bandEdge, 'stroke-width': 3 }),
  ].join('');
}
