import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { csat, faultsIn, faultsOf } from '../faults.ts';

const repeated = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const head = 'id: big\ntitle: Big\nlanguages: [en]\nstart: b0\nblocks:\n';

describe('a file that would exhaust the stack or the memory', () => {
  it.each([4_000, 20_000])('a chain of %d blocks is read', (count) => {
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
    // Half a minute is not enough on two processors that also do something else.
  }, 90_000);
});
