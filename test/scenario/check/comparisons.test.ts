/** What can be read and was surely not meant is refused; what only looks like it is taken. */
import { describe, expect, it } from 'vitest';
import { parseScenario, readStoredScenario } from '../../../src/scenario/file/load.ts';
import { createScenarioVersions } from '../../../src/survey/scenario-versions.ts';
import { faultsOf } from '../faults.ts';
import { shippedText } from '../../support/scenarios.ts';

const csat = shippedText('csat');

function edited(...[before, after]: [string, string]): string {
  if (!csat.includes(before)) throw new Error(`csat.yaml has no "${before}"`);
  return csat.replace(before, () => after);
}
const faultsAfter = (before: string, after: string): readonly string[] =>
  faultsOf(() => parseScenario(edited(before, after), 'f.yaml'));

const questions = (when: string): string => `
id: q
title: Questions
languages: [en]
start: rate
blocks:
  rate:
    type: message_with_keyboard
    text: Rate
    save_to: quality_answer
    scale: 1-5
    buttons: [{ text: A, value: 5 }, { text: B, value: 4 }, { text: C, value: 3 }, { text: D, value: 2 }, { text: E, value: 1 }]
    next: minutes
  minutes: { type: wait_for_response, expect: number, min: 0, max: 240, text: Minutes, save_to: minutes, next: reason }
  reason:
    type: wait_for_response
    expect: choice
    text: Why
    save_to: reason
    choices: [{ text: Too slow, value: slow }, { text: Rude, value: rude }, { text: Nine, value: "9" }]
    next: comment
  comment:
    type: wait_for_response
    text: Comment
    save_to: quality_comment
    next:
      - { when: ${JSON.stringify(when)}, to: thanks }
  thanks: { type: message, text: Thanks }
`;
const faultsOfWhen = (when: string): readonly string[] =>
  faultsOf(() => parseScenario(questions(when), 'f.yaml'));

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

describe('a scale and its buttons', () => {
  it.each([
    [
      'a value without a button',
      '      - { text: "⭐⭐⭐", value: 3 }\n',
      '',
      'f.yaml:20:5 blocks.rate.buttons: no button for 3; ',
    ],
    [
      'values of an own scale without a button',
      'scale: 1-5',
      'scale: { values: [0, 1, 2, 3, 4, 5, 6], satisfied: [5], dissatisfied: [1] }',
      'f.yaml:20:5 blocks.rate.buttons: no button for 0, 6; ',
    ],
    [
      'a larger scale than its buttons',
      'scale: 1-5',
      'scale: ces',
      'f.yaml:20:5 blocks.rate.buttons: no button for 6, 7; ',
    ],
    [
      'two buttons that read alike',
      '"⭐⭐⭐", value: 3',
      '"⭐⭐⭐⭐ ", value: 3',
      'f.yaml:23:17 blocks.rate.buttons.2.text: reads like entry 2; ',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after).some((found) => found.startsWith(fault))).toBe(true);
  });

  it('two choices that read alike in one language', () => {
    const choices =
      '{ text: { en: Slow, uk: Так }, value: slow }, { text: { en: Rude, uk: "ТАК" }, value: rude }';
    const text = questions("reason == 'slow'")
      .replace('{ text: Too slow, value: slow }, { text: Rude, value: rude }', choices)
      .replace('[en]', '[en, uk]');
    expect(faultsOf(() => parseScenario(text, 'f.yaml')).join()).toContain(
      'blocks.reason.choices.1.text: reads like entry 1; ',
    );
  });

  it('a choice that reads like its skip button', () => {
    const text = questions("reason == 'slow'").replace('save_to: reason', 'save_to: reason\n    skip: RUDE');
    expect(faultsOf(() => parseScenario(text, 'f.yaml'))[0]).toContain(
      'blocks.reason.skip: reads like entry 2; ',
    );
  });
});

