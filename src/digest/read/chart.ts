import { isNps, parseScaleKey } from '../../scale.ts';
import { chartDays, pPrime, signal } from '../../stats/comparison/p-prime.ts';
import { csatShare, type Share } from '../../stats/comparison/share.ts';
import type { Day } from '../../stats/period.ts';
import type { ScaleSummary, Summary } from '../../stats/summary.ts';
import type { Mark } from '../digest.ts';
import type { ChartData } from '../delivery/picture.ts';

/** A day and the days before it, oldest first, each as it stood at the age that the day has. */
export interface DaysAtAge {
  day: Day;
  days: ReadonlyArray<{ day: Day; summary: Summary }>;
}

/** How many days a picture shows. */
const shownDays = 30;

/** For each scale the day's mark: its CSAT % lies outside of the p' limits of the 60 days before. */
export function dailyMarks({ day, days }: DaysAtAge): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const today = days.find((one) => one.day === day);
  for (const { scale } of today?.summary.scales ?? []) {
    const share = shareOn(today?.summary, scale);
    const chart = pPrime(baseline({ day, days }, scale));
    const side = chart && signal(chart, share);
    if (chart && side) marks.set(scale, { side, usual: chart.limits(share.n) });
  }
  return marks;
}

/**
 * What the picture of a day shows: 30 days of the scale on which most was rated, and the day's histogram. null: nobody
 * rated in those days.
 */
export function chartOf(atAge: DaysAtAge, target: (scale: string) => number | null): ChartData | null {
  const { day, days } = atAge;
  const shown = days.slice(-shownDays);
  const scale = mostRated(shown.map(({ summary }) => summary));
  if (scale === null) return null;
  const ofNps = isNps(parseScaleKey(scale));
  const chart = ofNps ? null : pPrime(baseline(atAge, scale));
  const { satisfied, dissatisfied, values } = parseScaleKey(scale);
  const today = onScale(days.find((one) => one.day === day)?.summary, scale);
  return {
    day,
    scale,
    unit: ofNps ? 'nps' : 'share',
    days: shown.map((one) => {
      const figures = onScale(one.summary, scale);
      const share = ofNps ? scoreOf(figures) : shareOn(one.summary, scale);
      const interval = (ofNps ? figures?.npsInterval : figures?.csatInterval) ?? null;
      const limits = chart && share.n > 0 ? chart.limits(share.n) : null;
      return {
        day: one.day,
        ...share,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        limitLow: limits?.low ?? null,
        limitHigh: limits?.high ?? null,
        signal: chart && signal(chart, share),
      };
    }),
    centre: chart?.centre ?? null,
    target: target(scale),
    histogram: today?.histogram ?? values.map((rating) => ({ rating, count: 0 })),
    satisfied: [...satisfied],
    dissatisfied: [...dissatisfied],
  };
}

/** The shares of the days before the one that is judged. */
function baseline({ day, days }: DaysAtAge, scale: string): Share[] {
  return days
    .filter((one) => one.day < day)
    .slice(-chartDays)
    .map(({ summary }) => shareOn(summary, scale));
}

const onScale = (summary: Summary | undefined, scale: string): ScaleSummary | undefined =>
  summary?.scales.find((one) => one.scale === scale);

function shareOn(summary: Summary | undefined, scale: string): Share {
  const figures = onScale(summary, scale);
  return (figures && csatShare(figures)) ?? { hits: 0, n: 0 };
}

/** Promoters less detractors, of all. */
function scoreOf(figures: ScaleSummary | undefined): Share {
  const n = figures?.ratings ?? 0;
  return { hits: Math.round(((figures?.nps ?? 0) / 100) * n), n };
}

/** CSAT goes before NPS and CES, whatever was rated more often. */
function mostRated(summaries: readonly Summary[]): string | null {
  const ratings = new Map<string, number>();
  for (const { scales } of summaries) {
    for (const { scale, ratings: count } of scales) ratings.set(scale, (ratings.get(scale) ?? 0) + count);
  }
  const rated = [...ratings].filter(([, count]) => count > 0);
  const csat = rated.filter(([scale]) => scale !== 'nps' && scale !== 'ces');
  const [most] = (csat.length > 0 ? csat : rated).toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
