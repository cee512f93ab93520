import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenarios, parseScenario } from '../../../src/scenario/file/load.ts';
import { tempFolder } from '../../support/temp.ts';
import { csat, faultsIn, faultsOf } from '../faults.ts';

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
