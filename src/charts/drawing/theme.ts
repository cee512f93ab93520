import { element } from './svg.ts';

/**
 * How charts look. A chat shows a picture at about a third of its width, so 33 here are 11 pixels of a phone's screen,
 * the least that anything is written in. Each picture has its own white background: it looks the same in a dark chat.
 */

export const width = 1080;
export const margin = 48;
export const font = 'DejaVu Sans, sans-serif';

/** The sizes of texts; there are no others. */
export const sizes = { label: 33, title: 42, figure: 88 } as const;

/**
 * Two hues that people with any kind of colour blindness tell apart, and greys. What a hue says a shape or a pattern
 * says too.
 * @see Okabe, M., Ito, K. (2008), Color Universal Design
 */
export const colours = {
  paper: '#ffffff',
  ink: '#1a1a1a',
  muted: '#595959',
  rule: '#dedede',
  band: '#ececec',
  bandEdge: '#8a8a8a',
  good: '#0072b2',
  goodPale: '#7fb8dc',
  bad: '#d55e00',
  badPale: '#f0b48a',
  neutral: '#a3a3a3',
} as const;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** In what the picture of a digest and the charts of pages differ, so that both are drawn by the same code. */
export interface Theme {
  colours: Readonly<Record<keyof typeof colours, string>>;
  /** The font of labels; undefined: that of what is around. */
  font: string | undefined;
  /** The size of labels, px. */
  label: number;
  /** How large strokes, marks and gaps are, in parts of the picture's. */
  scale: number;
  /** How a mark in one of the hues is filled and outlined. */
  mark(hue: 'good' | 'bad'): Attributes;
  /** A place across as it is written: px in the picture; on a page, where the width is not known, a percentage. */
  across(x: number): number | string;
  /** A place so many px to the left of the left edge of a chart's area. */
  before(left: number, gap: number): number;
  /** Decimals of the numbers in a path. */
  digits: number;
  /** Lines and faces, whose places are numbers in a path. */
  path(d: string, attributes: Attributes): string;
  /** A path around (0, 0), put at a place, as large at any width. */
  shape(d: string, x: number, y: number, turn: number, attributes: Attributes): string;
}

export const pictureTheme: Theme = {
  colours,
  font,
  label: sizes.label,
  scale: 1,
  mark: (hue) => ({ fill: colours[hue], stroke: colours.paper, 'stroke-width': 3 }),
  across: (x) => x,
  before: (left, gap) => left - gap,
  digits: 1,
  path: (d, attributes) => element('path', { d, ...attributes }),
  shape(d, x, y, turn, attributes) {
    const turned = turn === 0 ? '' : ` rotate(${turn})`;
    const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)})${turned}`;
    return element('path', { d, transform, ...attributes });
  },
};
