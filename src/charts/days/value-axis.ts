import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Area } from '../drawing/area.ts';
import { label } from '../drawing/label.ts';
import { element } from '../drawing/svg.ts';
import type { Theme } from '../drawing/theme.ts';

export type ValueScale = ScaleLinear<number, number>;

/** Between the values and what they belong to. */
export const AXIS_GAP = 16;
/** About how many values are written. */
const TICKS = 5;

/**
 * All that is drawn has room, and no more is shown of the unit than that.
 * @param drawn the values that are drawn; with none all of the unit is shown
 * @param ends the lowest and the highest value that the unit has
 */
export function valueScale(
  drawn: readonly number[],
  [lowest, highest]: readonly [number, number],
  { top, bottom }: Pick<Area, 'top' | 'bottom'>,
): ValueScale {
  const step = (highest - lowest) / 20;
  const from = drawn.length === 0 ? lowest : Math.floor(Math.min(...drawn) / step + 1e-9) * step;
  const to = drawn.length === 0 ? highest : Math.ceil(Math.max(...drawn) / step - 1e-9) * step;
  const domain = [
    Math.max(lowest, Math.min(from, to - 2 * step)),
    Math.min(highest, Math.max(to, from + 2 * step)),
  ];
  return scaleLinear(domain, [bottom, top]).nice(TICKS);
}

/**
 * The values at the left of an area, each with its line across it.
 * @param write how a value is written
 */
export function valueAxis(
  scale: ValueScale,
  area: Area,
  write: (value: number) => string,
  theme: Theme,
): string {
  const { colours } = theme;
  return scale
    .ticks(TICKS)
    .flatMap((tick) => [
      element('line', {
        x1: theme.across(area.left),
        x2: theme.across(area.right),
        y1: scale(tick),
        y2: scale(tick),
        stroke: colours.rule,
        'stroke-width': 2 * theme.scale,
      }),
      label(write(tick), {
        x: theme.before(area.left, AXIS_GAP * theme.scale),
        // The digits of a font are about 0.73 of its size high.
        y: scale(tick) + theme.label * 0.365,
        theme,
        colour: colours.muted,
        anchor: 'end',
      }),
    ])
    .join('');
}
