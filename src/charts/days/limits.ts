import { area, line } from 'd3-shape';
import { element } from '../drawing/svg.ts';
import { type DayScale, middleOf } from './day-axis.ts';
import type { Theme } from '../drawing/theme.ts';
import type { ValueScale } from './value-axis.ts';

interface Limits {
  day: string;
  limitLow: number | null;
  limitHigh: number | null;
}

interface Edge {
  x: number;
  low: number;
  high: number;
}

/** The range that days usually lie in: a band in steps, since it depends on how many answered; none where it is null. */
export function limitsBand(days: readonly Limits[], x: DayScale, y: ValueScale, theme: Theme): string {
  const { colours } = theme;
  const edges = days.flatMap(({ day, limitLow, limitHigh }): Array<Edge | null> => {
    if (limitLow === null || limitHigh === null) return [null];
    const left = x(day) ?? 0;
    const step = { low: y(limitLow), high: y(limitHigh) };
    return [
      { x: left, ...step },
      { x: left + x.bandwidth(), ...step },
    ];
  });
  const isThere = (edge: Edge | null): boolean => edge !== null;
  const xOf = (edge: Edge | null): number => edge?.x ?? 0;
  const lowOf = (edge: Edge | null): number => edge?.low ?? 0;
  const highOf = (edge: Edge | null): number => edge?.high ?? 0;
  const path = (d: string | null, attributes: Record<string, string | number>): string =>
    d ? theme.path(d, attributes) : '';
  const shape = area<Edge | null>().defined(isThere).x(xOf).y0(lowOf).y1(highOf).digits(theme.digits);
  const edge = line<Edge | null>().defined(isThere).x(xOf).digits(theme.digits);
  const stroke = { fill: 'none', stroke: colours.bandEdge, 'stroke-width': 3 * theme.scale };
  return [
    path(shape(edges), { fill: colours.band }),
    path(edge.y(lowOf)(edges), stroke),
    path(edge.y(highOf)(edges), stroke),
  ].join('');
}

/** A straight line over all days at one value. */
export function levelLine(
  value: number,
  days: readonly Limits[],
  x: DayScale,
  y: ValueScale,
  stroke: Record<string, string | number>,
  theme: Theme,
): string {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return '';
  const half = x.bandwidth() / 2;
  return element('line', {
    x1: theme.across(middleOf(x, first.day) - half),
    x2: theme.across(middleOf(x, last.day) + half),
    y1: y(value),
    y2: y(value),
    ...stroke,
  });
}
