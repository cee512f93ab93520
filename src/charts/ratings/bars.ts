import { scaleBand, scaleLinear } from 'd3-scale';
import { textWidth } from '../drawing/label.ts';
import { type Attitude, attitudes, type Bin } from './bins.ts';

export interface Bar {
  bin: Bin;
  left: number;
  middle: number;
  width: number;
  /** Of its upper end. */
  top: number;
  /** What lies on what else, the lowest first. */
  boxes: ReadonlyArray<{ attitude: Attitude; top: number; height: number }>;
  /** Its count. */
  text: string;
}

interface Place {
  left: number;
  right: number;
  /** On which bars stand. */
  base: number;
  /** Where the tallest ends. */
  highest: number;
  /** The least height: a single answer beside thousands is still seen. */
  least: number;
  /** Between the bars, in parts of what each has across. */
  padding: number;
}

/** @param write how a count is written */
export function barsOf(bins: readonly Bin[], place: Place, write: (count: number) => string): Bar[] {
  const { left, right, base, highest, least, padding } = place;
  const x = scaleBand<number>(
    bins.map((_, index) => index),
    [left, right],
  ).padding(padding);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const height = scaleLinear([0, most], [0, base - highest]);
  return bins.map((bin, index) => {
    let top = base;
    const boxes = attitudes
      .filter((attitude) => bin.parts[attitude] > 0)
      .map((attitude) => {
        const tall = Math.max(least, height(bin.parts[attitude]));
        top -= tall;
        return { attitude, top, height: tall };
      });
    const edge = x(index) ?? 0;
    const width = x.bandwidth();
    return { bin, left: edge, middle: edge + width / 2, width, top, boxes, text: write(bin.count) };
  });
}

interface Counts {
  /** The size of the counts. */
  size: number;
  /** Between a bar and its count. */
  gap: number;
  /** At either side of a count. */
  pad: number;
  /** How many px one across is. */
  px: number;
}

/** The bars whose counts lie on no other bar and on no other count: of those that do, the larger ones. */
export function withCounts(bars: readonly Bar[], { size, gap, pad, px }: Counts): Bar[] {
  const half = ({ text }: Bar): number => textWidth(text, size, true) / 2 + pad;
  const apart = (a: Bar, b: Bar): number => Math.abs(a.middle - b.middle) * px;
  const placed: Bar[] = [];
  for (const bar of bars.toSorted((a, b) => b.bin.count - a.bin.count)) {
    const onBar = bars.some(
      (other) =>
        other !== bar && other.top < bar.top - gap && apart(other, bar) < half(bar) + (other.width * px) / 2,
    );
    const onCount = placed.some(
      (other) => Math.abs(other.top - bar.top) < size && apart(other, bar) < half(bar) + half(other),
    );
    if (!onBar && !onCount) placed.push(bar);
  }
  return placed;
}
