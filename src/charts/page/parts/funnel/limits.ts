import { area, curveBasis, line } from 'd3-shape';
import type { ValueScale } from '../../../days/value-axis.ts';
import type { FunnelPlotData, Part } from '../../data.ts';
import { bandKey, type Key } from '../../keys.ts';
import type { Translate } from '../../../../locales/index.ts';
import { colours, type CountScale, theme } from './plane.ts';

const edge = { fill: 'none', stroke: colours.bandEdge, 'stroke-width': 1 };
/** How the edge of 95 % is dashed, and how much of its colour the band of 99.8 % has. */
const DASH = '4 4';
const OUTER = 0.5;

type Limit = FunnelPlotData['limits'][number];

/** Some room at the right of the largest part. */
export const mostOf = (parts: ReadonlyArray<Pick<Part, 'n'>>): number =>
  Math.ceil((Math.max(9, ...parts.map(({ n }) => n)) * 11) / 10);

/** How many points the curves of the limits have. */
const STEPS = 32;

/** At which counts `funnelPlot` wants to know the limits, ascending. */
export function funnelPlotCounts(parts: ReadonlyArray<Pick<Part, 'n'>>): number[] {
  const root = Math.sqrt(mostOf(parts));
  const counts = Array.from({ length: STEPS + 1 }, (_, step) => (1 + (step / STEPS) * (root - 1)) ** 2);
  return [...new Set(counts.map(Math.round))];
}

/**
 * Two bands; where they reach beyond the values that are shown, their edges end. From one count to the next the exact
 * limits go up and down by the steps of the distribution, so the curves are smoothed: the marks are exact.
 */
export function limitsOf(data: FunnelPlotData, x: CountScale, y: ValueScale): string[] {
  const limits = smoothed(smoothed(data.limits));
  const [from = 0, to = 0] = y.domain();
  const clamped = y.copy().clamp(true);
  const isShown = (value: number): boolean => value >= from && value <= to;
  return (['outer', 'inner'] as const).flatMap((which) => {
    const band = area<Limit>()
      .x(({ n }) => x(n))
      .y0((limit) => clamped(limit[which].low))
      .y1((limit) => clamped(limit[which].high))
      .curve(curveBasis)
      .digits(2);
    const border = (end: 'low' | 'high'): string =>
      line<Limit>()
        .defined((limit) => isShown(limit[which][end]))
        .x(({ n }) => x(n))
        .y((limit) => y(limit[which][end]))
        .curve(curveBasis)
        .digits(2)(limits) ?? '';
    const dash = which === 'inner' ? { 'stroke-dasharray': DASH } : {};
    return [
      theme.path(band(limits) ?? '', { fill: colours.band, 'fill-opacity': which === 'outer' ? OUTER : 1 }),
      theme.path(border('low') + border('high'), { ...edge, ...dash }),
    ];
  });
}

/** Each limit but the first and the last is put between its neighbours. */
function smoothed(limits: readonly Limit[]): Limit[] {
  return limits.map((limit, index) => {
    const [before, after] = [limits[index - 1], limits[index + 1]];
    if (!before || !after) return limit;
    const between = (which: 'inner' | 'outer', end: 'low' | 'high'): number =>
      (before[which][end] + 2 * limit[which][end] + after[which][end]) / 4;
    const ends = (which: 'inner' | 'outer') => ({ low: between(which, 'low'), high: between(which, 'high') });
    return { n: limit.n, inner: ends('inner'), outer: ends('outer') };
  });
}

/** The keys of both bands. */
export const limitKeys = (t: Translate): Key[] => [
  bandKey(t('chart.limits', { level: 0.95 }), { dash: DASH }),
  bandKey(t('chart.limits', { level: 0.998 }), { opacity: OUTER }),
];
