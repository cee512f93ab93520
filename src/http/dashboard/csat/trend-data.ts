import { isNps, parseScaleKey } from '../../../scale.ts';
import { chartDays, pPrime, signal } from '../../../stats/comparison/p-prime.ts';
import { onScale, shareOn } from '../../../stats/comparison/scales.ts';
import {
  addDays,
  lengthOf,
  type Period,
  periodBefore,
  previousDay,
  sameTimeBefore,
} from '../../../stats/period.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import type { ScaleSummary, Summary } from '../../../stats/summary.ts';
import { type Asked, queryOf } from '../kit/figures.ts';
import type { Step } from './query.ts';

/** CSAT % on a scale, or its NPS, from part to part of a period. */
export interface Trend {
  scale: string;
  step: Step;
  points: readonly TrendFigure[];
  /** The middle of the limits, 0..1; null: there are none. */
  centre: number | null;
  /** The period before at equal age, its first part beside the first of `points`. */
  previous: ReadonlyArray<Period & { value: number | null; n: number }>;
}

/** Values are shares in 0..1, or an NPS. */
export interface TrendFigure extends Period {
  value: number | null;
  n: number;
  low: number | null;
  high: number | null;
  limitLow: number | null;
  limitHigh: number | null;
  signal: 'above' | 'below' | null;
}

type Part = Period & { summary: Summary };

/**
 * The limits are made as for the picture of a digest: of the parts before the last one, also of those before the period
 * where it has fewer than `chartDays`. There are none for the NPS.
 * @throws {StoreError}
 */
export async function readTrend(
  statistics: Pick<Statistics, 'zone' | 'trend'>,
  asked: Asked,
  { step, scale, now }: { step: Step; scale: string; now: Date },
): Promise<Trend> {
  const { period } = asked;
  const query = { ...queryOf(asked), step };
  const shown = await statistics.trend(query);
  const earlier = periodOfLimits(period, step);
  const parts = [...(earlier ? await statistics.trend({ ...query, ...earlier }) : []), ...shown];
  const asOf = sameTimeBefore(now, lengthOf(period), statistics.zone);
  const previous = await statistics.trend({ ...query, ...periodBefore(period), asOf });
  return {
    scale,
    step,
    ...judged(shown, parts, scale),
    previous: previous.map((part) => ({
      from: part.from,
      to: part.to,
      ...figureOf(onScale(part.summary, scale)),
    })),
  };
}

/** What lies before the period and belongs to the limits; null: nothing does, the period is long enough. */
function periodOfLimits({ from, to }: Period, step: Step): Period | null {
  const days = { day: 1, week: 7, month: 30 }[step];
  const earliest = addDays(to, -chartDays * days);
  return earliest < from ? { from: earliest, to: previousDay(from) } : null;
}

function judged(
  shown: readonly Part[],
  parts: readonly Part[],
  scale: string,
): Pick<Trend, 'points' | 'centre'> {
  const shares = parts.slice(0, -1).map(({ summary }) => shareOn(summary, scale));
  const chart = isNps(parseScaleKey(scale)) ? null : pPrime(shares);
  const points = shown.map(({ from, to, summary }): TrendFigure => {
    const figures = onScale(summary, scale);
    const share = shareOn(summary, scale);
    const limits = chart && share.n > 0 ? chart.limits(share.n) : null;
    const interval = figures?.csatInterval ?? figures?.npsInterval ?? null;
    return {
      from,
      to,
      ...figureOf(figures),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      limitLow: limits?.low ?? null,
      limitHigh: limits?.high ?? null,
      signal: chart && signal(chart, share),
    };
  });
  return { points, centre: chart?.centre ?? null };
}

/** The main figure of a scale: CSAT %, or the NPS. */
function figureOf(figures: ScaleSummary | undefined): { value: number | null; n: number } {
  return { value: figures?.csatPercent ?? figures?.nps ?? null, n: figures?.ratings ?? 0 };
}
