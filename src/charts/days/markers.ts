import { symbol, symbolTriangle } from 'd3-shape';
import { element } from '../drawing/svg.ts';
import type { Theme } from '../drawing/theme.ts';

export type Signal = 'above' | 'below' | null;

interface Marker {
  x: number;
  y: number;
  signal: Signal;
  /** The day that the picture is about. */
  isLast: boolean;
}

const colourOf = (signal: Signal, { colours }: Theme): string =>
  signal === 'below' ? colours.bad : colours.good;
const paleOf = (signal: Signal, { colours }: Theme): string =>
  signal === 'below' ? colours.badPale : colours.goodPale;

/** A day's figure: a disc, or outside of the limits a triangle that points the way. */
export function marker({ x, y, signal, isLast }: Marker, theme: Theme): string {
  const { scale } = theme;
  const outline = theme.mark(signal === 'below' ? 'bad' : 'good');
  if (signal === null) {
    return element('circle', { cx: theme.across(x), cy: y, r: (isLast ? 15 : 9) * scale, ...outline });
  }
  const d = symbol(symbolTriangle, (isLast ? 900 : 560) * scale ** 2).digits(1)() ?? '';
  return theme.shape(d, x, y, signal === 'below' ? 180 : 0, outline);
}

/** The interval in which a figure would lie had many more answered, from `low` to `high`. */
export function intervalBar(
  { x, signal, isLast }: Omit<Marker, 'y'>,
  low: number,
  high: number,
  theme: Theme,
): string {
  const at = theme.across(x);
  return element('line', {
    x1: at,
    x2: at,
    y1: low,
    y2: high,
    stroke: isLast ? colourOf(signal, theme) : paleOf(signal, theme),
    'stroke-width': (isLast ? 8 : 6) * theme.scale,
  });
}
