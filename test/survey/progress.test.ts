import { describe, expect, it } from 'vitest';
import type { Survey } from '../../src/scenario/survey.ts';
import { afterStep } from '../../src/survey/progress.ts';
import { aDialogue, aSurvey } from '../support/dialogues.ts';

const survey = aSurvey({ waitsAt: 'rate' });
const now = new Date('2026-11-22T10:00:00Z');
const after = (changes: Partial<Survey>) =>
  afterStep(aDialogue(), { survey: { ...survey, ...changes }, effects: [] }, now);

describe('a survey that has neither a rating nor a comment', () => {
  const consent = { variables: { consent: 'yes' }, answeredAt: { consent: 5000 } };

  it('is not answered, whatever else was saved: open while it waits, silent after that', () => {
    expect(after(consent)).toMatchObject({ outcome: 'open', answeredAt: null });
    expect(after({ ...consent, waitsAt: null })).toMatchObject({ outcome: 'silent', answeredAt: null });
  });

  it('is answered with the first of the two, at its time', () => {
    const rated = after({
      variables: { consent: 'yes', quality_answer: 4, quality_comment: 'x' },
      answeredAt: { consent: 1000, quality_answer: 9000, quality_comment: 7000 },
    });
    expect(rated).toMatchObject({ outcome: 'answered', answeredAt: new Date(7000) });
  });
});