describe('a text that is left over from a slip', () => {
  const say = (text: string): readonly string[] =>
    faultsAfter('en: Thank you! Your answer helps us improve.', `en: ${JSON.stringify(text)}`);

  it.each([
    'Rate us"',
    '"Rate us',
    '⭐"',
    '"⭐',
    'Thanks".',
    'Thanks",',
    "Thanks'",
    "'Thanks",
    '"',
    '""Rate us',
    'Rate us""',
    'Press "Skip to go on',
    'Say "yes" or "no',
  ])('has a single quote: %s', (text) => {
    const faults = say(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^f\.yaml:53:11 blocks\.thanks\.text\.en: .*; remove it, or write /);
  });

  it.each([
    "don't",
    "п'ять",
    'Press "Skip"',
    '"Skip" or "Go"',
    "it's 'fine'",
    'a 15" screen',
    'rock ’n’ roll',
    "you're the agents' best",
    '«Так»',
    '“yes”',
    "об'єкт і сім'я",
  ])('has quotes that are meant: %s', (text) => {
    expect(say(text)).toEqual([]);
  });

  it.each([
    ['a label', '"⭐", value: 1', '⭐", value: 1', 'blocks.rate.buttons.4.text: a single " in ⭐"'],
    [
      'a title',
      'title: After the dialogue',
      'title: After the dialogue"',
      'title: a single " in After the dialogue"',
    ],
    [
      'a phrase',
      'start: rate',
      'phrases: { closed: Bye" }\nstart: rate',
      'phrases.closed: a single " in Bye"',
    ],
    [
      'an empty title',
      'title: After the dialogue',
      'title: " "',
      'title: an empty text; write what the client should read',
    ],
    [
      'nothing to see',
      '"⭐", value: 1',
      '"\\u200b", value: 1',
      'blocks.rate.buttons.4.text: an empty text; write what the client should read',
    ],
    [
      'a character that no chat shows',
      '"⭐", value: 1',
      '"⭐\\0", value: 1',
      'blocks.rate.buttons.4.text: a character that cannot be shown (U+0000); remove it',
    ],
    [
      'half of a character',
      '"⭐", value: 1',
      '"⭐\\ud800", value: 1',
      'blocks.rate.buttons.4.text: a character that cannot be shown (U+D800); remove it',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after).join('\n')).toContain(fault);
  });

  it.each(['{operator}', '{ operator }', '{{operator}}', '{ім’я}', '${client.name}', '{0}'])(
    'waits to be filled in, which is not done yet: %s',
    (name) => {
      expect(say(`Thanks from ${name}`).join('\n')).toContain(
        'would be sent as it stands: the texts of blocks are not filled in yet; write it without braces',
      );
    },
  );

  it('in a label waits for it as well', () => {
    expect(faultsAfter('{ en: Skip, uk', '{ en: "Skip {operator}", uk')[0]).toContain(
      'f.yaml:35:17 blocks.what_went_wrong.skip.en: {operator} would be sent as it stands',
    );
  });

  it('in a phrase is filled in only by the exact name', () => {
    const faults = faultsAfter('start: rate', 'phrases: { choose: "One of { options }" }\nstart: rate');
    expect(faults.join('\n')).toContain(
      'phrases.choose: { options } is not filled in here; there are {options}',
    );
    expect(faultsAfter('start: rate', 'phrases: { choose: "One of {options}" }\nstart: rate')).toEqual([]);
  });
});

