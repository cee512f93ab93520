import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/scenario/engine/engine.ts';
import type { Input } from '../../../src/scenario/engine/step.ts';
import { shipped } from '../../support/scenarios.ts';
import { csat, ID, messagesOf, run, said, T0, tap, text } from './run.ts';

describe('the usual survey', () => {
  it('asks with a button for each star, in the language of the client', () => {
    const { last } = run(csat, [], 'uk');
    expect(last.effects).toHaveLength(1);
    expect(messagesOf(last)[0]?.text).toBe('Оцініть, будь ласка, якість обслуговування');
    expect(
      messagesOf(last)[0]
        ?.choices?.flat()
        .map(({ label, token }) => [label, token]),
    ).toEqual([
      ['⭐⭐⭐⭐⭐', `1s${ID}:rate:5`],
      ['⭐⭐⭐⭐', `1s${ID}:rate:4`],
      ['⭐⭐⭐', `1s${ID}:rate:3`],
      ['⭐⭐', `1s${ID}:rate:2`],
      ['⭐', `1s${ID}:rate:1`],
    ]);
  });

  it('saves the rating, collapses the keyboard into it and asks for a comment', () => {
    const { survey, last } = run(csat, [tap('rate', 4, 'm1')]);
    expect(survey.variables).toEqual({ quality_answer: 4 });
    expect(survey.waitsAt).toBe('comment');
    expect(last.effects[0]).toEqual({
      kind: 'edit',
      messageId: 'm1',
      message: {
        text: 'Please rate the quality of service\n\n⭐⭐⭐⭐',
        choices: [[{ label: 'Change', token: `1s${ID}:rate:~change` }]],
      },
    });
    expect(last.effects[1]).toMatchObject({ kind: 'send', prompt: 'comment' });
  });

  it('takes the comment, records the survey and says thanks', () => {
    const { survey, last } = run(csat, [tap('rate', 5), text('Great  service')]);
    expect(survey.variables).toEqual({ quality_answer: 5, quality_comment: 'Great  service' });
    expect(survey.waitsAt).toBeNull();
    expect(survey.recordedAt).toBe(T0 + 2000);
    expect(said(last)).toContain('Thank you! Your answer helps us improve.');
  });

  it('takes the skip button and leaves the comment empty', () => {
    const { survey } = run(csat, [tap('rate', 5), tap('comment', '~skip')]);
    expect(survey.variables).toEqual({ quality_answer: 5 });
    expect(survey.recordedAt).not.toBeNull();
  });

  it('understands the word on the skip button, typed', () => {
    const { survey } = run(csat, [tap('rate', 5), text(' skip ')]);
    expect(survey.variables).toEqual({ quality_answer: 5 });
    expect(survey.waitsAt).toBeNull();
  });

  it('asks the dissatisfied what went wrong', () => {
    expect(said(run(csat, [tap('rate', 2)]).last)).toContain('We are sorry to hear that. What went wrong?');
  });
});

describe('the other shipped scenarios', () => {
  it('thumbs: what was written beyond the answer is kept as the comment, also where none is asked for', () => {
    const { variables } = run(shipped('thumbs'), [text('100, great people')]).survey;
    expect(variables).toEqual({ quality_answer: 100, quality_comment: 'great people' });
  });

  it('thumbs: the hint names what can be typed, and a thumb of any colour is understood', () => {
    const thumbs = shipped('thumbs');
    expect(run(thumbs, [text('well')]).last.reply?.text).toBe(
      'Please press one of the buttons, or type one of: 👍, 👎.',
    );
    expect(run(thumbs, [text('👍🏽')]).survey.variables).toEqual({ quality_answer: 100 });
  });

  it('thumbs: a thumb up ends with thanks, a thumb down asks why', () => {
    const thumbs = shipped('thumbs');
    expect(run(thumbs, [tap('rate', 100)]).survey).toMatchObject({
      waitsAt: null,
      variables: { quality_answer: 100 },
    });
    expect(run(thumbs, [tap('rate', 0)]).survey.waitsAt).toBe('comment');
  });

  it('comment-only: a comment alone, and nothing when it is declined', () => {
    const commentOnly = shipped('comment-only');
    expect(run(commentOnly, [text('مرحبا 👋🏽')]).survey.variables).toEqual({
      quality_comment: 'مرحبا 👋🏽',
    });
    const declined = run(commentOnly, [tap('comment', '~skip')]);
    expect(declined.survey).toMatchObject({ waitsAt: null, variables: {}, recordedAt: null });
    expect(said(declined.last)).not.toContain('Thank you! We read every answer.');
  });
});

describe('whatever a client does', () => {
  const anyInput: fc.Arbitrary<Input> = fc.oneof(
    fc.record({
      kind: fc.constant('tap' as const),
      block: fc.constantFrom('rate', 'comment', 'what_went_wrong', 'save', 'x'),
      value: fc.constantFrom('1', '2', '3', '4', '5', '6', '~skip', '~change', ''),
    }),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map(text),
    fc.constant<Input>({ kind: 'remind' }),
  );

  it('a rating is one of the scale, and an answer given is never lost', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 12 }), (inputs) => {
        let survey = run(csat, []).survey;
        for (const input of inputs) {
          const before = survey.variables;
          survey = advance(csat, ID, survey, input, T0 + 1000).survey;
          expect(Object.keys(survey.variables)).toEqual(expect.arrayContaining(Object.keys(before)));
          const { quality_answer: rating } = survey.variables;
          if (rating !== undefined) expect([1, 2, 3, 4, 5]).toContain(rating);
        }
      }),
    );
  });
});
