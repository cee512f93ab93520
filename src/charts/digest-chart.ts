import { createTranslator, type Language, type Translate } from '../locales/index.ts';
import type { Drawn } from './drawing/area.ts';
import { attitudes, attitudeOf, type Bars, binsOf } from './ratings/bins.ts';
import { type DayFigure, daysPanel, type DaysPanel, centreStroke, figureOf } from './days/days-panel.ts';
import { attitudeBox, patterns } from './ratings/attitude-fill.ts';
import { histogram } from './ratings/histogram.ts';
import { label, textWidth } from './drawing/label.ts';
import { legend, type LegendItem, SAMPLE } from './drawing/legend.ts';
import { intervalBar, marker } from './days/markers.ts';
import { element } from './drawing/svg.ts';
import { AXIS_GAP } from './days/value-axis.ts';
import { colours, font, margin, pictureTheme, sizes, width } from './drawing/theme.ts';
import { dayText, endsOf, setText, type Unit, valueText } from './drawing/values.ts';

/** What the picture below a digest shows. Figures are in `unit`: shares in 0..1, or an NPS in -100..100. */
export interface DigestChartData extends Bars {
  /** `YYYY-MM-DD`, the last of `days`. */
  day: string;
  /** `scaleKey` of the ratings. */
  scale: string;
  unit: Unit;
  /** The days up to this one, oldest first. */
  days: readonly DayFigure[];
  centre: number | null;
  target: number | null;
  /** Of the day: every rating of the scale, ascending. */
  histogram: ReadonlyArray<{ rating: number; count: number }>;
}

const PLOT_HEIGHT = 400;
const BARS_HEIGHT = 280;
/** From one base line to the next. */
const LINE = 46;
/** Between two parts. */
const BREAK = 44;

/** The picture below a digest: the day's figure, the days before it, and how often each rating was given. */
export function digestChart(data: DigestChartData, language: Language): string {
  const t = createTranslator(language);
  const title = t('chart.title', { metric: metricOf(data.scale), day: dayText(data.day, language, 'long') });
  const head = header(title, data, t, language);
  const days = daysPart(data, head.bottom + BREAK, t, language);
  const ratings = ratingsPart(data, days.bottom + BREAK, t);
  const height = Math.ceil(ratings.bottom + margin);
  const page = { width, height, viewBox: `0 0 ${width} ${height}` };
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...page, role: 'img', 'aria-label': title, 'font-family': font },
    [patterns, element('rect', { width, height, fill: colours.paper }), head.svg, days.svg, ratings.svg],
  );
}

/** Names that every language uses as they are. */
const metricOf = (scale: string): string => (scale === 'nps' ? 'NPS' : scale === 'ces' ? 'CES' : 'CSAT');

/** The title, and the day's figure with how sure it is. */
function header(title: string, data: DigestChartData, t: Translate, language: Language): Drawn {
  const top = margin + sizes.title;
  const heading = label(title, { x: margin, y: top, size: sizes.title, bold: true, colour: colours.ink });
  const today = data.days.find(({ day }) => day === data.day);
  const value = today ? figureOf(today, data.unit) : null;
  if (!today || value === null) {
    const bottom = top + 24 + sizes.label;
    return {
      svg: heading + label(t('chart.noRatings'), { x: margin, y: bottom, colour: colours.muted }),
      bottom,
    };
  }
  const base = top + 32 + sizes.figure * 0.76;
  const figure = valueText(value, data.unit, language);
  const beside = margin + textWidth(figure, sizes.figure, true) + 28;
  const count = t('value.ratings', { count: today.n });
  const interval = intervalText(today, data.unit, t, language);
  const fits = beside + Math.max(textWidth(count), textWidth(interval)) <= width - margin;
  // A figure with many decimals leaves no room at its side.
  const { x, bottom } = fits ? { x: beside, bottom: base } : { x: margin, bottom: base + 2 * LINE };
  return {
    svg: [
      heading,
      label(figure, { x: margin, y: base, size: sizes.figure, bold: true, colour: colours.ink }),
      label(count, { x, y: bottom - LINE, colour: colours.ink }),
      label(interval, { x, y: bottom, colour: colours.muted }),
    ].join(''),
    bottom,
  };
}

function intervalText({ low, high }: DayFigure, unit: Unit, t: Translate, language: Language): string {
  if (low === null || high === null) return '';
  const ends = { low: valueText(low, unit, language), high: valueText(high, unit, language) };
  return unit === 'nps' ? t('chart.npsInterval', ends) : t('chart.interval', ends);
}

