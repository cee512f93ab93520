import { isNps, parseScaleKey } from '../../scale.ts';
import { baseline, type DaysAtAge } from '../../stats/comparison/marks.ts';
import { pPrime, signal } from '../../stats/comparison/p-prime.ts';
import { mainScale, onScale, scoreOf, shareOn } from '../../stats/comparison/scales.ts';
import type { ChartData } from '../delivery/picture.ts';

/** How many days a picture shows. */
const shownDays = 30;

/**
 * What the picture of a day shows: 30 days of the scale on which most was rated, and the day's histogram. null: nobody
 * rated in those days.
 */
export function chartOf(atAge: DaysAtAge, target: (scale: string) => number | null): ChartData | null {
  const { day, days } = atAge;
  const shown = days.slice(-shownDays);
  const scale = mainScale(shown.map(({ summary }) => summary));
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
