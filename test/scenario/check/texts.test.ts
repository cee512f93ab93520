import { describe, expect, it } from 'vitest';
import { faultsAfter } from '../faults.ts';

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
