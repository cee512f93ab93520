import { intervalBar, marker, type Signal } from '../days/markers.ts';
import { element, escaped } from '../drawing/svg.ts';
import { pageTheme } from './page-theme.ts';

/** What is below a chart: samples of what is drawn, with their words. */
export interface Key {
  /** Drawn into a box of 24 by 16 px. */
  sample: readonly string[];
  text: string;
}

const WIDTH = 24;
const HEIGHT = 16;
const MIDDLE = { x: 50, y: HEIGHT / 2 };

export const keyTheme = pageTheme(HEIGHT);
const { colours } = keyTheme;

/** The lines that charts have in common. */
export const strokes = {
  centre: { stroke: colours.bandEdge, 'stroke-width': 1.2 },
  target: { stroke: colours.ink, 'stroke-width': 1.6, 'stroke-dasharray': '6 4' },
  previous: {
    stroke: colours.neutral,
    'stroke-width': 1.6,
    'stroke-dasharray': '0 4',
    'stroke-linecap': 'round',
  },
} as const;

/** A list that wraps as text does. */
export function keyList(keys: readonly Key[]): string {
  const items = keys.map(({ sample, text }) =>
    element('li', {}, [
      element('svg', { width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' }, sample),
      element('span', {}, [escaped(text)]),
    ]),
  );
  return items.length === 0 ? '' : element('ul', { class: 'chart-keys' }, items);
}

export const markKey = (signal: Signal, text: string): Key => ({
  sample: [marker({ ...MIDDLE, signal, isLast: false }, keyTheme)],
  text,
});

/** A mark on its interval, which lies or stands. */
export function intervalKey(direction: 'lying' | 'upright', text: string): Key {
  const lying = { x1: '0%', x2: '100%', y1: MIDDLE.y, y2: MIDDLE.y };
  const interval =
    direction === 'upright'
      ? intervalBar({ x: MIDDLE.x, signal: null, isLast: false }, 1, HEIGHT - 1, keyTheme)
      : element('line', { ...lying, stroke: colours.goodPale, 'stroke-width': 6 });
  return { sample: [interval, marker({ ...MIDDLE, signal: null, isLast: false }, keyTheme)], text };
}

export function lineKey(direction: 'lying' | 'upright', name: keyof typeof strokes, text: string): Key {
  const place =
    direction === 'upright'
      ? { x1: '50%', x2: '50%', y1: 0, y2: HEIGHT }
      : { x1: '0%', x2: '100%', y1: MIDDLE.y, y2: MIDDLE.y };
  return { sample: [element('line', { ...place, ...strokes[name] })], text };
}

/** A range between two edges. @param within drawn into it */
export function bandKey(
  text: string,
  { dash, opacity, within = '' }: { dash?: string; opacity?: number; within?: string } = {},
): Key {
  const face = { x: 0, y: 2, width: '100%', height: HEIGHT - 4 };
  const edges = `M0 2H${WIDTH}M0 ${HEIGHT - 2}H${WIDTH}`;
  return {
    sample: [
      element('rect', { ...face, fill: colours.band, 'fill-opacity': opacity }),
      element('path', {
        d: edges,
        stroke: colours.bandEdge,
        'stroke-width': 1,
        'stroke-dasharray': dash,
      }),
      within,
    ],
    text,
  };
}

/** The marks of both sides, as far as they are there. */
export function outsideKeys(signals: readonly Signal[], write: (side: 'above' | 'below') => string): Key[] {
  return (['below', 'above'] as const)
    .filter((side) => signals.includes(side))
    .map((side) => markKey(side, write(side)));
}
