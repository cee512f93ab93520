import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedScales, type Scale } from '../../src/scale.ts';
import { cohortMetrics, ratingMetrics } from '../../src/stats/metrics/index.ts';
import type { Cohort, Ratings } from '../../src/stats/metrics/metric.ts';
import { overlap, wilson } from '../../src/stats/metrics/wilson.ts';

const { averageCsat, averageInterval, csatPercent, csatInterval, cdsat, histogram, nps, npsInterval } =
  ratingMetrics;
const ratingsOf = (given: number[], scale: Scale = namedScales['1-5']): Ratings => {
  const counts = new Map<number, number>();
  for (const rating of given) counts.set(rating, (counts.get(rating) ?? 0) + 1);
  return { scale, counts };
};
const nothing: Cohort = {
  completed: 0,
  scheduled: 0,
  asked: 0,
  open: 0,
  answered: 0,
  silent: 0,
  comments: 0,
  disputed: 0,
  notAsked: {
    cooldown: 0,
    unreachable: 0,
    undelivered: 0,
    too_late: 0,
    opted_out: 0,
    not_wanted: 0,
    own_dialogue: 0,
    reopened: 0,
  },
};

describe('the metrics of ratings', () => {
  it('take the average of all ratings', () => {
    expect(averageCsat(ratingsOf([5, 5, 4, 1]))).toBe(3.75);
  });

  it('count 4 and 5 of 5 as satisfied, 1 and 2 as dissatisfied', () => {
    const ratings = ratingsOf([5, 4, 3, 2, 1, 1, 1, 1]);
    expect(csatPercent(ratings)).toBe(0.25);
    expect(cdsat(ratings)).toBe(0.625);
  });

  it('take satisfied and dissatisfied from the scale', () => {
    const thumbs = { values: [0, 100], satisfied: [100], dissatisfied: [0] };
    const ratings = ratingsOf([100, 100, 100, 0], thumbs);
    expect([averageCsat(ratings), csatPercent(ratings), cdsat(ratings)]).toEqual([75, 0.75, 0.25]);
    const ces = ratingsOf([7, 5, 4, 1], namedScales.ces);
    expect([csatPercent(ces), cdsat(ces)]).toEqual([0.5, 0.25]);
  });

  it('take the NPS from its own scale, and from no other', () => {
    expect(nps(ratingsOf([10, 10, 9, 7, 3], namedScales.nps))).toBe(40);
    expect(nps(ratingsOf([0, 6], namedScales.nps))).toBe(-100);
    expect(nps(ratingsOf([7, 8], namedScales.nps))).toBe(0);
    expect(nps(ratingsOf([], namedScales.nps))).toBeNull();
    expect(nps(ratingsOf([5, 5]))).toBeNull();
    expect(npsInterval(ratingsOf([5, 5]))).toBeNull();
  });

  it('take no average and no share of satisfied clients from an NPS scale', () => {
    const ratings = ratingsOf([10, 9, 8, 6], namedScales.nps);
    for (const metric of [averageCsat, averageInterval, csatPercent, csatInterval, cdsat]) {
      expect(metric(ratings)).toBeNull();
    }
  });

  it('keep the NPS within its interval, the interval within -100..100 and wider than a point', () => {
    const given = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(given, (values) => {
        const ratings = ratingsOf(values, namedScales.nps);
        const score = nps(ratings) ?? Number.NaN;
        const { low, high } = npsInterval(ratings) ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeGreaterThanOrEqual(-100);
        expect(low).toBeLessThanOrEqual(score);
        expect(high).toBeGreaterThanOrEqual(score);
        expect(high).toBeLessThanOrEqual(100);
        expect(high - low).toBeGreaterThan(0);
      }),
    );
  });

  it('show every allowed value in the histogram', () => {
    expect(histogram(ratingsOf([10, 10, 0], namedScales['0/5/10']))).toEqual([
      { rating: 0, count: 1 },
      { rating: 5, count: 0 },
      { rating: 10, count: 2 },
    ]);
  });

  it('are null without ratings, never 0 or NaN', () => {
    const none = ratingsOf([]);
    for (const metric of [averageCsat, averageInterval, csatPercent, csatInterval, cdsat]) {
      expect(metric(none)).toBeNull();
    }
    expect(histogram(none).map(({ count }) => count)).toEqual([0, 0, 0, 0, 0]);
  });

  it('give no interval of the average on a scale of one value', () => {
    expect(averageInterval(ratingsOf([1], { values: [1], satisfied: [1], dissatisfied: [] }))).toBeNull();
  });

  it('keep the average within its interval and the interval on the scale', () => {
    const given = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(given, (values) => {
        const ratings = ratingsOf(values);
        const average = averageCsat(ratings) ?? Number.NaN;
        const { low, high } = averageInterval(ratings) ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeGreaterThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(average + 1e-9);
        expect(high).toBeGreaterThanOrEqual(average - 1e-9);
        expect(high).toBeLessThanOrEqual(5);
        expect(high - low).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the Wilson interval', () => {
  it('agrees with published values', () => {
    // Newcombe, R. G. (1998), Statistics in Medicine 17(8), table I, method 3.
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [hits, n, low, high] of published) {
      expect(wilson(hits, n)?.low).toBeCloseTo(low, 4);
      expect(wilson(hits, n)?.high).toBeCloseTo(high, 4);
    }
  });

  it('is null for nothing and stays within 0..1', () => {
    expect(wilson(0, 0)).toBeNull();
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (hits, misses) => {
        fc.pre(hits + misses > 0);
        const { low, high } = wilson(hits, hits + misses) ?? { low: -1, high: 2 };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThan(high);
      }),
    );
  });

  it('overlaps another that shares one value with it', () => {
    expect(overlap({ low: 0.1, high: 0.3 }, { low: 0.3, high: 0.5 })).toBe(true);
    expect(overlap({ low: 0.31, high: 0.5 }, { low: 0.1, high: 0.3 })).toBe(false);
  });
});

describe('the metrics of a cohort', () => {
  it('relate answered surveys to completed dialogues and to clients asked', () => {
    const cohort = { ...nothing, completed: 20, asked: 16, answered: 8, open: 3, silent: 5 };
    expect(cohortMetrics.surveys(cohort)).toBe(8);
    expect(cohortMetrics.surveyPercentage(cohort)).toBe(0.4);
    expect(cohortMetrics.responseRate(cohort)).toBe(0.5);
  });

  it('are null where there is nothing to relate to, and 0 where nobody answered', () => {
    const { surveys, surveyPercentage, responseRate } = cohortMetrics;
    expect([surveys(nothing), surveyPercentage(nothing), responseRate(nothing)]).toEqual([null, null, null]);
    const unasked = { ...nothing, completed: 3, scheduled: 3 };
    expect([surveys(unasked), surveyPercentage(unasked), responseRate(unasked)]).toEqual([0, 0, null]);
  });
});
