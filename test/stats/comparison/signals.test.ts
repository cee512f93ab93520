import { describe, expect, it } from 'vitest';
import { askingSignals, leastAsking, ratingSignal } from '../../../src/stats/comparison/signals.ts';
import { summarize, type Summary } from '../../../src/stats/summary.ts';
import type { Count } from '../../../src/store/ports/figures.ts';

const fate = {
  notAskedReason: null,
  commented: false,
  disputed: false,
  delivered: true,
  finished: false,
} as const;
const answered = (rating: number, count: number, scale = '1-5'): Count => ({
  ...fate,
  scale,
  outcome: 'answered',
  rating,
  count,
});
const silent = (count: number): Count => ({ ...fate, scale: '1-5', outcome: 'silent', rating: null, count });
const notAsked = (count: number, notAskedReason: Count['notAskedReason']): Count => ({
  ...silent(count),
  outcome: 'not_asked',
  notAskedReason,
});
const scheduled = (count: number): Count => ({ ...silent(count), outcome: 'scheduled' });
const scaleOf = ({ scales: [scale] }: Summary) => scale ?? expect.fail('there is no scale');

describe('asking', () => {
  const whole = summarize([answered(5, 450), silent(450), notAsked(100, 'not_wanted')]);

  it('names who asked about fewer than chance explains', () => {
    const part = summarize([answered(5, 10), silent(10), notAsked(20, 'not_wanted')]);
    expect(askingSignals(part, whole)).toEqual([
      { what: 'asked', side: 'below', level: 99.8, share: { hits: 20, n: 40 } },
    ]);
  });

  it('names whose clients answered more often than chance explains', () => {
    const part = summarize([answered(5, 36), notAsked(4, 'cooldown')]);
    expect(askingSignals(part, whole)).toEqual([
      { what: 'answered', side: 'above', level: 99.8, share: { hits: 36, n: 36 } },
    ]);
  });

  it('waits for questions that are still to be sent', () => {
    const part = summarize([answered(5, 9), silent(9), notAsked(2, 'cooldown'), scheduled(40)]);
    expect(askingSignals(part, whole)).toEqual([]);
  });

  it('names nobody for fewer dialogues than tell anything', () => {
    const of = (count: number) => askingSignals(summarize([notAsked(count, 'cooldown')]), whole);
    expect(of(leastAsking - 1)).toEqual([]);
    expect(of(leastAsking)).toMatchObject([{ what: 'asked', side: 'below' }]);
  });
});

describe('ratings', () => {
  it('are held against the whole’s share of satisfied ones', () => {
    const whole = scaleOf(summarize([answered(5, 900), answered(1, 100)]));
    expect(ratingSignal(scaleOf(summarize([answered(5, 10), answered(1, 10)])), whole)).toEqual({
      side: 'below',
      level: 99.8,
    });
    expect(ratingSignal(scaleOf(summarize([answered(5, 17), answered(1, 3)])), whole)).toBeNull();
  });

  it('of an NPS are held against promoters less detractors', () => {
    const whole = scaleOf(
      summarize([answered(10, 500, 'nps'), answered(7, 300, 'nps'), answered(3, 200, 'nps')]),
    );
    expect(ratingSignal(scaleOf(summarize([answered(3, 15, 'nps')])), whole)).toEqual({
      side: 'below',
      level: 99.8,
    });
    expect(
      ratingSignal(scaleOf(summarize([answered(7, 5, 'nps'), answered(10, 5, 'nps')])), whole),
    ).toBeNull();
  });
});
