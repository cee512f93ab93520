import { describe, expect, it } from 'vitest';
import { answeredShare, askedShare, csatShare } from '../../../src/stats/comparison/share.ts';
import { summarize } from '../../../src/stats/summary.ts';
import type { Count } from '../../../src/store/ports/figures.ts';

const count = (changes: Partial<Count>): Count => ({
  scale: '1-5',
  outcome: 'answered',
  notAskedReason: null,
  rating: null,
  commented: false,
  delivered: true,
  finished: false,
  disputed: false,
  count: 1,
  ...changes,
});

describe('the shares that are compared', () => {
  const summary = summarize([
    count({ rating: 5, count: 6 }),
    count({ rating: 4, count: 2 }),
    count({ rating: 1, count: 3 }),
    count({ outcome: 'silent', count: 20 }),
    count({ outcome: 'scheduled', count: 4 }),
    count({ outcome: 'not_asked', notAskedReason: 'cooldown', scale: null, count: 5 }),
    count({ scale: 'nps', rating: 9, count: 2 }),
  ]);

  it('are those of the figures', () => {
    const [five, nps] = summary.scales;
    expect(five && csatShare(five)).toEqual({ hits: 8, n: 11 });
    expect(five && 8 / 11).toBe(five?.csatPercent);
    expect(nps && csatShare(nps)).toBeNull();
    expect(answeredShare(summary)).toEqual({ hits: 13, n: 33 });
    expect(summary.responseRate).toBe(13 / 33);
  });

  it('leave out of those who might be asked whose turn has not come', () => {
    expect(askedShare(summary)).toEqual({ hits: 33, n: 38 });
  });
});
