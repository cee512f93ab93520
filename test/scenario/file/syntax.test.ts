/** Files that are no scenario: whatever stands in them, the faults have a place and can be read by their author. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenarios, parseScenario, readStoredScenario } from '../../../src/scenario/file/load.ts';
import { faultsOf } from '../faults.ts';
import { shippedText } from '../../support/scenarios.ts';
import { tempFolder } from '../../support/temp.ts';

const csat = shippedText('csat');
const faultsIn = (text: string): readonly string[] => faultsOf(() => parseScenario(text, 'f.yaml'));

/** Words of those who write parsers and validators. */
const jargon =
  /\b(flow|block (map|seq|scalar|collection)\w*|implicit|explicit|scalars?|plain values?|nodes?|records?|unions?|discriminators?|regex\w*|tokens?|directives?|anchors?|alias(es)?|collections?|sequences?|indicators?|literals?|parse\w*|undefined|NaN|Infinity|Invalid (input|option|string)|Expected|received|expected \w+,|Too (big|small)|Unrecognized|Unexpected|Maximum call stack|\[object)\b/;

/** A fault without what it repeats from the file. */
const ownWords = (fault: string): string =>
  fault
    .replace(/^f\.yaml:\d+:\d+ (?:[^:]*: )?/, '')
    .replace(/(begins with |in ).*(; remove it| has no closing| is never closed)/, '$1$2')
    .replace(/"[^"]*"/g, '""');

function expectReadable(faults: readonly string[]): void {
  for (const fault of faults) {
    expect(fault).toMatch(/^f\.yaml:[1-9]\d*:[1-9]\d* ./);
    expect(fault).not.toContain('\n');
    expect(ownWords(fault)).not.toMatch(jargon);
    expect(fault.length).toBeLessThan(600);
  }
}

const words = (spelled: string): string[] => spelled.split('   ');
const values = [
  words(
    `   ~   5   -3   0.5   .nan   .inf   1e400   true   []   [a, b]   {}   {a: b}   "x"   ''   " "   a: b`,
  ),
  words(
    '!!binary aGk=   !!set {a}   !foo x   2026-01-01   *a   &a b   99999999999999999999   [1]   <<   ? x   | x',
  ),
  words(`__proto__   constructor   {x   [x   "x   'x   @x   %x   \`x\`   - x   "\\q"   { text: x   |\n  x`),
].flat();
const insertions = [
  words(`"   '   [   ]   {   }   ,   :   -   #   *a   %   @   \`   |   >   \\   {a}   &a   !!set   💥`),
  [': ', '- ', '&a ', '!x ', '  ', '? ', '<<: ', '---\n', '...\n', '__proto__: 1\n'],
  ['\t', '\n', '\0', '\r', '\r\n', '\uFEFF', '\ud800'],
].flat();
const spot = fc.nat({ max: 100_000 });
const onLine = (text: string, at: number, change: (line: string) => string[]): string => {
  const lines = text.split('\n');
  lines.splice(at % lines.length, 1, ...change(lines[at % lines.length] ?? ''));
  return lines.join('\n');
};
type Mutation = (text: string) => string;
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(spot, fc.integer({ min: 1, max: 4 })).map(
    ([at, count]): Mutation =>
      (text) => {
        const from = at % text.length;
        return text.slice(0, from) + text.slice(from + count);
      },
  ),
  fc.tuple(spot, fc.constantFrom(...insertions)).map(
    ([at, part]): Mutation =>
      (text) => {
        const from = at % text.length;
        return text.slice(0, from) + part + text.slice(from);
      },
  ),
  spot.map(
    (at): Mutation =>
      (text) =>
        onLine(text, at, () => []),
  ),
  spot.map(
    (at): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line, line]),
  ),
  fc.tuple(spot, fc.integer({ min: 1, max: 4 })).map(
    ([at, by]): Mutation =>
      (text) =>
        onLine(text, at, (line) => [' '.repeat(by) + line]),
  ),
  spot.map(
    (at): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line.replace(/^ {1,2}/, '')]),
  ),
  fc.tuple(spot, fc.constantFrom(...values)).map(
    ([at, value]): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line.replace(/: .*$/, () => `: ${value}`)]),
  ),
  fc.tuple(spot, fc.constantFrom(...insertions)).map(
    ([at, part]): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line.replace(/[\w"]+: /, (name) => part + name)]),
  ),
  fc.tuple(spot, spot).map(
    ([a, b]): Mutation =>
      (text) => {
        const parts = text.split(/(\s+)/);
        const [first, second] = [a % parts.length, b % parts.length];
        [parts[first], parts[second]] = [parts[second] ?? '', parts[first] ?? ''];
        return parts.join('');
      },
  ),
);
const original = fc.constantFrom('csat', 'thumbs', 'comment-only').map(shippedText);
const mutated = fc
  .tuple(original, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed) || ' ', text));

