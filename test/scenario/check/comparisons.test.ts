import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { faultsOfWhen, questions } from './questions.ts';

describe('a comparison that can never tell two answers apart', () => {
  it.each([
    [
      'quality_comment <= 2',
      '"quality_comment" is a text and is compared with the number 2 by <=; ask for a number (expect: number), or whether there is an answer: quality_comment != \'\'',
    ],
    ['quality_comment != 2', '"quality_comment" is a text and is compared with the number 2 by !='],
    ["quality_comment <= '2'", '<= does not order texts; compare "quality_comment" by == or !='],
    [
      "quality_comment == ''",
      '"quality_comment" is never empty, and one that was not answered meets no comparison',
    ],
    ["quality_comment == ' yes'", '"quality_comment" is kept without spaces around it'],
    ['quality_answer == 7', '"quality_answer" is never 7; it is one of 1, 2, 3, 4, 5'],
    ['quality_answer != 7', '"quality_answer" is never 7'],
    ['quality_answer == 2.5', '"quality_answer" is never 2.5'],
    ['quality_answer < 1', '"quality_answer" is never < 1; it is 1 to 5'],
    ['quality_answer > 5', '"quality_answer" is never > 5'],
    [
      'quality_answer <= 10',
      '"quality_answer" is always <= 10; it is 1 to 5; to ask whether there is an answer write quality_answer >= 1',
    ],
    [
      "quality_answer == '5'",
      '"quality_answer" is a number and is compared with a text; remove the quotes around 5',
    ],
    [
      "quality_answer != 'bad'",
      '"quality_answer" is a number and is compared with a text; compare it with a number, such as 1',
    ],
    ["quality_answer != ''", '"quality_answer" is a number and is compared with a text'],
    ['minutes == 300', '"minutes" is never 300; it is 0 to 240'],
    ['minutes < 0', '"minutes" is never < 0'],
    ["minutes == 'long'", '"minutes" is a number and is compared with a text'],
    ["reason == 'slwo'", '"reason" is never "slwo"; did you mean "slow"?'],
    ["reason != 'late'", '"reason" is never "late"; there are slow, rude, 9'],
    ['reason == 9', '"reason" is a text and is compared with the number 9 by ==; put 9 in quotes'],
    [
      'reason == 2',
      '"reason" is a text and is compared with the number 2 by ==; compare it with one of its values, such as \'slow\'',
    ],
    ["reason < 'slow'", '< does not order texts'],
    [
      'quality_answer <= 2 and quality_answer >= 4',
      'no value of "quality_answer" meets all that is joined by and here; join by or, or correct the values',
    ],
    ["reason == 'slow' and reason == 'rude'", 'no value of "reason" meets all'],
    ["quality_comment == 'a' and quality_comment == 'b'", 'no value of "quality_comment" meets all'],
    ['minutes > 100 and minutes < 60', 'no value of "minutes" meets all'],
    ['minutes == 5 or quality_answer == 9', '"quality_answer" is never 9'],
  ])('%s', (when, message) => {
    const faults = faultsOfWhen(when);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith('f.yaml:27:17 blocks.comment.next.0.when: ')).toBe(true);
    expect(faults[0]).toContain(message);
  });

  it.each([
    "quality_comment != ''",
    "quality_comment == 'yes'",
    "reason == 'slow' or reason == 'rude'",
    "reason != ''",
    "reason == '9'",
    "reason != 'slow' and reason != 'rude'",
    'quality_answer >= 1',
    'quality_answer <= 5',
    'quality_answer <= 2.5',
    'quality_answer > 2 and quality_answer < 4',
    'quality_answer != 3 and minutes >= 0',
    'minutes > 60 and minutes < 60.5',
    'minutes == 0 or minutes >= 100',
  ])('is not this: %s', (when) => {
    expect(faultsOfWhen(when)).toEqual([]);
  });

  it('takes a text with and or or in it', () => {
    const text = questions("quality_comment == 'slow or rude'");
    expect(parseScenario(text, 'f.yaml').blocks.comment?.next).toMatchObject([
      { when: { anyOf: [[{ literal: 'slow or rude' }]] } },
    ]);
  });
});
