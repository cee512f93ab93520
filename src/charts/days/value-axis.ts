import type { ScaleLinear } from 'd3-scale';
import type { Language } from '../../locales/index.ts';
import type { Area } from '../drawing/area.ts';
import { label } from '../drawing/label.ts';
import { element } from '../drawing/svg.ts';
import { colours, sizes } from '../drawing/theme.ts';
import { type Unit, valueText } from '../drawing/values.ts';

export type ValueScale = ScaleLinear<number, number>;

/** Between the values and what they belong to. */
export const AXIS_GAP = 16;
/** About how many values are written. */
export const TICKS = 5;

/** The values at the left of an area, each with its line across it. */
export function valueAxis(scale: ValueScale, area: Area, unit: Unit, language: Language): string {
  return scale
    .ticks(TICKS)
    .flatMap((tick) => [
      element('line', {
        x1: area.left,
        x2: area.right,
        y1: scale(tick),
        y2: scale(tick),
        stroke: colours.rule,
        'stroke-width': 2,
      }),
      label(valueText(tick, unit, language), {
        x: area.left - AXIS_GAP,
        // The digits of a font are about 0.73 of its size high.
        y: scale(tick) + sizes.label * 0.365,
        colour: colours.muted,
        anchor: 'end',
      }),
    ])
    .join('');
}
