import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { createTranslator, type Translate } from '../../../locales/index.ts';
import { count as countText } from '../../../text/figures.ts';
import { marker, type Signal } from '../../days/markers.ts';
import { valueScale } from '../../days/value-axis.ts';
import { textWidth } from '../../drawing/label.ts';
import { element } from '../../drawing/svg.ts';
import type { ChartOptions, IntervalBarsData, Measure, Part } from '../data.ts';
import { frame, type Layout, layoutNames, nothing, pageLabel, paragraph, seenIn, span } from '../frame.ts';
import { intervalKey, type Key, keyList, lineKey, outsideKeys, strokes } from '../keys.ts';
import { LABEL, pageTheme } from '../page-theme.ts';
import { endsOfMeasure, nameOf, saidOfPart, setValueOf, valueOf } from '../words.ts';

/** More stand in the table alone. */
const MOST = 12;
const HEIGHT = 28;
const MIDDLE = HEIGHT / 2;

const theme = pageTheme(HEIGHT);
const { colours } = theme;

/** The figure of each topic, channel or scenario with its interval, a row each, and the line of the whole. */
export function intervalBars(data: IntervalBarsData, { language, title, id }: ChartOptions): string {
  const t = createTranslator(language);
  const shown = data.parts.slice(0, MOST);
  if (shown.length === 0) return nothing(t, data.counted);
  const x = axisOf(data, shown);
  const rest = data.parts.length - shown.length;
  const lines = `${id}-lines`;
  const rows = shown.map((part) => element('li', {}, [row(part, data, lines, x, t)]));
  return frame([
    element('div', { class: 'chart-rows' }, [
      head(data, lines, x, t),
      element('ul', { 'aria-label': title }, rows),
    ]),
    rest === 0 ? '' : paragraph('chart-more', t('chart.moreParts', { count: rest })),
    keyList(keysOf(data, t)),
  ]);
}

type Across = ScaleLinear<number, number>;

/** As of the trend's values, so that what is compared fills the width. */
function axisOf({ measure, centre, target }: IntervalBarsData, shown: readonly Part[]): Across {
  const drawn = [...shown.flatMap(({ value, low, high }) => [value, low, high]), centre, target ?? null];
  const values = drawn.filter((value) => value !== null);
  return scaleLinear(valueScale(values, endsOfMeasure(measure), { top: 0, bottom: 1 }).domain(), [0, 100]);
}

/** How wide the bars' column is at least, px: on a phone it has the whole width. */
export const trackWidths: Record<Layout, number> = { s: 270, m: 180, l: 400 };
/** About how many values are written above the bars. */
const TICKS = 4;

/** The lines that all rows have. */
function linesOf({ centre, target }: IntervalBarsData, id: string, x: Across): string {
  const upright = (at: number, stroke: Record<string, string | number>): string =>
    element('line', { x1: theme.across(x(at)), x2: theme.across(x(at)), y1: 0, y2: HEIGHT, ...stroke });
  return element('g', { id }, [
    ...x.ticks(TICKS).map((tick) => upright(tick, { stroke: colours.rule, 'stroke-width': 1 })),
    centre === null ? '' : upright(centre, strokes.centre),
    target == null ? '' : upright(target, strokes.target),
  ]);
}

/** The names of the columns, and the values along the bars. */
function head(data: IntervalBarsData, lines: string, x: Across, t: Translate): string {
  const { measure, counted, dimension } = data;
  return element('div', { class: 'chart-row chart-head', 'aria-hidden': 'true' }, [
    span('chart-name', t('chart.dimension', { dimension })),
    svg([element('defs', {}, [linesOf(data, lines, x)]), ...tickLabels(measure, x, t)]),
    span('chart-value', measure.name),
    span('chart-n', t('chart.countedHead', { counted: counted ?? 'ratings' })),
  ]);
}

/** Those at the ends stay within the bars' column, and others are left out where they would lie on them. */
function tickLabels(measure: Measure, x: Across, t: Translate): string[] {
  const labels = x.ticks(TICKS).map((tick) => {
    const at = x(tick);
    const text = valueOf(t, measure, tick);
    const anchor = at < 5 ? 'start' : at > 95 ? 'end' : 'middle';
    return { at, text, anchor, width: textWidth(text, LABEL) + 8 } as const;
  });
  const shown = new Map<(typeof labels)[number], Layout[]>(labels.map((label) => [label, []]));
  for (const name of layoutNames) {
    const taken: Array<{ left: number; right: number }> = [];
    const endsFirst = labels.toSorted(
      (a, b) => Number(a.anchor === 'middle') - Number(b.anchor === 'middle'),
    );
    for (const label of endsFirst) {
      const before = { start: 0, middle: 0.5, end: 1 }[label.anchor] * label.width;
      const left = (label.at / 100) * trackWidths[name] - before;
      const right = left + label.width;
      if (taken.some((other) => left < other.right && other.left < right)) continue;
      taken.push({ left, right });
      shown.get(label)?.push(name);
    }
  }
  return [...shown].map(([{ at, text, anchor }, names]) =>
    pageLabel(text, {
      x: theme.across(at),
      y: 18,
      colour: colours.muted,
      anchor,
      class: seenIn(names),
    }),
  );
}

const svg = (parts: readonly string[]): string =>
  element('svg', { class: 'chart-track', width: '100%', height: HEIGHT, 'aria-hidden': 'true' }, parts);

function row(part: Part, data: IntervalBarsData, lines: string, x: Across, t: Translate): string {
  const { measure } = data;
  const name = nameOf(t, part);
  const signal: Signal = part.outside?.side ?? null;
  const title = saidOfPart(t, part, data);
  const cells = [
    span(part.name === null ? 'chart-name chart-unnamed' : 'chart-name', name),
    svg([element('use', { href: `#${lines}` }), ...drawn(part, signal, x)]),
    span('chart-value', valueOf(t, measure, part.value)),
    span('chart-n', countText(t, part.n)),
  ];
  const attributes = { class: 'chart-row', title };
  return part.href === null
    ? element('div', attributes, cells)
    : element('a', { ...attributes, href: part.href }, cells);
}

function drawn({ value, low, high }: Part, signal: Signal, x: Across): string[] {
  const interval =
    low === null || high === null
      ? ''
      : element('line', {
          x1: theme.across(x(low)),
          x2: theme.across(x(high)),
          y1: MIDDLE,
          y2: MIDDLE,
          stroke: signal === 'below' ? colours.badPale : colours.goodPale,
          'stroke-width': 6,
        });
  return [interval, value === null ? '' : marker({ x: x(value), y: MIDDLE, signal, isLast: false }, theme)];
}

function keysOf({ parts, centre, target, measure }: IntervalBarsData, t: Translate): Key[] {
  const signals = parts.slice(0, MOST).map(({ outside }) => outside?.side ?? null);
  return [
    intervalKey('lying', t('chart.valueWithInterval')),
    ...(centre === null
      ? []
      : [lineKey('upright', 'centre', t('chart.wholeOf', { value: valueOf(t, measure, centre) }))]),
    ...outsideKeys(signals, (side) => t('chart.outsideWhole', { side })),
    ...(target == null
      ? []
      : [lineKey('upright', 'target', t('chart.targetOf', { value: setValueOf(t, measure, target) }))]),
  ];
}
