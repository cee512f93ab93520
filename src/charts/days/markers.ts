import { symbol, symbolTriangle } from 'd3-shape';
import { element } from '../drawing/svg.ts';
import { colours } from '../drawing/theme.ts';

export type Signal = 'above' | 'below' | null;

interface Marker {
  x: number;
  y: number;
  signal: Signal;
  /** The day that the picture is about. */
  isLast: boolean;
}

const colourOf = (signal: Signal): string => (signal === 'below' ? colours.bad : colours.good);
const paleOf = (signal: Signal): string => (signal === 'below' ? colours.badPale : colours.goodPale);

/** A day's figure: a disc, or outside of the limits a triangle that points the way. */
export function marker({ x, y, signal, isLast }: Marker): string {
  const outline = { fill: colourOf(signal), stroke: colours.paper, 'stroke-width': 3 };
  if (signal === null) return element('circle', { cx: x, cy: y, r: isLast ? 15 : 9, ...outline });
  const turn = signal === 'below' ? ' rotate(180)' : '';
  const d = symbol(symbolTriangle, isLast ? 900 : 560).digits(1)() ?? '';
  return element('path', { d, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})${turn}`, ...outline });
}

/** The interval in which a figure would lie had many more answered, from `low` to `high`. */
export function intervalBar(x: number, low: number, high: number, signal: Signal, isLast: boolean): string {
  const stroke = isLast ? colourOf(signal) : paleOf(signal);
  return element('line', { x1: x, x2: x, y1: low, y2: high, stroke, 'stroke-width': isLast ? 8 : 6 });
}
