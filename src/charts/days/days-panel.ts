import { line } from 'd3-shape';
import { scaleBand } from 'd3-scale';
import type { Language } from '../../locales/index.ts';
import type { Area } from '../drawing/area.ts';
import { dayAxis, middleOf } from './day-axis.ts';
import { label } from '../drawing/label.ts';
import { levelLine, limitsBand } from './limits.ts';
import { intervalBar, marker, type Signal } from './markers.ts';
import { element } from '../drawing/svg.ts';
import { colours, pictureTheme, sizes } from '../drawing/theme.ts';
import { AXIS_GAP, valueAxis, valueScale } from './value-axis.ts';
import { endsOf, type Unit, valueText } from '../drawing/values.ts';

/** One day of a figure. All values are in the unit of the chart, but for `hits`. */
export interface DayFigure extends JudgedFigure {
  /** `YYYY-MM-DD` */
  day: string;
  /** Of a share the satisfied ratings, of an NPS the promoters less the detractors. */
  hits: number;
}

/** What is drawn of a figure besides its value. */
export interface JudgedFigure {
  /** How many ratings there are; 0: there is a gap. */
  n: number;
  /** The 95 % interval. */
  low: number | null;
  high: number | null;
  /** The limits that it usually lies in; null: there are none. */
  limitLow: number | null;
  limitHigh: number | null;
  /** On which side of the limits it lies. */
  signal: Signal;
}

/** A line to be reached, with its words. */
export interface Target {
  value: number;
  name: string;
  text: string;
}

export interface DaysPanel {
  unit: Unit;
  days: readonly DayFigure[];
  /** The middle of the limits. */
  centre: number | null;
  target: Target | null;
}

/** The figure of a day; null: nobody rated. */
export function figureOf({ hits, n }: DayFigure, unit: Unit): number | null {
  if (n === 0) return null;
  return (hits / n) * (unit === 'nps' ? 100 : 1);
}

const targetStroke = { stroke: colours.ink, 'stroke-width': 4, 'stroke-dasharray': '16 10' } as const;
export const centreStroke = { stroke: colours.bandEdge, 'stroke-width': 3 } as const;

/**
 * Days beside one another with their intervals, the limits and the target.
 * @param area the plot alone: values stand at its left, dates below it, the target's name at its right
 */
export function daysPanel(panel: DaysPanel, area: Area, language: Language): string {
  const { unit, days, centre, target } = panel;
  const names = days.map(({ day }) => day);
  const x = scaleBand(names, [area.left, area.right]);
  const y = valueScale(drawnValues(panel), endsOf[unit], area);
  const points = days.map((day, index) => {
    const value = figureOf(day, unit);
    const isLast = index === days.length - 1;
    return { ...day, isLast, x: middleOf(x, day.day), y: value === null ? null : y(value) };
  });
  const path = line<(typeof points)[number]>()
    .defined((point) => point.y !== null)
    .x((point) => point.x)
    .y((point) => point.y ?? 0)
    .digits(1);
  const intervals = points.map(({ x: at, low, high, signal, isLast }) =>
    low === null || high === null
      ? ''
      : intervalBar({ x: at, signal, isLast }, y(low), y(high), pictureTheme),
  );
  const stroke = { fill: 'none', stroke: colours.good, 'stroke-width': 3 };
  const markers = points.map(({ x: at, y: height, signal, isLast }) =>
    height === null ? '' : marker({ x: at, y: height, signal, isLast }, pictureTheme),
  );
  return [
    limitsBand(days, x, y, pictureTheme),
    valueAxis(y, area, (value) => valueText(value, unit, language), pictureTheme),
    centre === null ? '' : levelLine(centre, days, x, y, centreStroke, pictureTheme),
    target ? levelLine(target.value, days, x, y, targetStroke, pictureTheme) : '',
    ...intervals,
    element('path', { d: path(points) ?? '', ...stroke }),
    ...markers,
    target
      ? targetLabel(target, area.right + AXIS_GAP, Math.min(y(target.value), area.bottom - sizes.label))
      : '',
    dayAxis(x, names, area.bottom + sizes.label + 18, language),
  ].join('');
}

/** Its name above the height of the line, its value below. */
function targetLabel({ name, text }: Target, x: number, y: number): string {
  const place = { x, colour: colours.ink };
  return label(name, { ...place, y: y - 6 }) + label(text, { ...place, y: y + sizes.label, bold: true });
}

function drawnValues({ unit, days, centre, target }: DaysPanel): number[] {
  return [
    ...days.flatMap((day) => [figureOf(day, unit), day.low, day.high, day.limitLow, day.limitHigh]),
    centre,
    target?.value ?? null,
  ].filter((value) => value !== null);
}
