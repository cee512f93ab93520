import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/scenario/engine/engine.ts';
import { csat, ID, MINUTE, run, T0, tap, text } from './run.ts';

describe('an answer that is typed instead of tapped', () => {
  it.each([
    ['5', 5, undefined],
    [' 4 ', 4, undefined],
    ['5/5', 5, undefined],
    ['5, great!', 5, 'great!'],
    ['3 - it was slow', 3, 'it was slow'],
    ['⭐⭐⭐', 3, undefined],
    ['⭐️⭐️ slow', 2, 'slow'],
    ['★★★★', 4, undefined],
    ['5 👍', 5, undefined],
    ['5 stars', 5, undefined],
    ['5 балів, дякую', 5, 'дякую'],
    ['4 з 5', 4, undefined],
    ['5 out of 5', 5, undefined],
    ['5️⃣', 5, undefined],
    ['5⭐', 5, undefined],
    ['3.', 3, undefined],
    ['4\nthe courier was late', 4, 'the courier was late'],
  ])('%s', (words, rating, comment) => {
    const { survey } = run(csat, [text(words)]);
    expect(survey.variables.quality_answer).toBe(rating);
    expect(survey.variables.quality_comment).toBe(comment);
    expect(survey.waitsAt === null).toBe(comment !== undefined);
  });

  it.each([
    '',
    '0',
    '6',
    '-3',
    '3.5',
    '3,5',
    '4-5',
    '10/10',
    'NaN',
    'five',
    '⭐⭐⭐⭐⭐⭐',
    '1e0',
    '٣',
    '5 minutes of waiting and no answer',
  ])('is not understood outside its scale: "%s"', (words) => {
    const { survey, last } = run(csat, [text(words)]);
    expect(survey.variables).toEqual({});
    expect(survey.waitsAt).toBe('rate');
    expect(last.reply?.text).toBe('Please press one of the buttons, or type one of: 5, 4, 3, 2, 1.');
  });

  it('removes the keyboard that was not needed', () => {
    expect(run(csat, [text('5')]).last.effects[0]).toMatchObject({ kind: 'edit', messageId: 'm1' });
  });
});

describe('a tap that is late, forged or repeated', () => {
  it('counts two quick taps as one answer', () => {
    const { survey, last } = run(csat, [tap('rate', 4, 'm1'), tap('rate', 4, 'm1')]);
    expect(survey.variables).toEqual({ quality_answer: 4 });
    expect(survey.waitsAt).toBe('comment');
    expect(last.effects.every(({ kind }) => kind === 'edit')).toBe(true);
  });

  it.each(['0', '6', '', '4.0', '~other', 'rate', '1e0'])(
    'takes no rating outside its scale: "%s"',
    (value) => {
      const { survey, last } = run(csat, [tap('rate', value)]);
      expect(survey.variables).toEqual({});
      expect(last.effects).toEqual([]);
    },
  );

  it.each(['thanks', 'save', 'nowhere', '__proto__', 'constructor'])(
    'has nothing to press at %s',
    (block) => {
      const { last } = run(csat, [tap(block, 1)]);
      expect(last.reply?.text).toBe('This survey is already closed. Thank you!');
      expect(last.effects).toEqual([]);
    },
  );

  it('never answers another question', () => {
    const { survey } = run(csat, [tap('rate', 5), tap('what_went_wrong', '~skip')]);
    expect(survey.waitsAt).toBe('comment');
  });

  it('is told politely that the survey is closed after its expiry', () => {
    const { survey } = run(csat, []);
    const step = advance(csat, ID, survey, tap('rate', 5), T0 + 24 * 60 * MINUTE);
    expect(step.survey.variables).toEqual({});
    expect(step.reply?.text).toBe('This survey is already closed. Thank you!');
  });

  it('does not read text after the expiry as an answer', () => {
    const { survey } = run(csat, []);
    const step = advance(csat, ID, survey, text('5'), T0 + 24 * 60 * MINUTE);
    expect(step).toEqual({
      survey: { ...survey, toldClosed: true },
      effects: [],
      reply: { text: 'This survey is already closed. Thank you!' },
    });
  });
});