describe('a scenario file that was damaged anyhow', () => {
  it('is taken, or refused with places and without the jargon of parsers', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        expectReadable(faultsIn(text));
        faultsOf(() => readStoredScenario(text, 'stored version'));
      }),
      { seed: 20261125, numRuns: 800 },
    );
  });

  it('is refused in the same way when it never was one', () => {
    const piece = fc.constantFrom(
      ...insertions,
      ...values,
      'id',
      'blocks:\n',
      'text',
      ' ',
      '    ',
      'next: [',
      '0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const faults = faultsIn(text);
          expect(faults.length).toBeGreaterThan(0);
          expectReadable(faults);
        },
      ),
      { seed: 20261125, numRuns: 500 },
    );
  });
});

const repeated = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const head = 'id: big\ntitle: Big\nlanguages: [en]\nstart: b0\nblocks:\n';

describe('a file that would exhaust the stack or the memory', () => {
  it.each([4_000, 100_000])('a chain of %d blocks is read', (count) => {
    const next = (index: number): string => (index < count - 1 ? `, next: b${index + 1}` : '');
    const scenario = parseScenario(
      head + repeated(count, (index) => `  b${index}: { type: message, text: T${next(index)} }\n`),
      'f.yaml',
    );
    expect(Object.keys(scenario.blocks)).toHaveLength(count);
  });

  it('a round of 4,000 blocks that never waits is named once, with its first names', () => {
    const text =
      head +
      repeated(4_000, (index) => `  b${index}: { type: message, text: T, next: b${(index + 1) % 4_000} }\n`);
    const faults = faultsIn(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('b0 -> b1 -> b2 -> b3 -> b4 -> b5 -> ... -> b0 goes round without waiting');
  });

  it.each([
    ['[', '['.repeat(100_000)],
    ['[]', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['{', '{a: '.repeat(100_000)],
    ['-', '- '.repeat(100_000)],
    ['?', '? '.repeat(100_000)],
    ['indentation', repeated(2_000, (index) => `${' '.repeat(index)}a:\n`)],
    ['brackets in a scenario', csat.replace('start: rate', `start: ${'['.repeat(50_000)}`)],
  ])('nested deeply: %s', (_name, text) => {
    expect(faultsIn(text)).toEqual([expect.stringMatching(/^f\.yaml:\d+:\d+ is nested too deeply here; /)]);
  });

  it('references that spell each other out, or themselves', () => {
    const doubling = repeated(
      40,
      (index) => `x${index}: &x${index} [${index ? `*x${index - 1}, *x${index - 1}` : 'a, b'}]\n`,
    );
    expect(faultsIn(doubling).join('\n')).toContain(
      'the references with * spell out to more than 10000 values',
    );
    expect(faultsIn('id: &a [*a]').join('\n')).toContain('"*a" stands inside what it repeats; remove it');
    expect(faultsIn('id: *a').join('\n')).toContain('nothing before this is named "&a"');
    const chain = repeated(5_000, (index) => `- &x${index} [${index ? `*x${index - 1}` : 'a'}]\n`);
    expect(faultsIn(chain).join('\n')).toContain('is nested too deeply here; write fewer references with *');
  });

  it('references that only repeat a text are taken', () => {
    const text = csat
      .replace('skip: { en: Skip, uk: Пропустити }', 'skip: &skip { en: Skip, uk: Пропустити }')
      .replace('skip: { en: Skip, uk: Пропустити }', 'skip: *skip')
      .replace('  save:\n', '  &id save:\n')
      .replace('next: thanks', 'next: &last thanks');
    const { blocks } = parseScenario(text.replace('  thanks:\n', '  *last :\n'), 'f.yaml');
    expect(blocks.comment).toMatchObject({ skip: { en: 'Skip', uk: 'Пропустити' } });
    expect(Object.keys(blocks)).toEqual(['rate', 'what_went_wrong', 'comment', 'save', 'thanks']);
  });

  it('more faults than anybody mends at once are counted', () => {
    const faults = faultsIn(head + repeated(5_000, (index) => `  b${index}: { type: message, txt: T }\n`));
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatch(/^f\.yaml:\d+:\d+ and 9900 more from here on$/);
  });

  it('a keyboard of 125,000 buttons is refused by the channels that cannot show it', () => {
    const buttons = repeated(125_000, (index) => `{ text: a${index}, value: ${index} }, `);
    const text = `${head}  b0: { type: message_with_keyboard, text: A, save_to: a, buttons: [${buttons}] }\n`;
    const limits = { tokenBytes: 64, textChars: 4_000, buttonsPerRow: 8, buttons: 100, buttonChars: 60 };
    expect(faultsOf(() => parseScenario(text, 'f.yaml', { tiny: limits }))).toEqual([
      'f.yaml:6:3 blocks.b0: 125000 buttons; tiny takes 100',
    ]);
  });
});

describe('a file of another kind', () => {
  it.each([
    ['nothing', '', 'f.yaml:1:1 is empty; begin with a copy of one of the scenarios that are shipped'],
    ['a comment', '# a\n', 'f.yaml:1:1 is empty; begin with a copy of one of the scenarios that are shipped'],
    ['a list', '- a\n', 'f.yaml:1:1 must be a mapping with fields'],
    ['a number', '5', 'f.yaml:1:1 must be a mapping with fields'],
    ['a number without end', '.inf', 'f.yaml:1:1 must be a mapping with fields'],
    [
      'characters that are no text',
      'id: a\0',
      'f.yaml:1:6 a character stands here that is no text; remove it, or save the file as text in UTF-8',
    ],
    [
      'line ends of old',
      csat.replaceAll('\n', '\r'),
      'f.yaml:1:1 the lines end with a carriage return alone; save the file with line ends LF or CRLF',
    ],
  ])('%s', (_name, text, fault) => {
    expect(faultsIn(text)).toEqual([fault]);
  });

  it('a byte order mark and line ends of Windows change nothing', () => {
    expect(parseScenario(`\uFEFF${csat.replaceAll('\n', '\r\n')}`, 'f.yaml').start).toBe('rate');
    expect(faultsIn(`\uFEFF${csat.replaceAll('\n', '\r\n').replace('start: rate', 'start: rat')}`)).toEqual([
      'f.yaml:11:8 start: no block named "rat"; did you mean "rate"?',
    ]);
  });

  it('a folder or a picture that is named like a scenario', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a.yaml'));
    writeFileSync(join(folder, 'b.yaml'), Buffer.from([0x89, 0x50, 0xff, 0xfe]));
    const faults = faultsOf(() => loadScenarios(folder, {}));
    expect(faults[0]).toMatch(/a\.yaml:1:1 cannot be read: .*; it must be a readable file$/);
    expect(faults[1]).toMatch(/b\.yaml:1:1 is no text in UTF-8; save it with the encoding UTF-8$/);
  });
});

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
