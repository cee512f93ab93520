import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/scenario/engine/engine.ts';
import type { TextInput } from '../../../src/scenario/engine/step.ts';
import { csat, ID, messagesOf, MINUTE, run, T0, tap } from './run.ts';

const wrote = (words: string, messageId: string): TextInput => ({
  kind: 'text',
  text: words,
  inWords: words,
  at: 1e15,
  messageId,
});

describe('a changed answer', () => {
  it('is taken inside change_within and confirmed', () => {
    const { survey, last } = run(csat, [tap('rate', 4, 'm1'), tap('rate', 2, 'm1')]);
    expect(survey.variables.quality_answer).toBe(2);
    expect(survey.answeredAt.quality_answer).toBe(T0 + 1000);
    expect(survey.waitsAt).toBe('comment');
    expect(last.reply?.text).toBe('Your answer is now: ⭐⭐');
    expect(messagesOf(last)[0]?.text).toBe('Please rate the quality of service\n\n⭐⭐');
  });

  it('is refused after the expiry, also inside change_within', () => {
    const { survey } = run(csat, []);
    const expiry = T0 + 24 * 60 * MINUTE;
    const rated = advance(csat, ID, survey, tap('rate', 5), expiry - MINUTE).survey;
    const step = advance(csat, ID, rated, tap('rate', 1), expiry + MINUTE);
    expect(step.survey.variables.quality_answer).toBe(5);
    expect(step.reply?.text).toBe('This survey is already closed. Thank you!');
  });

  it('that comes too late leaves the answer that counts in the message, without a keyboard', () => {
    const { survey } = run(csat, [tap('rate', 4, 'm1')]);
    const step = advance(csat, ID, survey, tap('rate', '~change', 'm1'), T0 + 1000 + 15 * MINUTE);
    expect(step.effects).toEqual([
      {
        kind: 'edit',
        messageId: 'm1',
        message: { text: 'Please rate the quality of service\n\n⭐⭐⭐⭐', choices: [] },
      },
    ]);
  });

  it('is refused after change_within', () => {
    const { survey } = run(csat, [tap('rate', 4, 'm1')]);
    const step = advance(csat, ID, survey, tap('rate', 1, 'm1'), T0 + 1000 + 15 * MINUTE);
    expect(step.survey.variables.quality_answer).toBe(4);
    expect(step.reply?.text).toBe('This survey is already closed. Thank you!');
  });

  it('begins with the button Change, which shows the keyboard again', () => {
    const { last } = run(csat, [tap('rate', 4, 'm1'), tap('rate', '~change', 'm1')]);
    expect(last.effects).toHaveLength(1);
    expect(messagesOf(last)[0]?.choices?.flat()).toHaveLength(5);
  });

  it('is possible while the survey is over', () => {
    const { survey } = run(csat, [tap('rate', 4, 'm1'), tap('comment', '~skip'), tap('rate', 5, 'm1')]);
    expect(survey.variables.quality_answer).toBe(5);
    expect(survey.waitsAt).toBeNull();
  });

  it('collapses again when the same answer is chosen once more', () => {
    const { last } = run(csat, [tap('rate', 4, 'm1'), tap('rate', '~change', 'm1'), tap('rate', 4, 'm1')]);
    expect(messagesOf(last)[0]?.text).toContain('⭐⭐⭐⭐');
    expect(last.reply).toBeUndefined();
  });

  it('is noted with what it was before', () => {
    const { survey } = run(csat, [tap('rate', 4, 'm1'), tap('rate', 2, 'm1'), tap('rate', 2, 'm1')]);
    expect(survey.edits).toEqual([{ at: T0 + 2000, variable: 'quality_answer', before: 4 }]);
  });

  it('is noted of a comment without the words that the client replaced', () => {
    const { survey } = run(csat, [
      tap('rate', 4, 'm1'),
      wrote('my card is 4111', 'm2'),
      { ...wrote('all is well', 'm2'), edited: true },
    ]);
    expect(survey.variables.quality_comment).toBe('all is well');
    expect(survey.edits).toEqual([{ at: T0 + 3000, variable: 'quality_comment', before: null }]);
  });

  it('is not what a first answer is, or words that were added to a comment', () => {
    const { survey } = run(csat, [tap('rate', 4, 'm1'), wrote('thanks', 'm2'), wrote('again', 'm3')]);
    expect(survey.variables.quality_comment).toBe('thanks\nagain');
    expect(survey.edits).toBeUndefined();
  });

  it('is kept as the first and the newest ones where there are very many', () => {
    const taps = Array.from({ length: 60 }, (_, index) => tap('rate', (index % 5) + 1, 'm1'));
    const { edits = [] } = run(csat, taps).survey;
    expect([edits.length, edits[0]?.before, edits[0]?.at, edits.at(-1)?.at]).toEqual([
      50,
      1,
      T0 + 2000,
      T0 + 60_000,
    ]);
  });
});
