import { describe, expect, it } from 'vitest';
import { csat, faultsIn } from '../faults.ts';

describe('what YAML has and scenarios do not', () => {
  it.each([
    [
      'a field twice',
      'start: rate',
      'start: rate\nstart: save',
      'f.yaml:12:1 start: stands here twice; remove or rename one',
    ],
    [
      'a block twice',
      '  thanks:\n',
      '  save:\n',
      'f.yaml:50:3 blocks.save: stands here twice; remove or rename one',
    ],
    [
      'fields from elsewhere',
      'start: rate',
      '<<: { a: 1 }\nstart: rate',
      'f.yaml:11:1 <<: fields are not taken over from elsewhere with <<; write them here',
    ],
    [
      'a name that is a number',
      '  thanks:\n',
      '  5:\n',
      'f.yaml:50:3 blocks.5: a name is a text; put "5" in quotes if it is one',
    ],
    [
      'a name that is a list',
      'start: rate',
      '[a]: b\nstart: rate',
      'f.yaml:11:1 a name is one word before a colon; put a text with brackets in quotes',
    ],
    [
      'a word with !',
      'start: rate',
      'start: !rate',
      'f.yaml:11:13 start: "!rate" means nothing here; remove it, or put the text in quotes if it begins with !',
    ],
    [
      'a kind of value with !!',
      'start: rate',
      'start: !!binary cmF0ZQ==',
      'f.yaml:11:17 start: "!!binary" means nothing here; remove it, or put the text in quotes if it begins with !',
    ],
    [
      'a number without end',
      'value: 5',
      'value: 1e400',
      'f.yaml:21:33 blocks.rate.buttons.0.value: must be a number or a short word, not a number without end',
    ],
    [
      'no number',
      'value: 5',
      'value: .nan',
      'f.yaml:21:33 blocks.rate.buttons.0.value: must be a number or a short word, not a number without end',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsIn(csat.replace(before, after))).toContain(fault);
  });

  it.each([
    ['in the file', 'start: rate', '__proto__: { a: 1 }\nstart: rate'],
    ['in quotes', 'start: rate', '"__proto__": { a: 1 }\nstart: rate'],
    ['as a block', '  thanks:\n', '  __proto__: { type: message, text: A }\n  thanks:\n'],
    [
      'in a block',
      '    save_to: quality_answer',
      '    __proto__: { columns: 2 }\n    save_to: quality_answer',
    ],
    ['in a text', 'skip: { en', 'skip: { __proto__: A, en'],
    ['in a phrase', 'start: rate', 'phrases: { __proto__: A }\nstart: rate'],
    ['in the rules', '  cooldown: 0s', '  __proto__: 0s'],
    ['as constructor', '  thanks:\n', '  constructor: { type: message, text: A }\n  thanks:\n'],
    ['as prototype', '  thanks:\n', '  prototype: { type: message, text: A }\n  thanks:\n'],
    ['as toString', 'start: rate', 'phrases: { toString: A }\nstart: rate'],
    ['as a variable', 'save_to: quality_comment', 'save_to: prototype'],
  ])('a name that every object of JavaScript has: %s', (_name, before, after) => {
    const faults = faultsIn(csat.replace(before, after));
    expect(faults.join('\n')).toMatch(/every object of JavaScript has this name already; choose another/);
  });
});

describe('a lost sign is named where it was lost', () => {
  it.each([
    [
      'a quote before a text',
      '"⭐⭐⭐⭐⭐"',
      '⭐⭐⭐⭐⭐"',
      'f.yaml:21:17 blocks.rate.buttons.0.text: a single " in ⭐⭐⭐⭐⭐"; remove it, or write “ and ” if it is meant',
    ],
    [
      'a quote after a text',
      '"⭐⭐⭐⭐⭐"',
      '"⭐⭐⭐⭐⭐',
      'f.yaml:21:17 the text that begins with "⭐⭐⭐⭐⭐, value: 5 } is never closed; add " where it ends',
    ],
    ['a quote twice', '"⭐⭐⭐⭐⭐"', '"⭐⭐⭐⭐⭐""', 'f.yaml:21:24 two " stand together; remove this one'],
    [
      'a quote at the end of a line',
      'en: Thank you! Please',
      'en: "Thank you! Please',
      'f.yaml:40:11 the text that begins with "Thank you! Please leave a comment on yo is never closed; add " where it ends',
    ],
    ['a bracket', 'value: 5 }', 'value: 5', 'f.yaml:21:9 the { that opens here is not closed; add }'],
    [
      'a space after a colon',
      '{ when: quality',
      '{ when:quality',
      'f.yaml:27:11 blocks.rate.next.0.when:quality_answer <= 2: "when:quality_answer <= 2" is not known here; write a colon and a space after "when"',
    ],
    [
      'a comma',
      '"⭐", value',
      '"⭐" value',
      'f.yaml:25:17 a comma is missing here, or lines with "- " or ": " stand in { } or [ ]; separate what is in brackets by commas',
    ],
    [
      'quotes around a text with a colon',
      'en: Thank you! Please',
      'en: Thank you: please',
      'f.yaml:40:11 a second colon on one line; put the text in quotes, or begin a new line',
    ],
    [
      'quotes around a text with a sign',
      'en: Thank you! Please',
      'en: @you',
      'f.yaml:40:11 a text cannot begin with "@"; put it in quotes',
    ],
    ['spaces', '  rate:\n', '\trate:\n', 'f.yaml:13:1 a tab indents this line; use spaces'],
    [
      'all of a config',
      '{ "type": "quality" }',
      '{}',
      'f.yaml:48:5 blocks.save.config.type: is missing; write quality',
    ],
    [
      'the value of a config',
      '{ "type": "quality" }',
      '',
      'f.yaml:48:13 blocks.save.config: is empty; write a mapping with fields',
    ],
    [
      'the dash of an entry',
      'next: thanks',
      'next: { to: thanks }',
      'f.yaml:49:5 blocks.save.next: must be the name of a block, or a list of { when, to }, not a mapping',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsIn(csat.replace(before, after))).toContain(fault);
  });

  it('a fault of shape hides none elsewhere', () => {
    const text = csat
      .replace('type: action', 'type: acton')
      .replace('delay: 0s', 'delay: soon')
      .replace('to: comment', 'to: coment')
      .replace('quality_answer <= 2', 'quality_answr <= 2')
      .replace('uk: Дякуємо! Ваша', 'de: Дякуємо! Ваша');
    expect(faultsIn(text)).toEqual([
      'f.yaml:7:10 rules.delay: not a duration such as 90s, 15m, 24h or 3d',
      'f.yaml:27:17 blocks.rate.next.0.when: no block saves "quality_answr"; did you mean "quality_answer"?',
      'f.yaml:28:15 blocks.rate.next.1.to: no block named "coment"; did you mean "comment"?',
      'f.yaml:46:11 blocks.save.type: no type "acton"; did you mean "action"?',
      'f.yaml:52:5 blocks.thanks.text: no text in "uk", which languages promises',
      'f.yaml:54:7 blocks.thanks.text.de: "de" is not one of languages (en, uk)',
    ]);
  });
});
