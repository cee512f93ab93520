import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { shipped, shippedText } from '../../support/scenarios.ts';
import { faultsOf } from '../faults.ts';

const faultsAfter = (before: string, after: string): readonly string[] =>
  faultsOf(() => shipped('csat', [before, after]));

describe('a slip in a scenario file is named with its place and the remedy', () => {
  it.each([
    [
      'a dangling next',
      'to: comment',
      'to: coment',
      'scenarios/csat.yaml:28:15 blocks.rate.next.1.to: no block named "coment"; did you mean "comment"?',
    ],
    [
      'a dangling start',
      'start: rate',
      'start: rat',
      'scenarios/csat.yaml:11:8 start: no block named "rat"; did you mean "rate"?',
    ],
    [
      'a wrong type',
      'type: action',
      'type: acton',
      'scenarios/csat.yaml:46:11 blocks.save.type: no type "acton"; did you mean "action"?',
    ],
    [
      'a wrong function',
      'function: statistic__set',
      'function: statistic_set',
      'scenarios/csat.yaml:47:15 blocks.save.function: no function "statistic_set"; did you mean "statistic__set"?',
    ],
    [
      'a wrong config',
      '"quality"',
      '"qualty"',
      'scenarios/csat.yaml:48:23 blocks.save.config.type: "qualty" is not known here; did you mean "quality"?',
    ],
    [
      'a value off the scale',
      'value: 4',
      'value: 7',
      'scenarios/csat.yaml:22:32 blocks.rate.buttons.1.value: 7 is not on the scale; it has 1, 2, 3, 4, 5',
    ],
    [
      'a value twice',
      'value: 4',
      'value: 5',
      'scenarios/csat.yaml:22:32 blocks.rate.buttons.1.value: 5 stands on an earlier button already',
    ],
    [
      'an unknown scale',
      'scale: 1-5',
      'scale: 1-6',
      'scenarios/csat.yaml:19:12 blocks.rate.scale: "1-6" is not known here; did you mean "1-5"?',
    ],
    [
      'a duration in words',
      'delay: 0s',
      'delay: soon',
      'scenarios/csat.yaml:7:10 rules.delay: not a duration such as 90s, 15m, 24h or 3d',
    ],
    [
      'a variable that nobody saves',
      'when: quality_answer <= 2',
      'when: quality_answr <= 2',
      'scenarios/csat.yaml:27:17 blocks.rate.next.0.when: no block saves "quality_answr"; did you mean "quality_answer"?',
    ],
    [
      'a condition in words',
      'when: quality_answer <= 2',
      'when: rating is bad',
      'scenarios/csat.yaml:27:17 blocks.rate.next.0.when: cannot read "rating is bad"; write a comparison such as quality_answer <= 2 or reason == \'speed\', joined by and / or',
    ],
    [
      'an empty text',
      'text: "⭐", value: 1',
      'text: "", value: 1',
      'scenarios/csat.yaml:25:17 blocks.rate.buttons.4.text: an empty text; write what the client should read',
    ],
    [
      'a language that was not promised',
      'uk: Пропустити',
      'uk: Пропустити, de: Weiter',
      'scenarios/csat.yaml:35:39 blocks.what_went_wrong.skip.de: "de" is not one of languages (en, uk)',
    ],
    [
      'a block name with a capital',
      '  save:',
      '  Save:',
      'scenarios/csat.yaml:45:3 blocks.Save: a block is named with 1-24 of a-z, 0-9 and _, a letter first',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after)).toContain(fault);
  });

  it.each([
    ['a number in quotes', 'value: 4', 'value: "4"', '"4" is a text; remove the quotes'],
    [
      'a value that is the same in a token',
      'value: 4',
      'value: "5"',
      '5 stands on an earlier button already',
    ],
    ['a value of many digits', 'value: 4', 'value: 1e21', 'has too many digits; use at most 9'],
    [
      'a slip in a name that statistics know',
      'save_to: quality_answer\n    scale: 1-5',
      'save_to: quality_anwser',
      'statistics do not know "quality_anwser"; did you mean "quality_answer"?',
    ],
    [
      'a scale that no statistics read',
      'save_to: quality_answer',
      'save_to: mood',
      'a scale belongs to quality_answer; this block saves mood',
    ],
    [
      'a comment that is a number',
      'save_to: quality_answer\n    scale: 1-5',
      'save_to: quality_comment',
      'a comment is text; put the value in quotes',
    ],
    [
      'a name that every object has',
      'save_to: quality_answer\n    scale: 1-5',
      'save_to: constructor',
      'every object of JavaScript has this name already',
    ],
    ['an empty list', 'languages: [en, uk]', 'languages: []', 'is empty; it needs at least one entry'],
    [
      'a field of another type',
      '    scale: 1-5',
      '    scale: 1-5\n    choices: []',
      '"choices" is not known here; it belongs to another type of block',
    ],
    ['no time to answer', 'expire_after: 24h', 'expire_after: 0s', 'leaves no time to answer; write 24h'],
    [
      'a language where the name of a phrase belongs, for which no unlike word is proposed',
      'start: rate',
      'phrases: { uk: { closed: "Пізно" } }\nstart: rate',
      '"uk" is not known here; there are welcome, closed, changed, change, choose, not_a_number, reminder, help, stopped, for_support, passed_on, kept_as_comment, withdrawn, goes_on',
    ],
    [
      'a placeholder that is not filled in',
      'start: rate',
      'phrases: { choose: "Choose {option}" }\nstart: rate',
      '{option} is not filled in here; there are {options}',
    ],
    [
      'a placeholder where there is none',
      'start: rate',
      'phrases: { closed: "Bye {name}" }\nstart: rate',
      '{name} is not filled in here; it has none',
    ],
    [
      'two documents',
      'start: rate',
      '---\nstart: rate',
      'a second document begins; one file holds one scenario',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after).join('\n')).toContain(fault);
  });

  it('a language in which the bot has no words of its own', () => {
    const text =
      'id: de\ntitle: D\nlanguages: [de]\nstart: a\nblocks:\n  a: { type: message, text: Hallo }\n';
    expect(faultsOf(() => parseScenario(text, 'de.yaml'))).toEqual([
      'de.yaml:3:1 languages: the bot has no words of its own in de; add phrases: welcome, closed, changed, change, choose, not_a_number, reminder, help, stopped, for_support, passed_on, kept_as_comment, withdrawn, goes_on',
    ]);
  });

  it('a missing language', () => {
    const faults = faultsAfter('      uk: Оцініть, будь ласка, якість обслуговування\n', '');
    expect(faults).toEqual([
      'scenarios/csat.yaml:15:5 blocks.rate.text: no text in "uk", which languages promises',
    ]);
  });

  it('a misspelt field is told apart from the field that is then missing', () => {
    expect(faultsAfter('save_to: quality_answer', 'saveto: quality_answer')).toEqual([
      'scenarios/csat.yaml:13:3 blocks.rate.save_to: is missing',
      'scenarios/csat.yaml:18:5 blocks.rate.saveto: "saveto" is not known here; did you mean "save_to"?',
    ]);
  });

  it('a cycle that never waits for the client', () => {
    const faults = faultsAfter('next: thanks', 'next: save');
    expect(faults[0]).toMatch(
      /^scenarios\/csat\.yaml:49:11 blocks\.save\.next: save -> save goes round without waiting/,
    );
  });

  it('a block that no way leads to', () => {
    const faults = faultsAfter('next: thanks', 'next: comment');
    expect(faults).toContain(
      'scenarios/csat.yaml:50:3 blocks.thanks: no way leads here; name it in a next or remove it',
    );
  });

  it('a rating without a scale', () => {
    expect(faultsAfter('    scale: 1-5\n', '')[0]).toContain(
      'blocks.rate.save_to: quality_answer is a rating: add a scale',
    );
  });

  it('a second rating on another scale', () => {
    const text = shippedText('csat').replace(
      'next: save\n  comment',
      'next: again\n  again:\n    type: message_with_keyboard\n    text: Again\n    save_to: quality_answer\n    scale: nps\n    buttons: [{ text: "9", value: 9 }]\n  comment',
    );
    const faults = faultsOf(() => parseScenario(text, 'two.yaml'));
    expect(faults[0]).toContain(
      'blocks.again.scale: another block rates on another scale; one scenario has one scale',
    );
  });

  it.each([
    [
      'scale: 1-5',
      'scale: { values: [1, 2], satisfied: [3], dissatisfied: [] }',
      "3 is not among the scale's values",
    ],
    [
      'scale: 1-5',
      'scale: { values: [1, 5], satisfied: [5], dissatisfied: [5] }',
      '5 is among the satisfied as well',
    ],
  ])('a scale of its own that does not hold together', (before, after, fault) => {
    expect(faultsAfter(before, after).join()).toContain(fault);
  });

  it.each([
    ['save_to: quality_answer', 'a rating needs a message_with_keyboard with a scale'],
    ['save_to: quality_comment\n    expect: number\n    min: 1\n    max: 2', 'a comment is text'],
    ['save_to: minutes\n    expect: number\n    min: 3\n    max: 2', 'min 3 is above max 2'],
    ['save_to: minutes\n    expect: number', 'blocks.what_went_wrong.min: is missing'],
    ['save_to: minutes\n    expect: numbr', 'no expect "numbr"; did you mean "number"?'],
  ])('a question that cannot be answered: %s', (after, fault) => {
    expect(faultsAfter('save_to: quality_comment', after).join()).toContain(fault);
  });

  it('YAML that cannot be read', () => {
    expect(faultsAfter('languages: [en, uk]', 'languages: [en, uk')).toEqual([
      'scenarios/csat.yaml:5:12 the [ that opens here is not closed; add ]',
    ]);
  });

  it('a file that is no mapping', () => {
    expect(faultsOf(() => parseScenario('just words', 'words.yaml'))).toEqual([
      'words.yaml:1:1 must be a mapping with fields',
    ]);
  });
});
