import { describe, expect, it } from 'vitest';
import { typesOf } from '../../src/webhooks/events.ts';
import { aDialogue } from '../support/dialogues.ts';

describe('a comment that is taken back and was all that was answered', () => {
  const before = aDialogue({ askedAt: new Date(1), outcome: 'answered', comment: 'Where is my parcel?' });

  it('leaves a survey that is over without an answer', () => {
    const next = { ...before, comment: null, outcome: 'silent' } as const;
    expect(typesOf(before, next)).toEqual(['survey.commented', 'survey.expired']);
  });

  it('leaves a survey that goes on open', () => {
    const next = { ...before, comment: null, outcome: 'open' } as const;
    expect(typesOf(before, next)).toEqual(['survey.commented']);
    expect(typesOf(next, { ...next, outcome: 'silent' })).toEqual(['survey.expired']);
  });
});
