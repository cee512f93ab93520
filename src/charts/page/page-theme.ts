import { element } from '../drawing/svg.ts';
import { colours, type Theme } from '../drawing/theme.ts';

/** The size of all texts in an SVG of a page, CSS px at any width. */
export const LABEL = 13;
/** Of the picture's sizes, which are made for a third of its width. */
const SCALE = 0.4;

/** `var(--chart-goodPale)`: custom properties of `charts.css`, so that a page in dark colours needs no other chart. */
const pageColours = Object.fromEntries(
  Object.keys(colours).map((name) => [
    name,
    `var(--chart-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)})`,
  ]),
) as Record<keyof typeof colours, string>;

/**
 * A chart as wide as what it stands in: places across are percentages, in 0..100, and sizes are px. So texts and marks
 * are as large on a phone as on a wide screen, and one SVG serves both.
 * @param height of the SVG, px
 */
export function pageTheme(height: number): Theme {
  return {
    colours: pageColours,
    font: undefined,
    label: LABEL,
    scale: SCALE,
    // Written once in `charts.css`, since a chart has some hundred.
    mark: (hue) => ({ class: `chart-${hue}` }),
    across: (x) => `${Math.round(x * 100) / 100}%`,
    before: (_, gap) => -gap,
    digits: 2,
    path(d, attributes) {
      const stretched = { viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none' };
      return element('svg', { width: '100%', height, ...stretched }, [
        element('path', { d, ...attributes, 'vector-effect': 'non-scaling-stroke' }),
      ]);
    },
    shape(d, x, y, turn, attributes) {
      const transform = turn === 0 ? undefined : `rotate(${turn})`;
      return element('svg', { x: this.across(x), y, overflow: 'visible' }, [
        element('path', { d, transform, ...attributes }),
      ]);
    },
  };
}