describe('ways and rules that cannot have been meant', () => {
  it.each([
    [
      'a second entry without when',
      '      - { to: comment }',
      '      - { to: comment }\n      - { to: save }',
      'f.yaml:29:9 blocks.rate.next.2: is never taken: entry 2 has no when and comes first',
    ],
    [
      'an entry after one without when',
      '      - { to: comment }',
      '      - { to: comment }\n      - { when: quality_answer == 3, to: save }',
      'f.yaml:29:9 blocks.rate.next.2: is never taken',
    ],
    [
      'the same when twice',
      '      - { to: comment }',
      '      - { when: "quality_answer<=2", to: save }\n      - { to: comment }',
      'f.yaml:28:17 blocks.rate.next.1.when: is never taken: an earlier entry has the same when',
    ],
    [
      'an empty when',
      'when: quality_answer <= 2',
      'when: ""',
      'f.yaml:27:17 blocks.rate.next.0.when: is empty; write a comparison',
    ],
    [
      'a when without a value',
      'when: quality_answer <= 2',
      'when:',
      'f.yaml:27:16 blocks.rate.next.0.when: is empty; write a text',
    ],
    [
      'a message that leads to itself',
      'uk: Дякуємо! Ваша',
      'uk: Дякуємо!\n    next: thanks #',
      'blocks.thanks.next: thanks -> thanks goes round without waiting',
    ],
    [
      'questions that never end',
      'uk: Дякуємо! Ваша',
      'uk: Дякуємо!\n    next: rate #',
      'f.yaml:26:5 blocks.rate.next: the survey never ends from here, every way leads back',
    ],
    [
      'a language twice',
      'languages: [en, uk]',
      'languages: [en, uk, en]',
      'f.yaml:5:21 languages.2: "en" is named twice; remove one',
    ],
    [
      'a language twice in another spelling',
      'languages: [en, uk]',
      'languages: [en, uk, pt-BR, pt-br]',
      'f.yaml:5:28 languages.3: "pt-br" is named twice; remove one',
    ],
    [
      'a reminder after the end',
      'cooldown: 0s',
      'remind_after: 1d',
      'f.yaml:9:17 rules.remind_after: no reminder would come, the survey expires before',
    ],
    [
      'a reminder at once',
      'cooldown: 0s',
      'remind_after: 0s',
      'f.yaml:9:17 rules.remind_after: reminds at once; write a time such as 6h, or leave it out',
    ],
    [
      'no blocks',
      csat.slice(csat.indexOf('blocks:')),
      'blocks: {}\n',
      'f.yaml:12:1 blocks: is empty; it needs at least one block',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after).join('\n')).toContain(fault);
  });

  it('a list of ways that leaves none on ends the survey', () => {
    expect(
      faultsAfter('      - { to: comment }\n', '      - { when: quality_answer > 2, to: comment }\n'),
    ).toEqual([]);
  });

  it('a question may lead back to itself where there is a way out', () => {
    const text = questions("quality_comment == 'again'").replace(
      'to: thanks }',
      'to: comment }\n      - { to: thanks }',
    );
    expect(faultsOf(() => parseScenario(text, 'f.yaml'))).toEqual([]);
  });
});

describe('a version that was stored before', () => {
  const before = [
    edited('scale: 1-5', 'scale: ces'),
    edited('"⭐", value: 1', '⭐", value: 1'),
    edited('quality_answer <= 2', 'quality_answer == 7'),
    edited('      - { to: comment }', '      - { to: comment }\n      - { to: save }'),
    edited('languages: [en, uk]', 'languages: [en, uk, uk]'),
    edited('start: rate', 'start: rate\n__proto__: 1').replace('skip: { en', 'skip: { __proto__: A, en'),
    edited('en: Thank you! Your', 'en: Thank you, {operator}! Your'),
    edited('cooldown: 0s', 'remind_after: 2d'),
    edited('start: rate', 'start: !rate rate'),
    edited('title: After', 'title: "\\0" #'),
  ];

  it.each(before)('is read, whatever is checked since (%#)', async (text) => {
    expect(faultsOf(() => parseScenario(text, 'f.yaml'))).not.toEqual([]);
    const scenario = readStoredScenario(text, 'stored version');
    expect(Object.keys(scenario.blocks)).toEqual(['rate', 'what_went_wrong', 'comment', 'save', 'thanks']);
    const store = { findScenario: async () => text } as unknown as Parameters<
      typeof createScenarioVersions
    >[1];
    expect(await createScenarioVersions(new Map(), store).version(scenario.version)).toEqual(scenario);
  });

  it('is refused when it cannot be read, with its place', () => {
    expect(
      faultsOf(() => readStoredScenario(edited('type: action', 'type: acton'), 'stored version 1')),
    ).toEqual(['stored version 1:46:11 blocks.save.type: no type "acton"; did you mean "action"?']);
  });
});
