import fc from 'fast-check';
import type { DayFigure } from '../../src/charts/days/days-panel.ts';
import type { DigestChartData } from '../../src/charts/digest-chart.ts';
import { isNps, namedScales, parseScaleKey, scaleKey } from '../../src/scale.ts';
import { histogram } from '../../src/stats/metrics/histogram.ts';
import { npsInterval } from '../../src/stats/metrics/nps.ts';
import type { Ratings } from '../../src/stats/metrics/metric.ts';
import { wilson } from '../../src/stats/metrics/wilson.ts';
import { addDays } from '../../src/stats/period.ts';

export const today = '2026-11-22';

/** A day of a scale, from how often each of its values was given. */
function figureOf(day: string, { scale, counts }: Ratings, centre: number | null): DayFigure {
  const countOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0);
  const n = countOf(scale.values);
  const nps = isNps(scale);
  const hits = countOf(scale.satisfied) - (nps ? countOf(scale.dissatisfied) : 0);
  const interval = nps ? npsInterval({ scale, counts }) : wilson(hits, n);
  const [lowest, highest, reach] = nps ? [-100, 100, 250] : [0, 1, 1.5];
  const limits =
    centre === null || n === 0
      ? null
      : {
          low: Math.max(lowest, centre - reach / Math.sqrt(n)),
          high: Math.min(highest, centre + reach / Math.sqrt(n)),
        };
  const value = n === 0 ? null : (hits / n) * (nps ? 100 : 1);
  const signal =
    value === null || !limits ? null : value < limits.low ? 'below' : value > limits.high ? 'above' : null;
  return {
    day,
    hits,
    n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    limitLow: limits?.low ?? null,
    limitHigh: limits?.high ?? null,
    signal,
  };
}

/** @param ratings of each day, the last one's of `today`: how often each value of the scale was given */
export function chartData(
  scale: string,
  ratings: ReadonlyArray<readonly number[]>,
  rest: Partial<DigestChartData> = {},
): DigestChartData {
  const parsed = parseScaleKey(scale);
  const { centre = null } = rest;
  const ofDay = (counts: readonly number[]): Ratings => ({
    scale: parsed,
    counts: new Map(parsed.values.map((value, index) => [value, counts[index] ?? 0])),
  });
  return {
    day: today,
    scale,
    unit: isNps(parsed) ? 'nps' : 'share',
    days: ratings.map((counts, index) =>
      figureOf(addDays(today, index - ratings.length + 1), ofDay(counts), centre),
    ),
    centre,
    target: null,
    histogram: histogram(ofDay(ratings.at(-1) ?? [])),
    satisfied: parsed.satisfied,
    dissatisfied: parsed.dissatisfied,
    ...rest,
  };
}

/** The same ratings on each of thirty days. */
export const thirty = (counts: readonly number[]): Array<readonly number[]> =>
  Array.from({ length: 30 }, () => counts);

const hundred = Array.from({ length: 101 }, (_, value) => value);
export const hundredScale = scaleKey({
  values: hundred,
  satisfied: hundred.slice(70),
  dissatisfied: hundred.slice(0, 40),
});

const anyScale = fc.constantFrom(
  ...Object.keys(namedScales),
  '0,100|100|0',
  '0.5,1,1.5|1.5|0.5',
  hundredScale,
);

/** Anything that a digest may ask a picture of. */
export const anyChart: fc.Arbitrary<DigestChartData> = anyScale.chain((scale) => {
  const { length } = parseScaleKey(scale).values;
  const few = fc.nat(3);
  const many = fc.nat(200_000);
  const day = fc.oneof(
    fc.constant(Array.from({ length }, () => 0)),
    fc.array(few, { minLength: length, maxLength: length }),
    fc.array(fc.oneof(few, many), { minLength: length, maxLength: length }),
  );
  const level =
    scale === 'nps' ? fc.integer({ min: -100, max: 100 }) : fc.double({ min: 0, max: 1, noNaN: true });
  return fc
    .record({
      ratings: fc.array(day, { minLength: 1, maxLength: 30 }),
      centre: fc.option(level),
      target: fc.option(level),
    })
    .map(({ ratings, ...rest }) => chartData(scale, ratings, rest));
});
