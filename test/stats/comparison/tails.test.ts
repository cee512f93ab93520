import { describe, expect, it } from 'vitest';
import { binomialTail, countLimits, predictiveTail } from '../../../src/stats/comparison/tails.ts';

/** Pascal's rule, without any logarithm. */
function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

function summed(n: number, share: number, k: number): number {
  let sum = 0;
  for (let i = 0; i <= k; i++) sum += choose(n, i) * share ** i * (1 - share) ** (n - i);
  return sum;
}

describe('the probability of a count', () => {
  it('is the sum of the binomial terms', () => {
    for (const n of [1, 2, 7, 40]) {
      for (const share of [0.03, 0.5, 0.92]) {
        const tail = binomialTail(n, share);
        for (let k = 0; k <= n; k++) expect(tail(k)).toBeCloseTo(summed(n, share, k), 12);
        expect([tail(-1), tail(n), tail(n + 1)]).toEqual([0, 1, 1]);
      }
    }
  });

  it('is certain where the share is 0 or 1', () => {
    expect([-1, 0].map(binomialTail(5, 0))).toEqual([0, 1]);
    expect([4, 5].map(binomialTail(5, 1))).toEqual([0, 1]);
  });

  it('is that of the normal distribution for very many', () => {
    // One sigma below the mean, with the correction for counts: Phi(-0.999) = 0.15890
    expect(binomialTail(1_000_000, 0.5)(499_500)).toBeCloseTo(0.1589, 4);
    expect(binomialTail(1_000_000, 0.5)(500_500)).toBeCloseTo(1 - 0.1582, 3);
  });

  it('allows for a share that is known from few answers', () => {
    // Jeffreys' prior: after 3 of 4 the next answer is a hit with probability 3.5 / 5.
    expect(predictiveTail(1, { hits: 3, of: 4 })(0)).toBeCloseTo(1.5 / 5, 12);
    // Of the next two neither: 1.5 / 5 x 2.5 / 6.
    expect(predictiveTail(2, { hits: 3, of: 4 })(0)).toBeCloseTo((1.5 / 5) * (2.5 / 6), 12);
    expect(predictiveTail(2, { hits: 3, of: 4 })(1)).toBeCloseTo(1 - (3.5 / 5) * (4.5 / 6), 12);
    const many = predictiveTail(50, { hits: 800_000, of: 1_000_000 });
    for (const k of [30, 38, 45]) expect(many(k)).toBeCloseTo(binomialTail(50, 0.8)(k), 4);
  });

  it('gives the outermost counts beyond which less than alpha lies', () => {
    const tail = binomialTail(100, 0.8);
    const { low, high } = countLimits(100, tail, 0.025);
    expect(tail(low - 1)).toBeLessThan(0.025);
    expect(tail(low)).toBeGreaterThanOrEqual(0.025);
    expect(1 - tail(high)).toBeLessThan(0.025);
    expect(1 - tail(high - 1)).toBeGreaterThanOrEqual(0.025);
  });
});
