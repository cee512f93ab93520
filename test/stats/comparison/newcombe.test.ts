import { describe, expect, it } from 'vitest';
import { differs, newcombe } from '../../../src/stats/comparison/newcombe.ts';

const share = (hits: number, n: number) => ({ hits, n });

describe('the interval of a difference', () => {
  /** Newcombe (1998), Statistics in Medicine 17, pp. 873-890, table II, method 10. */
  it.each([
    ['a', share(56, 70), share(48, 80), 0.0524, 0.3339],
    ['b', share(9, 10), share(3, 10), 0.1705, 0.809],
    ['c', share(6, 7), share(2, 7), 0.0582, 0.8062],
    ['d', share(5, 56), share(0, 29), -0.0381, 0.1926],
    ['e', share(0, 10), share(0, 20), -0.1611, 0.2775],
    ['f', share(0, 10), share(0, 10), -0.2775, 0.2775],
    ['g', share(10, 10), share(0, 20), 0.6791, 1],
    ['h', share(10, 10), share(0, 10), 0.6075, 1],
  ])('is the published one of example %s', (_, now, before, low, high) => {
    const interval = newcombe(now, before);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('is mirrored when the two change places', () => {
    const there = newcombe(share(41, 50), share(60, 90));
    const back = newcombe(share(60, 90), share(41, 50));
    expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 12);
    expect(back?.high).toBeCloseTo(-(there?.low ?? 0), 12);
  });

  it('is none where one of them has no answers', () => {
    expect(newcombe(share(0, 0), share(3, 4))).toBeNull();
    expect(newcombe(share(3, 4), share(0, 0))).toBeNull();
  });

  it('tells a difference by excluding 0', () => {
    expect(differs({ low: 0.01, high: 0.2 })).toBe(true);
    expect(differs({ low: -0.2, high: -0.01 })).toBe(true);
    expect(differs({ low: -0.01, high: 0.2 })).toBe(false);
    expect(differs({ low: 0, high: 0.2 })).toBe(false);
  });
});
