/** Files that are no scenario: whatever stands in them, the faults have a place and can be read by their author. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStoredScenario } from '../../../src/scenario/file/load.ts';
import { faultsIn, faultsOf } from '../faults.ts';
import { insertions, mutated, values } from './damage.ts';

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
