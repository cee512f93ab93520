import { describe, expect, it } from 'vitest';
import { notAskedReasons, type Outcome } from '../../src/dialogue.ts';

// The page's scripts are served as they stand, without types.
const path: string = '../../simulator/page/words.js';
const { stateOf, why } = (await import(path)) as {
  stateOf: (dialogue: { outcome: string; notAskedReason?: string | null }) => string;
  why: (reason: string | null) => string;
};

const outcomes: Record<Exclude<Outcome, 'not_asked'>, true> = {
  scheduled: true,
  open: true,
  answered: true,
  silent: true,
};

describe('every state of a dialogue', () => {
  it.each(notAskedReasons)('has words on the page: not asked, %s', (reason) => {
    const words = stateOf({ outcome: 'not_asked', notAskedReason: reason });
    expect(words).toMatch(/^not asked: (\w+ ){3,}/);
    expect(words).not.toContain('_');
  });

  it.each(Object.keys(outcomes))('has words on the page: %s', (outcome) => {
    const words = stateOf({ outcome });
    if (outcome !== 'answered') expect(words).not.toBe(outcome);
    expect(words).not.toContain('_');
  });

  it('is never empty, also when the page does not know it', () => {
    expect(stateOf({ outcome: 'put_off' })).toBe('put off');
    expect(why('too_rainy')).toBe('too rainy');
    expect(why(null)).toBe('no reason given');
  });
});
