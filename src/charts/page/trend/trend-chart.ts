import { scaleBand } from 'd3-scale';
import { line } from 'd3-shape';
import { createTranslator, type Language } from '../../../locales/index.ts';
import { type DayScale, middleOf } from '../../days/day-axis.ts';
import { levelLine, limitsBand } from '../../days/limits.ts';
import { marker } from '../../days/markers.ts';
import { valueAxis, type ValueScale, valueScale } from '../../days/value-axis.ts';
import { textWidth } from '../../drawing/label.ts';
import { element } from '../../drawing/svg.ts';
import type { ChartOptions, TrendData, TrendPoint } from '../data.ts';
import { drawing, frame, layouts, linked, nothing, pageLabel, seenIn, silent } from '../frame.ts';
import { keyList, strokes } from '../keys.ts';
import { LABEL, pageTheme } from '../page-theme.ts';
import { endsOfMeasure, saidOfTime, valueOf } from '../words.ts';
import { ticksOf, timeText } from './times.ts';
import { trendKeys } from './trend-keys.ts';

const AREA = { left: 0, right: 100, top: 10, bottom: 230 };
const HEIGHT = 260;
const DATES = HEIGHT - 8;
/** With more points there is no room for a mark on each, and no sense in a stop of the keyboard at each. */
const MOST_MARKS = 62;
/** So much of a date may stand out at the right, px. */
const RIGHT = 12;

const theme = pageTheme(HEIGHT);
const { colours } = theme;
const stroke = { stroke: colours.good, 'stroke-width': 1.6 };
/** Of many points the edges of the limits would be the most that is seen. */
const withoutEdges = { ...theme, colours: { ...colours, bandEdge: 'none' } };

/**
 * A figure from day to day (week, month) with its intervals and limits, the target, and the period before. Of more
 * than 62 points those alone are marked that lie outside of their limits.
 */
export function trendChart(data: TrendData, { language, title }: ChartOptions): string {
  const t = createTranslator(language);
  const { points, previous, centre, target, measure } = data;
  if (points.every(({ value }) => value === null)) return nothing(t, data.counted);
  const isDense = points.length > MOST_MARKS;
  const x = scaleBand(
    points.map(({ from }) => from),
    [AREA.left, AREA.right],
  );
  const y = valueScale(drawnValues(data), endsOfMeasure(measure), AREA);
  const xOf = (index: number): number => middleOf(x, points[index]?.from ?? '');
  const days = points.map((point) => ({ ...point, day: point.from }));
  const behind = [
    limitsBand(days, x, y, isDense ? withoutEdges : theme),
    valueAxis(y, AREA, (value) => valueOf(t, measure, value), theme),
    centre === null ? '' : levelLine(centre, days, x, y, strokes.centre, theme),
    curve(previous.slice(0, points.length), xOf, y, strokes.previous),
    target === null ? '' : levelLine(target, days, x, y, strokes.target, theme),
    ...intervals(isDense ? points.filter(({ signal }) => signal !== null) : points, x, y),
    curve(points, xOf, y, stroke),
    ...dates(data, xOf, language),
  ];
  const marks = points.map((point, index) => {
    const { value, signal, href } = point;
    const isAlone = [index - 1, index + 1].every((beside) => (points[beside]?.value ?? null) === null);
    const isMarked = value !== null && (!isDense || signal !== null || isAlone);
    const title = saidOfTime(t, timeText(point, data.step, language), point, data);
    return linked({ href, title, isQuiet: isDense && signal === null }, [
      column(point, x),
      isMarked ? marker({ x: xOf(index), y: y(value), signal, isLast: false }, theme) : '',
    ]);
  });
  return frame([
    drawing({ height: HEIGHT, title, hasAxis: true }, [silent(behind), ...marks]),
    keyList(trendKeys(data, !isDense, t)),
  ]);
}

/** A line through the values, with gaps where there is none. */
function curve(
  points: ReadonlyArray<{ value: number | null }>,
  xOf: (index: number) => number,
  y: ValueScale,
  attributes: Record<string, string | number>,
): string {
  const path = line<{ value: number | null }>()
    .defined(({ value }) => value !== null)
    .x((_, index) => xOf(index))
    .y(({ value }) => y(value ?? 0))
    .digits(theme.digits);
  const d = path(points);
  return d ? theme.path(d, { fill: 'none', ...attributes }) : '';
}

/** As `intervalBar` draws them, but one path for all of a colour: a page has many. */
function intervals(points: readonly TrendPoint[], x: DayScale, y: ValueScale): string[] {
  return [colours.goodPale, colours.badPale].map((colour) => {
    const bars = points.map(({ from, low, high, signal }) => {
      const isOther = (signal === 'below') !== (colour === colours.badPale);
      if (isOther || low === null || high === null) return '';
      return `M${middleOf(x, from).toFixed(2)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}`;
    });
    const d = bars.join('');
    return d === '' ? '' : theme.path(d, { stroke: colour, 'stroke-width': 6 * theme.scale });
  });
}

/** Where a pointer finds a point: all that is above and below it. */
function column({ from }: TrendPoint, x: DayScale): string {
  const place = { x: theme.across(x(from) ?? 0), width: theme.across(x.bandwidth()) };
  return element('rect', { class: 'chart-hit', ...place, y: AREA.top, height: AREA.bottom - AREA.top });
}

function dates(data: TrendData, xOf: (index: number) => number, language: Language): string[] {
  return ticksOf(data, language).map(({ index, text, shown }) => {
    // The last date must not stand out at the right, on a phone least of all.
    const isCut = textWidth(text, LABEL) / 2 - RIGHT > ((100 - xOf(index)) / 100) * layouts.s;
    return pageLabel(text, {
      x: isCut ? '100%' : theme.across(xOf(index)),
      y: DATES,
      colour: colours.muted,
      anchor: isCut ? 'end' : 'middle',
      class: seenIn(shown),
    });
  });
}

function drawnValues({ points, previous, centre, target }: TrendData): number[] {
  return [
    ...points.flatMap(({ value, low, high, limitLow, limitHigh }) => [value, low, high, limitLow, limitHigh]),
    ...previous.slice(0, points.length).map(({ value }) => value),
    centre,
    target,
  ].filter((value) => value !== null);
}
