import { describe, expect, it } from 'vitest';
import { chartDays, fewestDays, pPrime, signal } from '../../../src/stats/comparison/p-prime.ts';
import type { Share } from '../../../src/stats/comparison/share.ts';
import { createChance } from './chance.ts';

const judgedDays = 600;
/** Marks of days that are judged one after the other, each by the chart of the 60 days before it. */
function marksAmong(days: readonly Share[]): number {
  const judged = days.slice(chartDays);
  return judged.filter((day, i) => {
    const chart = pPrime(days.slice(i, i + chartDays));
    return chart !== null && signal(chart, day) !== null;
  }).length;
}

/** Days of the same behaviour: chance alone makes them differ. */
function daysAlike(seed: number, share: number, nOn: (day: number) => number): Share[] {
  const chance = createChance(seed);
  return Array.from({ length: chartDays + judgedDays }, (_, day) => {
    const n = nOn(day);
    return { n, hits: chance.hits(n, share) };
  });
}

const sizes = [3, 10, 30, 200, 1000, 3000];
const shares = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97];
/** Answers from Monday to Sunday. */
const week = [200, 180, 190, 170, 150, 40, 12];

describe('the limits of a p\u2032 chart', () => {
  it.each(sizes)('mark at most 1 day in 100 while behaviour is the same, with %i answers a day', (n) => {
    for (const share of shares) {
      const marks = marksAmong(daysAlike(n + 100 * share, share, () => n));
      expect(marks, `share ${share}`).toBeLessThanOrEqual(judgedDays / 100);
    }
  });

  it.each([0.1, 1, 10])('mark no more where answers vary by weekday, %f times as many', (times) => {
    for (const share of shares) {
      const days = daysAlike(7 + 100 * share, share, (day) => Math.ceil(times * (week[day % 7] ?? 0)));
      expect(marksAmong(days), `share ${share}`).toBeLessThanOrEqual(judgedDays / 100);
    }
  });

  it.each([20, 200, 2000])('mark no more where days differ by more than chance, with %i answers', (n) => {
    const chance = createChance(n);
    for (const usual of [0.6, 0.8, 0.9]) {
      const days = Array.from({ length: chartDays + judgedDays }, () => {
        const ofDay = usual + 0.08 * (chance.next() + chance.next() + chance.next() - 1.5);
        return { n, hits: chance.hits(n, ofDay) };
      });
      expect(marksAmong(days), `share ${usual}`).toBeLessThanOrEqual(judgedDays / 100);
    }
  });

  it.each([
    [0.9, 0.75, 200, 0.98],
    [0.9, 0.8, 200, 0.75],
    [0.95, 0.9, 1000, 0.98],
    [0.7, 0.9, 200, 0.98],
  ])('mark a day on which the share went from %f to %f, n = %i', (usual, then, n, power) => {
    const chance = createChance(1);
    const trials = 200;
    const marked = Array.from({ length: trials }).filter(() => {
      const chart = pPrime(Array.from({ length: chartDays }, () => ({ n, hits: chance.hits(n, usual) })));
      return chart && signal(chart, { n, hits: chance.hits(n, then) }) === (then < usual ? 'below' : 'above');
    });
    expect(marked.length / trials).toBeGreaterThanOrEqual(power);
  });

  it('are those of Laney where there are many answers: three sigma of the binomial, times sigma z', () => {
    // Days that are 1 % above and 1 % below 80 % in turn, of 100,000 answers: their z values are +-7.906, each moving
    // range is 15.81, and sigma z is 15.81 / 1.128 = 14.01.
    const days = Array.from({ length: chartDays }, (_, i) => ({ n: 100_000, hits: i % 2 ? 81_000 : 79_000 }));
    const chart = pPrime(days);
    expect(chart?.centre).toBeCloseTo(0.8, 12);
    expect(chart?.sigmaZ).toBeCloseTo(14.01, 2);
    // Laney's own limit is 3 x 14.01 x 0.001265 = 0.0532; Student's quantile of 35.7 makes the 3 a 3.22, and the
    // chart's own centre, which is known from 60 days, another 0.8 % more.
    const { low, high } = chart?.limits(100_000) ?? { low: 0, high: 0 };
    expect(high - 0.8).toBeCloseTo(0.0576, 3);
    expect(0.8 - low).toBeCloseTo(high - 0.8, 12);
  });

  it('are wider for a day with fewer answers', () => {
    const chart = pPrime(Array.from({ length: chartDays }, (_, i) => ({ n: 100, hits: 88 + (i % 5) })));
    const widths = [3, 10, 100, 1000].map((n) => {
      const { low, high } = chart?.limits(n) ?? { low: 0, high: 0 };
      return high - low;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(chart?.limits(0)).toEqual({ low: 0, high: 1 });
  });

  it('mark a rating of 1 of 3 nowhere, and a day of dissatisfied clients after 60 days of satisfied ones', () => {
    const chart = pPrime(Array.from({ length: chartDays }, () => ({ n: 40, hits: 40 })));
    expect(chart && signal(chart, { n: 40, hits: 40 })).toBeNull();
    expect(chart && signal(chart, { n: 40, hits: 39 })).toBeNull();
    expect(chart && signal(chart, { n: 40, hits: 20 })).toBe('below');
    expect(chart && signal(chart, { n: 0, hits: 0 })).toBeNull();
    const few = pPrime(Array.from({ length: chartDays }, (_, i) => ({ n: 3, hits: 2 + (i % 2) })));
    expect(few && signal(few, { n: 3, hits: 1 })).toBeNull();
  });

  it('are none before there are enough days with answers', () => {
    const day = { n: 10, hits: 9 };
    const without = { n: 0, hits: 0 };
    const days = Array.from({ length: fewestDays - 1 }, () => [day, without]).flat();
    expect(pPrime(days)).toBeNull();
    expect(pPrime([...days, day])).not.toBeNull();
  });
});
