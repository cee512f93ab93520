import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, begin } from '../../../src/scenario/engine/engine.ts';
import type { Input, Step } from '../../../src/scenario/engine/step.ts';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Survey } from '../../../src/scenario/survey.ts';
import { shipped } from '../../support/scenarios.ts';

const ID = 'd00000000001';
const T0 = Date.parse('2026-11-22T12:00:00Z');
const MINUTE = 60_000;
const csat = shipped('csat');

/** Runs inputs one after another, a second apart; messages sent get the ids m1, m2, ... as a platform would give. */
function run(scenario: Scenario, inputs: Input[], language = 'en') {
  let now = T0;
  let messages = 0;
  const deliver = (step: Step): Survey => {
    const prompts = { ...step.survey.prompts };
    for (const effect of step.effects) {
      if (effect.kind !== 'send') continue;
      messages += 1;
      if (effect.prompt) prompts[effect.prompt] = `m${messages}`;
    }
    return { ...step.survey, prompts };
  };
  const steps: Step[] = [begin(scenario, ID, language, now)];
  let survey = deliver(steps[0] as Step);
  for (const input of inputs) {
    now += 1000;
    const step = advance(scenario, ID, survey, input, now);
    steps.push(step);
    survey = deliver(step);
  }
  return { survey, steps, last: steps.at(-1) as Step };
}

const tap = (block: string, value: string | number, messageId?: string): Input => ({
  kind: 'tap',
  block,
  value: String(value),
  ...(messageId ? { messageId } : {}),
});
const text = (words: string): Input => ({ kind: 'text', text: words, inWords: words.trim(), at: 1e15 });
const said = (step: Step): string[] => step.effects.map(({ message }) => message.text);

describe('the usual survey', () => {
  it('asks with a button for each star, in the language of the client', () => {
    const { last } = run(csat, [], 'uk');
    expect(last.effects).toHaveLength(1);
    expect(last.effects[0]?.message.text).toBe('Оцініть, будь ласка, якість обслуговування');
    expect(last.effects[0]?.message.choices?.flat().map(({ label, token }) => [label, token])).toEqual([
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

describe('a changed answer', () => {
  it('is taken inside change_within and confirmed', () => {
    const { survey, last } = run(csat, [tap('rate', 4, 'm1'), tap('rate', 2, 'm1')]);
    expect(survey.variables.quality_answer).toBe(2);
    expect(survey.answeredAt.quality_answer).toBe(T0 + 1000);
    expect(survey.waitsAt).toBe('comment');
    expect(last.reply?.text).toBe('Your answer is now: ⭐⭐');
    expect(last.effects[0]?.message.text).toBe('Please rate the quality of service\n\n⭐⭐');
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
    expect(last.effects[0]?.message.choices?.flat()).toHaveLength(5);
  });

  it('is possible while the survey is over', () => {
    const { survey } = run(csat, [tap('rate', 4, 'm1'), tap('comment', '~skip'), tap('rate', 5, 'm1')]);
    expect(survey.variables.quality_answer).toBe(5);
    expect(survey.waitsAt).toBeNull();
  });

  it('collapses again when the same answer is chosen once more', () => {
    const { last } = run(csat, [tap('rate', 4, 'm1'), tap('rate', '~change', 'm1'), tap('rate', 4, 'm1')]);
    expect(last.effects[0]?.message.text).toContain('⭐⭐⭐⭐');
    expect(last.reply).toBeUndefined();
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

describe('the rest of the language', () => {
  const visit = parseScenario(
    `
id: visit
title: All blocks
languages: [en]
rules: { remind_after: 6h }
phrases: { reminder: Psst }
start: hello
blocks:
  hello: { type: message, text: Hello, next: minutes }
  minutes: { type: wait_for_response, expect: number, min: 0, max: 240, text: Minutes?, save_to: minutes, next: fork }
  fork:
    type: condition
    next:
      - { when: minutes > 60 and minutes < 100, to: long }
      - { when: "minutes == 0 or minutes >= 100", to: reason }
  long: { type: message, text: That was long, next: reason }
  reason:
    type: wait_for_response
    expect: choice
    text: Why?
    save_to: reason
    choices: [{ text: Too slow, value: slow }, { text: Rude, value: rude }]
`,
    'visit.yaml',
  );

  it('says a message and goes on to the question', () => {
    expect(said(run(visit, []).last)).toEqual(['Hello', 'Minutes?']);
  });

  it.each(['soon', '', '241', '-1', '1 2'])('takes no number out of its range: "%s"', (words) => {
    const { survey, last } = run(visit, [text(words)]);
    expect(survey.variables).toEqual({});
    expect(last.reply?.text).toBe('Please type a number from 0 to 240.');
  });

  it('takes the first way whose condition holds, and ends where none does', () => {
    expect(run(visit, [text('90')]).survey.waitsAt).toBe('reason');
    expect(said(run(visit, [text('90')]).last)).toContain('That was long');
    expect(said(run(visit, [text('100')]).last)).not.toContain('That was long');
    expect(run(visit, [text('100')]).survey.waitsAt).toBe('reason');
    expect(run(visit, [text('7,5')]).survey).toMatchObject({ waitsAt: null, variables: { minutes: 7.5 } });
  });

  it('takes a choice by its button or its words', () => {
    expect(run(visit, [text('0'), tap('reason', 'rude')]).survey.variables.reason).toBe('rude');
    expect(run(visit, [text('0'), text('too slow')]).survey.variables.reason).toBe('slow');
    const { last } = run(visit, [text('0'), text('because')]);
    expect(last.reply?.text).toBe('Please press one of the buttons, or type one of: Too slow, Rude.');
  });

  it('reminds once, in the words of the file, of the question that waits', () => {
    const { survey, last } = run(visit, [{ kind: 'remind' }]);
    expect(said(last)).toEqual(['Psst\nMinutes?']);
    expect(survey).toMatchObject({ waitsAt: 'minutes', remindAt: null });
  });

  it('ends a survey that expires and takes its keyboard away', () => {
    const { survey, last } = run(csat, [{ kind: 'expire' }]);
    expect(survey).toMatchObject({ waitsAt: null, variables: {} });
    expect(last.effects).toEqual([
      { kind: 'edit', messageId: 'm1', message: { text: 'Please rate the quality of service' } },
    ]);
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
