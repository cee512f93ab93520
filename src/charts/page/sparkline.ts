import { line } from 'd3-shape';
import { scaleLinear } from 'd3-scale';
import { element } from '../drawing/svg.ts';
import { valueScale } from '../days/value-axis.ts';
import type { SparklineData } from './data.ts';
import { pageTheme } from './page-theme.ts';
import { endsOfMeasure } from './words.ts';

const HEIGHT = 32;
const theme = pageTheme(HEIGHT);
const { colours } = theme;

/** The course of a figure, small, beside the figure itself; it says nothing aloud. '' where there is no course. */
export function sparkline({ measure, values }: SparklineData): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return '';
  const x = scaleLinear([0, values.length - 1], [2, 96]);
  const y = valueScale(known, endsOfMeasure(measure), { top: 4, bottom: HEIGHT - 4 });
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0))
    .digits(theme.digits);
  const last = values.findLastIndex((value) => value !== null);
  return element('svg', { class: 'chart-spark', width: '100%', height: HEIGHT, 'aria-hidden': 'true' }, [
    theme.path(path(values) ?? '', { fill: 'none', stroke: colours.good, 'stroke-width': 1.6 }),
    element('circle', { cx: theme.across(x(last)), cy: y(values[last] ?? 0), r: 3, fill: colours.good }),
  ]);
}
