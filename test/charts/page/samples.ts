import fc from 'fast-check';
import type { FunnelPlotData, Part, TrendData, TrendPoint } from '../../../src/charts/page/data.ts';
import { funnelPlotCounts } from '../../../src/charts/page/parts/funnel-plot.ts';
import type { Language } from '../../../src/locales/index.ts';
import { funnelLimits, funnelSignal } from '../../../src/stats/comparison/funnel.ts';
import { wilson } from '../../../src/stats/metrics/wilson.ts';
import { addDays } from '../../../src/stats/period.ts';

export const csat = { name: 'CSAT', unit: 'share' } as const;

export const options = (language: Language = 'en') => ({ language, title: 'The chart', id: 'one' });

/** Names that a helpdesk or an attacker may give. */
export const hostile = [
  '<script>alert("x")</script>',
  `"'><img src=x onerror=alert(1)>`,
  '\u202eevil\u202c \u200f',
  'שלום עולם',
  'Відділ '.repeat(28).trim(),
  'W'.repeat(200),
  '&amp;&lt;',
  '\u0000\u0007\ud800',
  ' ',
];

/** Days up to the 22nd of November 2026: how many were satisfied among how many. */
export function days(shares: ReadonlyArray<readonly [hits: number, n: number]>): TrendPoint[] {
  return shares.map(([hits, n], index) => {
    const day = addDays('2026-11-22', index - shares.length + 1);
    const interval = wilson(hits, n);
    return {
      from: day,
      to: day,
      n,
      value: n === 0 ? null : hits / n,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      limitLow: null,
      limitHigh: null,
      signal: null,
      href: `/dialogues?from=${day}&to=${day}`,
    };
  });
}

export function trendOf(points: readonly TrendPoint[], rest: Partial<TrendData> = {}): TrendData {
  return { measure: csat, step: 'day', points, centre: null, target: null, previous: [], ...rest };
}

const whole = { hits: 850, n: 1000 };

export function part(name: string | null, hits: number, n: number): Part {
  const interval = wilson(hits, n);
  return {
    name,
    n,
    value: n === 0 ? null : hits / n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    outside: funnelSignal({ hits, n }, whole),
    href: `/dialogues?team=${encodeURIComponent(name?.replace(/\p{Cs}/gu, '') ?? '')}`,
  };
}

export function funnelOf(parts: readonly Part[]): FunnelPlotData {
  const limits = funnelPlotCounts(parts).flatMap((n) => {
    const [inner, outer] = [funnelLimits(whole, n, 95), funnelLimits(whole, n, 99.8)];
    return inner && outer ? [{ n, inner, outer }] : [];
  });
  return { measure: csat, dimension: 'team', parts, centre: 0.85, limits };
}

const share = fc
  .tuple(fc.oneof(fc.nat(4), fc.nat(90_000)), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, of]) => [Math.round(n * of), n] as const);

export const anyPart: fc.Arbitrary<Part> = fc
  .tuple(fc.oneof(fc.constantFrom(null, ...hostile), fc.string({ unit: 'binary', maxLength: 40 })), share)
  .map(([name, [hits, n]]) => part(name, hits, n));

const level = fc.double({ min: 0, max: 1, noNaN: true });

export const anyTrend: fc.Arbitrary<TrendData> = fc
  .record({
    shares: fc.array(share, { maxLength: 80 }),
    limits: fc.option(fc.tuple(level, level)),
    centre: fc.option(level),
    target: fc.option(level),
    previous: fc.array(fc.option(level), { maxLength: 90 }),
  })
  .map(({ shares, limits, centre, target, previous }) => {
    const points = days(shares).map((point): TrendPoint => {
      if (!limits || point.value === null) return point;
      const [limitLow, limitHigh] = [Math.min(...limits), Math.max(...limits)];
      const signal = point.value < limitLow ? 'below' : point.value > limitHigh ? 'above' : null;
      return { ...point, limitLow, limitHigh, signal };
    });
    const earlier = previous.map((value) => ({ from: '2026-01-01', to: '2026-01-01', value, n: 1 }));
    return trendOf(points, { centre, target, previous: earlier });
  });
