import { describe, expect, it } from 'vitest';
import { funnelLimits, funnelSignal, npsFunnelSignal } from '../../../src/stats/comparison/funnel.ts';
import { binomialTail, type LowerTail } from '../../../src/stats/comparison/tails.ts';
import { parseScaleKey } from '../../../src/scale.ts';
import { createChance } from './chance.ts';

const termOf = (tail: LowerTail, k: number): number => tail(k) - tail(k - 1);

/** How probable it is that a part is flagged beyond the 95 % and the 99.8 % limits, where the rest is like it. */
function flaggedOf(n: number, rest: number, share: number): { any: number; widest: number } {
  const [part, others] = [binomialTail(n, share), binomialTail(rest, share)];
  let any = 0;
  let widest = 0;
  for (let k = 0; k <= n; k++) {
    const ofPart = termOf(part, k);
    if (ofPart < 1e-12) continue;
    for (let other = 0; other <= rest; other++) {
      const probability = ofPart * termOf(others, other);
      if (probability < 1e-14) continue;
      const signal = funnelSignal({ hits: k, n }, { hits: k + other, n: n + rest });
      if (signal) any += probability;
      if (signal?.level === 99.8) widest += probability;
    }
  }
  return { any, widest };
}

const nps = parseScaleKey('nps');
const ratings = (promoters: number, passives: number, detractors: number) => ({
  scale: nps,
  counts: new Map([
    [10, promoters],
    [8, passives],
    [3, detractors],
  ]),
});

describe('a funnel', () => {
  it('flags identical parts at most at its rates, summed exactly where the whole is known well', () => {
    for (const share of [0.02, 0.3, 0.5, 0.8, 0.9, 0.97]) {
      const whole = { hits: 1e6 * share, n: 1e6 };
      for (const n of [1, 2, 5, 12, 40, 150, 700]) {
        const tail = binomialTail(n, share);
        let [any, widest] = [0, 0];
        for (let hits = 0; hits <= n; hits++) {
          const signal = funnelSignal({ hits, n }, whole);
          if (signal) any += termOf(tail, hits);
          if (signal?.level === 99.8) widest += termOf(tail, hits);
        }
        expect(any, `${share} of ${n}`).toBeLessThanOrEqual(0.05);
        expect(widest, `${share} of ${n}`).toBeLessThanOrEqual(0.002);
      }
    }
  });

  it.each([
    [5, 5],
    [10, 30],
    [40, 10],
    [30, 90],
  ])(
    'flags %i answers beside %i alike at most at its rates, summed exactly with the whole as chance makes it',
    (n, rest) => {
      for (const share of [0.3, 0.8, 0.95]) {
        const { any, widest } = flaggedOf(n, rest, share);
        expect(any, `share ${share}`).toBeLessThanOrEqual(0.05);
        expect(widest, `share ${share}`).toBeLessThanOrEqual(0.002);
      }
    },
  );

  it('flags twenty operators who are alike at most at its rates, simulated', () => {
    const chance = createChance(11);
    let [judged, any, widest] = [0, 0, 0];
    for (let day = 0; day < 1000; day++) {
      const parts = Array.from({ length: 20 }, () => {
        const n = 1 + Math.floor(60 * chance.next() ** 2);
        return { n, hits: chance.hits(n, 0.85) };
      });
      const whole = parts.reduce((all, one) => ({ hits: all.hits + one.hits, n: all.n + one.n }));
      for (const part of parts) {
        const signal = funnelSignal(part, whole);
        judged++;
        if (signal) any++;
        if (signal?.level === 99.8) widest++;
      }
    }
    expect(judged).toBe(20_000);
    expect(any / judged).toBeLessThanOrEqual(0.05);
    expect(widest / judged).toBeLessThanOrEqual(0.002);
    // It does flag: a test that never does would keep to any rate.
    expect(any / judged).toBeGreaterThan(0.005);
  });

  it('flags what is truly lower or higher, on its side, by the widest limit that it crosses', () => {
    const whole = { hits: 900, n: 1000 };
    expect(funnelSignal({ hits: 24, n: 40 }, whole)).toEqual({ side: 'below', level: 99.8 });
    expect(funnelSignal({ hits: 31, n: 40 }, whole)).toEqual({ side: 'below', level: 95 });
    expect(funnelSignal({ hits: 37, n: 40 }, whole)).toBeNull();
    expect(funnelSignal({ hits: 40, n: 40 }, { hits: 700, n: 1000 })).toEqual({ side: 'above', level: 99.8 });
    expect(funnelSignal({ hits: 35, n: 40 }, { hits: 700, n: 1000 })).toEqual({ side: 'above', level: 95 });
  });

  it('flags neither a part without answers, nor one that is the whole', () => {
    expect(funnelSignal({ hits: 0, n: 0 }, { hits: 5, n: 10 })).toBeNull();
    expect(funnelSignal({ hits: 0, n: 0 }, { hits: 0, n: 0 })).toBeNull();
    for (const hits of [0, 1, 5, 10]) expect(funnelSignal({ hits, n: 10 }, { hits, n: 10 })).toBeNull();
  });

  it('has limits that agree with its signals', () => {
    const whole = { hits: 830, n: 1000 };
    for (const n of [1, 4, 30, 200]) {
      const near = funnelLimits(whole, n, 95) ?? { low: 0, high: 0 };
      const wide = funnelLimits(whole, n, 99.8) ?? { low: 0, high: 0 };
      for (let hits = 0; hits <= n; hits++) {
        const beyond = ({ low, high }: { low: number; high: number }) => hits / n < low || hits / n > high;
        const signal = funnelSignal({ hits, n }, whole);
        expect(beyond(near)).toBe(signal !== null);
        expect(beyond(wide)).toBe(signal?.level === 99.8);
      }
    }
    expect(funnelLimits(whole, 0, 95)).toBeNull();
    expect(funnelLimits({ hits: 0, n: 0 }, 5, 95)).toBeNull();
  });

  it('of the NPS flags identical parts at most at its rates, summed exactly', () => {
    const whole = ratings(5000, 3000, 2000);
    for (const n of [1, 3, 8, 20, 45]) {
      const promoters = binomialTail(n, 0.5);
      let [any, widest, all] = [0, 0, 0];
      for (let up = 0; up <= n; up++) {
        // Of those that are no promoters two in five are detractors.
        const detractors = binomialTail(n - up, 0.4);
        for (let down = 0; down <= n - up; down++) {
          const probability = termOf(promoters, up) * termOf(detractors, down);
          const signal = npsFunnelSignal(ratings(up, n - up - down, down), whole);
          all += probability;
          if (signal) any += probability;
          if (signal?.level === 99.8) widest += probability;
        }
      }
      expect(all).toBeCloseTo(1, 10);
      expect(any, `n = ${n}`).toBeLessThanOrEqual(0.05);
      expect(widest, `n = ${n}`).toBeLessThanOrEqual(0.002);
    }
  });

  it('of the NPS flags what is truly lower or higher', () => {
    const whole = ratings(500, 300, 200);
    expect(npsFunnelSignal(ratings(8, 8, 24), whole)).toEqual({ side: 'below', level: 99.8 });
    expect(npsFunnelSignal(ratings(38, 2, 0), whole)).toEqual({ side: 'above', level: 99.8 });
    expect(npsFunnelSignal(ratings(20, 12, 8), whole)).toBeNull();
    expect(npsFunnelSignal(ratings(0, 0, 0), whole)).toBeNull();
    expect(npsFunnelSignal(ratings(0, 9, 0), ratings(0, 90, 0))).toBeNull();
  });
});
