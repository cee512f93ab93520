import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { csat, run, said, T0, tap, text } from './run.ts';

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
    expect(survey).toMatchObject({ waitsAt: 'minutes', remindAt: null, remindedAt: T0 + 1000 });
  });

  it('ends a survey that expires and takes its keyboard away', () => {
    const { survey, last } = run(csat, [{ kind: 'expire' }]);
    expect(survey).toMatchObject({ waitsAt: null, variables: {} });
    expect(last.effects).toEqual([
      { kind: 'edit', messageId: 'm1', message: { text: 'Please rate the quality of service' } },
    ]);
  });
});
