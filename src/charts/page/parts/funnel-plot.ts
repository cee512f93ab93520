import { scaleSqrt } from 'd3-scale';
import { createTranslator, type Translate } from '../../../locales/index.ts';
import { marker } from '../../days/markers.ts';
import { valueAxis, type ValueScale, valueScale } from '../../days/value-axis.ts';
import { element } from '../../drawing/svg.ts';
import type { ChartOptions, FunnelPlotData } from '../data.ts';
import { drawing, frame, linked, nothing, pageLabel, silent } from '../frame.ts';
import { type Key, keyList, lineKey, outsideKeys, strokes } from '../keys.ts';
import { endsOfMeasure, saidOfPart, valueOf } from '../words.ts';
import { countAxis } from './funnel/count-axis.ts';
import { limitKeys, limitsOf, mostOf } from './funnel/limits.ts';
import { namesOf } from './funnel/names.ts';
import { AREA, colours, type CountScale, type Drawn, HEIGHT, theme } from './funnel/plane.ts';

export { funnelPlotCounts } from './funnel/limits.ts';

const CAPTION = HEIGHT - 4;
/** With more points a keyboard stops at those outside alone. */
const MOST_STOPS = 62;

/**
 * Teams or operators by how many ratings they have and by their figure, within the limits of parts that are like the
 * whole. Those outside are named. Standard errors fall with the root of n, and so do the steps across.
 * @see Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24(8)
 */
export function funnelPlot(data: FunnelPlotData, { language, title }: ChartOptions): string {
  const t = createTranslator(language);
  const { measure, counted, centre } = data;
  const parts = data.parts.filter((part): part is Drawn => part.value !== null && part.n > 0);
  if (parts.length === 0) return nothing(t, counted);
  const x = scaleSqrt([1, mostOf(parts)], [AREA.left, AREA.right]);
  const y = valueScale(drawnValues(data, parts), endsOfMeasure(measure), AREA);
  const centreLine =
    centre === null
      ? ''
      : element('line', { x1: '0%', x2: '100%', y1: y(centre), y2: y(centre), ...strokes.centre });
  const ordered = parts.toSorted((a, b) => Number(a.outside !== null) - Number(b.outside !== null));
  return frame([
    drawing({ height: HEIGHT, title, hasAxis: true }, [
      silent([
        ...limitsOf(data, x, y),
        valueAxis(y, AREA, (value) => valueOf(t, measure, value), theme),
        centreLine,
        ...countAxis(x, t),
      ]),
      silent([
        pageLabel(t('chart.countedHead', { counted: counted ?? 'ratings' }), {
          x: '100%',
          y: CAPTION,
          colour: colours.muted,
          anchor: 'end',
        }),
      ]),
      ...ordered.map((part) => {
        const isQuiet = parts.length > MOST_STOPS && part.outside === null;
        return linked({ href: part.href, title: saidOfPart(t, part, data), isQuiet }, mark(part, x, y));
      }),
      silent(namesOf(parts, x, y, t)),
    ]),
    keyList(funnelKeys(data, parts, t)),
  ]);
}

/** The parts, and the limits of one with a middling count; the limits of fewer answers reach over everything. */
function drawnValues({ centre, limits }: FunnelPlotData, parts: readonly Drawn[]): number[] {
  const counts = parts.map(({ n }) => n).toSorted((a, b) => a - b);
  const middling = counts[Math.floor(counts.length / 2)] ?? 0;
  const near = limits.find(({ n }) => n >= middling);
  return [
    ...parts.map(({ value }) => value),
    ...(near ? [near.inner.low, near.inner.high] : []),
    centre,
  ].filter((value) => value !== null);
}

function mark({ n, value, outside }: Drawn, x: CountScale, y: ValueScale): string[] {
  const at = { cx: theme.across(x(n)), cy: y(value) };
  const shape =
    outside === null
      ? element('circle', { ...at, r: 3.6, class: 'chart-inside' })
      : marker({ x: x(n), y: y(value), signal: outside.side, isLast: outside.level === 99.8 }, theme);
  return [element('circle', { class: 'chart-hit', ...at, r: 12 }), shape];
}

function funnelKeys(
  { limits, centre, measure }: FunnelPlotData,
  parts: readonly Drawn[],
  t: Translate,
): Key[] {
  const signals = parts.map(({ outside }) => outside?.side ?? null);
  return [
    ...outsideKeys(signals, (side) => t('chart.outsideWhole', { side })),
    ...(limits.length === 0 ? [] : limitKeys(t)),
    ...(centre === null
      ? []
      : [lineKey('lying', 'centre', t('chart.wholeOf', { value: valueOf(t, measure, centre) }))]),
  ];
}