/** The days, and what is drawn of them. */
function daysPart(data: DigestChartData, top: number, t: Translate, language: Language): Drawn {
  const { unit, days, centre } = data;
  const target =
    data.target === null
      ? null
      : { value: data.target, name: t('chart.target'), text: setText(data.target, unit, language) };
  const panel: DaysPanel = { unit, days, centre, target };
  const heading = top + sizes.label;
  const beside = target
    ? AXIS_GAP + Math.max(textWidth(target.name), textWidth(target.text, sizes.label, true))
    : 0;
  const widest = Math.max(...endsOf[unit].map((end) => textWidth(valueText(end, unit, language))));
  const area = {
    left: margin + widest + AXIS_GAP,
    right: width - Math.max(margin, beside + 28),
    top: heading + 40,
    bottom: heading + 40 + PLOT_HEIGHT,
  };
  const none = days.every(({ n }) => n === 0);
  const keys = legend(none ? [] : daysKeys(panel, t), area.bottom + sizes.label + 44);
  return {
    svg: [
      label(t('chart.days', { count: days.length }), {
        x: margin,
        y: heading,
        bold: true,
        colour: colours.ink,
      }),
      daysPanel(panel, area, language),
      none
        ? label(t('chart.noneAtAll'), {
            x: (area.left + area.right) / 2,
            y: (area.top + area.bottom) / 2 - 16,
            colour: colours.muted,
            anchor: 'middle',
          })
        : '',
      keys.svg,
    ].join(''),
    bottom: keys.bottom,
  };
}

/** Only what is there to be seen. */
function daysKeys({ days, centre }: DaysPanel, t: Translate): LegendItem[] {
  const half = SAMPLE / 2;
  const day: LegendItem = {
    sample: (x, y) =>
      intervalBar({ x, signal: null, isLast: false }, y - half - 4, y + half + 4, pictureTheme) +
      marker({ x, y, signal: null, isLast: false }, pictureTheme),
    text: t('chart.dayWithInterval'),
  };
  const usual: LegendItem = {
    sample: (x, y) =>
      element('rect', {
        x: x - half,
        y: y - half,
        width: SAMPLE,
        height: SAMPLE,
        fill: colours.band,
        stroke: colours.bandEdge,
        'stroke-width': 3,
      }) +
      (centre === null ? '' : element('line', { x1: x - half, x2: x + half, y1: y, y2: y, ...centreStroke })),
    text: t('chart.usual'),
  };
  const outside = (signal: 'above' | 'below', text: string): LegendItem[] =>
    days.some((one) => one.signal === signal)
      ? [{ sample: (x, y) => marker({ x, y, signal, isLast: false }, pictureTheme), text }]
      : [];
  return [
    day,
    ...(days.some(({ limitLow }) => limitLow !== null) ? [usual] : []),
    ...outside('below', t('chart.below')),
    ...outside('above', t('chart.above')),
  ];
}

/** How often each rating was given on the day; nothing where none was. */
function ratingsPart(data: DigestChartData, top: number, t: Translate): Drawn {
  if (data.histogram.every(({ count }) => count === 0)) return { svg: '', bottom: top - BREAK };
  const heading = top + sizes.label;
  const write = (value: number): string => t('value.number', { value: value + 0 });
  const area = { left: margin, right: width - margin, top: heading + 20, bottom: heading + 20 + BARS_HEIGHT };
  const bins = binsOf(data, write);
  const sums = { dissatisfied: 0, neutral: 0, satisfied: 0 };
  for (const { rating, count } of data.histogram) sums[attitudeOf(rating, data)] += count;
  const words = data.scale === 'nps' ? npsWords : csatWords;
  const occurring = attitudes.filter((attitude) =>
    data.histogram.some(({ rating }) => attitudeOf(rating, data) === attitude),
  );
  const items = occurring.map(
    (attitude): LegendItem => ({
      sample: (x, y) => attitudeBox(attitude, x - SAMPLE / 2, y - SAMPLE / 2, SAMPLE, SAMPLE),
      text: t(words[attitude], { count: sums[attitude] }),
    }),
  );
  const keys = legend(items, area.bottom + 20);
  return {
    svg: [
      label(t('chart.histogram'), { x: margin, y: heading, bold: true, colour: colours.ink }),
      histogram(bins, area, (count) => t('value.count', { count })),
      keys.svg,
    ].join(''),
    bottom: keys.bottom,
  };
}

const csatWords = {
  dissatisfied: 'chart.dissatisfied',
  neutral: 'chart.neutral',
  satisfied: 'chart.satisfied',
} as const;
const npsWords = {
  dissatisfied: 'chart.detractors',
  neutral: 'chart.passives',
  satisfied: 'chart.promoters',
} as const;
