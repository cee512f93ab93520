import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../src/text/names.ts';

describe('the spellings of a name', () => {
  it.each([
    ['Anna', ' anna\u00a0'],
    ['Сергій', 'СЕРГІ\u0418\u0306'],
    ['Straße', 'STRASSE'],
    ['Νίκος', 'ΝΊΚΟΣ'],
    ['Anna  Maria', 'anna\tmaria'],
  ])('are one: %s, %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it('are two where letters differ, and none where there is white space alone', () => {
    expect(foldName('Anna')).not.toBe(foldName('Hanna'));
    expect(foldName(' \u00a0\n')).toBe('');
  });

  it('fold to one that folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
        expect(foldName(name.normalize('NFD'))).toBe(foldName(name.normalize('NFC')));
      }),
    );
  });
});
