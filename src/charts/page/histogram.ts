import { createTranslator, type Translate } from '../../locales/index.ts';
import { isNps, parseScaleKey } from '../../scale.ts';
import { count as countText, number, ratingText, share } from '../../text/figures.ts';
import { element } from '../drawing/svg.ts';
import { attitudeFill, hatchPattern } from '../ratings/attitude-fill.ts';
import { type Bar, barsOf, withCounts } from '../ratings/bars.ts';
import { type Attitude, attitudeOf, attitudes, binsOf } from '../ratings/bins.ts';
import type { ChartOptions, HistogramData, Table } from './data.ts';
import {
  AXIS_WIDTH,
  drawing,
  frame,
  layoutNames,
  layouts,
  linked,
  nothing,
  pageLabel,
  seenIn,
  silent,
} from './frame.ts';
import { type Key, keyList, keyTheme } from './keys.ts';
import { LABEL, pageTheme } from './page-theme.ts';

const HEIGHT = 220;
/** Of the bars. */
const PLACE = { left: 0, right: 100, base: 190, highest: 26, least: 3 };
const GAP = 6;

const theme = pageTheme(HEIGHT);
const { colours } = theme;

/** How often each rating of a scale was given. */
export function histogramChart(data: HistogramData, { language, title, id }: ChartOptions): string {
  const t = createTranslator(language);
  if (totalOf(data) === 0) return nothing(t);
  const hatch = `${id}-hatch`;
  const bins = binsOf(data, (rating) => number(t, rating));
  const bars = barsOf(bins, { ...PLACE, padding: paddingOf(bins.length) }, (count) => countText(t, count));
  const base = { x1: '0%', x2: '100%', y1: PLACE.base, y2: PLACE.base };
  return frame([
    drawing({ height: HEIGHT, title, hasAxis: false }, [
      hatchPattern(hatch, theme),
      ...bars.map((bar) =>
        linked({ href: data.href(bar.bin.ratings), title: barText(t, bar, data) }, [
          element('rect', {
            class: 'chart-hit',
            x: theme.across(bar.left),
            y: PLACE.highest,
            width: theme.across(bar.width),
            height: HEIGHT - PLACE.highest,
          }),
          ...bar.boxes.map(({ attitude, top, height }) =>
            element('rect', {
              x: theme.across(bar.left),
              y: top,
              width: theme.across(bar.width),
              height,
              ...attitudeFill(attitude, hatch, theme),
            }),
          ),
        ]),
      ),
      silent([
        ...bars.map(({ bin, middle }) =>
          pageLabel(bin.label, {
            x: theme.across(middle),
            y: HEIGHT - 8,
            colour: colours.muted,
            anchor: 'middle',
          }),
        ),
        ...countsOf(bars),
        element('line', { ...base, stroke: colours.bandEdge, 'stroke-width': 1.2 }),
      ]),
    ]),
    keyList(attitudeKeys(t, data, id)),
  ]);
}

/** A few bars are not as wide as all of the page. */
const paddingOf = (bars: number): number => (bars <= 3 ? 0.5 : bars <= 7 ? 0.3 : 0.18);

const totalOf = ({ histogram }: HistogramData): number =>
  histogram.reduce((sum, { count }) => sum + count, 0);

/** The counts above the bars, in the layouts that have room for them. */
function countsOf(bars: readonly Bar[]): string[] {
  const placed = layoutNames.map((name) => {
    const counts = { size: LABEL, gap: GAP, pad: 3, px: (layouts[name] + AXIS_WIDTH) / 100 };
    return [name, new Set(withCounts(bars, counts))] as const;
  });
  return bars.flatMap((bar) => {
    const shown = placed.filter(([, ones]) => ones.has(bar)).map(([name]) => name);
    if (shown.length === 0) return [];
    const isNone = bar.bin.count === 0;
    return pageLabel(bar.text, {
      x: theme.across(bar.middle),
      y: bar.top - GAP,
      colour: isNone ? colours.muted : colours.ink,
      bold: !isNone,
      anchor: 'middle',
      class: seenIn(shown),
    });
  });
}

/** `4 of 5: 20 ratings, 29%` */
function barText(t: Translate, { bin }: Bar, data: HistogramData): string {
  const [only = 0] = bin.ratings;
  const name = bin.ratings.length === 1 ? ratingText(t, only, data.scale) : bin.label;
  const ratings = t('value.ratings', { count: bin.count });
  return t('chart.saidShare', { name, count: ratings, share: share(t, bin.count / totalOf(data)) });
}

function attitudeKeys(t: Translate, data: HistogramData, id: string): Key[] {
  return attitudes.flatMap((attitude) => {
    const of = data.histogram.filter(({ rating }) => attitudeOf(rating, data) === attitude);
    if (of.length === 0) return [];
    const count = of.reduce((sum, one) => sum + one.count, 0);
    const hatch = `${id}-key`;
    const box = { x: 4.5, y: 0.5, width: 15, height: 15, ...attitudeFill(attitude, hatch, keyTheme) };
    return [
      {
        sample: [attitude === 'dissatisfied' ? hatchPattern(hatch, keyTheme) : '', element('rect', box)],
        text: `${t(wordsOf(data)[attitude], { count })} (${share(t, count / totalOf(data))})`,
      },
    ];
  });
}

const wordsOf = ({ scale }: HistogramData) => (isNps(parseScaleKey(scale)) ? npsWords : csatWords);

const csatWords = {
  dissatisfied: 'chart.dissatisfied',
  neutral: 'chart.neutral',
  satisfied: 'chart.satisfied',
} as const satisfies Record<Attitude, string>;
const npsWords = {
  dissatisfied: 'chart.detractors',
  neutral: 'chart.passives',
  satisfied: 'chart.promoters',
} as const satisfies Record<Attitude, string>;

/** The numbers of `histogramChart`: every rating of the scale, the highest first. */
export function histogramTable(data: HistogramData, { language, title }: ChartOptions): Table {
  const t = createTranslator(language);
  const total = totalOf(data);
  return {
    caption: title,
    head: [
      t('chart.ratingHead'),
      t('chart.countedHead', { counted: 'ratings' }),
      t('chart.shareHead'),
      t('chart.attitudeHead'),
    ],
    rows: data.histogram.toReversed().map(({ rating, count }) => {
      const href = data.href([rating]);
      return [
        { text: number(t, rating), ...(href !== null && { href }) },
        { text: countText(t, count), numeric: true },
        { text: share(t, total === 0 ? null : count / total), numeric: true },
        {
          text: t('chart.attitude', {
            attitude: attitudeOf(rating, data),
            nps: isNps(parseScaleKey(data.scale)) ? 'yes' : 'no',
          }),
        },
      ];
    }),
  };
}
