import { describe, expect, it } from 'vitest';
import { notAskedReasons, type Outcome } from '../../src/dialogue.ts';

// The page's scripts are served as they stand, without types.
const path: string = '../../simulator/page/words.js';
const { stateOf, uncounted, why } = (await import(path)) as {
  stateOf: (dialogue: {
    outcome: string;
    notAskedReason?: string | null;
    reopenedAt?: string | null;
    course?: Array<{ what: string }>;
  }) => string;
  uncounted: (dialogue: { superseded?: boolean; voided?: { reason: string } | null }) => string | null;
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

  it('tells a question that was taken back from one that nobody answered', () => {
    const reopenedAt = '2026-11-22T09:00:00.000Z';
    const silent = { outcome: 'silent', reopenedAt: null, course: [] };
    expect(stateOf(silent)).toBe('asked, never answered');
    expect(stateOf({ ...silent, reopenedAt })).toBe('withdrawn: the conversation went on');
    expect(stateOf({ ...silent, course: [{ what: 'corrected' }, { what: 'cancelled' }] })).toBe(
      'withdrawn: the helpdesk took the question back',
    );
    expect(stateOf({ ...silent, outcome: 'answered', reopenedAt })).toBe('answered');
  });

  it('says why figures leave a dialogue out', () => {
    expect(uncounted({ superseded: false, voided: null })).toBeNull();
    expect(uncounted({ superseded: true, voided: null })).toBe('an earlier round, not in the figures');
    expect(uncounted({ superseded: true, voided: { reason: 'a test' } })).toBe(
      'voided: a test, not in the figures',
    );
  });

  it('is never empty, also when the page does not know it', () => {
    expect(stateOf({ outcome: 'put_off' })).toBe('put off');
    expect(why('too_rainy')).toBe('too rainy');
    expect(why(null)).toBe('no reason given');
  });
});
