import { funnelPlotCounts } from '../../../../charts/page/parts/funnel-plot.ts';
import type { FunnelPlotData, IntervalBarsData, Measure, Part } from '../../../../charts/page/data.ts';
import { isNps, parseScaleKey } from '../../../../scale.ts';
import { funnelLimits } from '../../../../stats/comparison/funnel.ts';
import { onScale } from '../../../../stats/comparison/scales.ts';
import { csatShare } from '../../../../stats/comparison/share.ts';
import { ratingSignal } from '../../../../stats/comparison/signals.ts';
import type { Group, ScaleSummary, Summary } from '../../../../stats/summary.ts';
import type { Drill } from '../../kit/drill.ts';
import type { ShownDimension } from '../read.ts';

/** The main figure of a scale, and by which name it goes. */
export function measureOf(scale: string): Measure {
  if (isNps(parseScaleKey(scale))) return { name: 'NPS', unit: 'nps' };
  return { name: scale === 'ces' ? 'CES' : 'CSAT', unit: 'share' };
}

export interface PartsOptions {
  dimension: ShownDimension;
  groups: readonly Group[];
  whole: Summary;
  scale: string;
  drill: Drill;
}

/** The parts of a whole by their main figure, those with most ratings first; parts that nobody rated are at the end. */
export function partsOf({ dimension, groups, whole, scale, drill }: PartsOptions): Part[] {
  const all = onScale(whole, scale);
  return groups
    .map(({ name, summary }): Part => {
      const figures = onScale(summary, scale);
      const interval = figures?.csatInterval ?? figures?.npsInterval ?? null;
      return {
        name,
        value: figures?.csatPercent ?? figures?.nps ?? null,
        n: figures?.ratings ?? 0,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        // A name that is none cannot be asked for.
        href: (name !== null && drill({ [dimension]: name, rated: 'yes' })) || null,
        outside: figures && all ? ratingSignal(figures, all) : null,
      };
    })
    .toSorted((a, b) => b.n - a.n);
}

/** Teams or operators within the limits of parts that are like the whole; of an NPS there are no curves. */
export function funnelPlotData(options: PartsOptions): FunnelPlotData {
  const { dimension, whole, scale } = options;
  const parts = partsOf(options);
  const all = onScale(whole, scale);
  const share = all && csatShare(all);
  const limits = share
    ? funnelPlotCounts(parts).flatMap((n) => {
        const [inner, outer] = [funnelLimits(share, n, 95), funnelLimits(share, n, 99.8)];
        return inner && outer ? [{ n, inner, outer }] : [];
      })
    : [];
  return { measure: measureOf(scale), dimension, parts, centre: mainFigure(all), limits };
}

export function intervalBarsData(options: PartsOptions): IntervalBarsData {
  const { dimension, whole, scale } = options;
  return {
    measure: measureOf(scale),
    dimension,
    parts: partsOf(options),
    centre: mainFigure(onScale(whole, scale)),
  };
}

const mainFigure = (figures: ScaleSummary | undefined): number | null =>
  figures?.csatPercent ?? figures?.nps ?? null;
