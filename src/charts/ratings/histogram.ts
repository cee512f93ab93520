import { scaleBand, scaleLinear } from 'd3-scale';
import type { Area } from '../drawing/area.ts';
import { type Attitude, attitudes, type Bin } from './bins.ts';
import { label, textWidth } from '../drawing/label.ts';
import { element } from '../drawing/svg.ts';
import { colours, sizes } from '../drawing/theme.ts';

/** Between a bar and the number above it, and between the base line and what is written below. */
const GAP = 12;
const HATCH = 'hatch';

/** What `fillOf` refers to; once in each picture. */
export const patterns: string = element('defs', {}, [
  element(
    'pattern',
    {
      id: HATCH,
      width: 14,
      height: 14,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    [
      element('rect', { width: 14, height: 14, fill: colours.bad }),
      element('rect', { width: 5, height: 14, fill: colours.paper }),
    ],
  ),
]);

/** Dissatisfied hatched, neutral grey, satisfied full: told apart without any colour. */
const fillOf: Record<Attitude, { fill: string; stroke: string; 'stroke-width': number }> = {
  dissatisfied: { fill: `url(#${HATCH})`, stroke: colours.bad, 'stroke-width': 3 },
  neutral: { fill: colours.paper, stroke: colours.neutral, 'stroke-width': 3 },
  satisfied: { fill: colours.good, stroke: colours.good, 'stroke-width': 3 },
};

/** A box filled as the bars of an attitude are. */
export function attitudeBox(attitude: Attitude, left: number, top: number, width: number, height: number) {
  // The outline lies inside, so that the box is as large as it says.
  return element('rect', {
    x: left + 1.5,
    y: top + 1.5,
    width: Math.max(0, width - 3),
    height: Math.max(0, height - 3),
    ...fillOf[attitude],
  });
}

interface Bar {
  bin: Bin;
  left: number;
  middle: number;
  /** Of its upper end. */
  top: number;
  text: string;
}

/**
 * Bars with their counts above and their ratings below, inside of the area. A count that would lie on something else
 * is left out, the smallest first.
 * @param write how a count is written
 */
export function histogram(bins: readonly Bin[], area: Area, write: (count: number) => string): string {
  const base = area.bottom - sizes.label - GAP;
  const highest = area.top + sizes.label + GAP;
  const x = scaleBand<number>(
    bins.map((_, index) => index),
    [area.left, area.right],
  ).padding(0.18);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const height = scaleLinear([0, most], [0, base - highest]);
  /** A single answer beside thousands is still seen. */
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(6, height(count)));
  const bars = bins.map((bin, index): Bar => {
    const left = x(index) ?? 0;
    const top = base - attitudes.reduce((sum, attitude) => sum + tall(bin.parts[attitude]), 0);
    return { bin, left, middle: left + x.bandwidth() / 2, top, text: write(bin.count) };
  });
  const counted = withCounts(bars, x.bandwidth());
  const line = { x1: area.left, x2: area.right, y1: base, y2: base };
  return [
    ...bars.map((bar) => drawBar(bar, base)),
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

  function drawBar({ bin, left }: Bar, bottom: number): string {
    let y = bottom;
    return attitudes
      .filter((attitude) => bin.parts[attitude] > 0)
      .map((attitude) => {
        y -= tall(bin.parts[attitude]);
        return attitudeBox(attitude, left, y, x.bandwidth(), tall(bin.parts[attitude]));
      })
      .join('');
  }
}

/** The bars whose counts lie on no other bar and on no other count. */
function withCounts(bars: readonly Bar[], width: number): Bar[] {
  const half = ({ text }: Bar): number => textWidth(text, sizes.label, true) / 2 + 10;
  const placed: Bar[] = [];
  for (const bar of bars.toSorted((a, b) => b.bin.count - a.bin.count)) {
    const onBar = bars.some(
      (other) =>
        other !== bar &&
        other.top < bar.top - GAP &&
        Math.abs(other.middle - bar.middle) < half(bar) + width / 2,
    );
    const onCount = placed.some(
      (other) =>
        Math.abs(other.top - bar.top) < sizes.label &&
        Math.abs(other.middle - bar.middle) < half(bar) + half(other),
    );
    if (!onBar && !onCount) placed.push(bar);
  }
  return placed;
}
