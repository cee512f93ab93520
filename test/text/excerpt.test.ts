import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, excerptLines } from '../../src/text/excerpt.ts';

describe('an excerpt', () => {
  it('is one line without controls', () => {
    expect(excerpt('  Slow,\r\n\tbut\u2028kind\u0000\ud83d.\n', 200)).toBe('Slow, but kind .');
  });

  it('leaves a text that fits as it is', () => {
    expect(excerpt('12345', 5)).toBe('12345');
  });

  it('cuts between graphemes and says so', () => {
    expect(excerpt('123456', 5)).toBe('1234…');
    expect(excerpt('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 15)).toBe('👩‍👩‍👧‍👦…');
    expect(excerpt('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 10)).toBe('…');
    expect(excerpt('Дуже довго чекали', 6)).toBe('Дуже…');
  });

  it('never passes its length, whatever is written', () => {
    const written = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.replace('a', '\ud83d'));
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 200 }), (text, length) => {
        const isolated = 2;
        expect(excerpt(text, length).length).toBeLessThanOrEqual(length + isolated);
        expect(excerpt(text, length)).not.toMatch(/\p{Cs}|\n/u);
      }),
    );
  });

  it('keeps right-to-left text from turning its surroundings', () => {
    expect(excerpt('שלום', 200)).toBe('\u2068שלום\u2069');
    expect(excerpt('\u202eabc\u202c', 200)).toBe('abc');
  });
});

describe('what a client wrote in several lines', () => {
  it('is cut to as many characters as platforms count, and never in the middle of one', () => {
    const shown = excerptLines('😡'.repeat(10_000), 1_500);
    expect(shown.length).toBeLessThanOrEqual(1_500);
    expect(shown).toMatch(/^(😡)+…$/u);
  });

  it('keeps its lines, without empty ones and what turns text around', () => {
    expect(excerptLines('one\n\n\ntwo', 100)).toBe('one\ntwo');
    expect(excerptLines('=cmd()|<b>\u202etxt.exe\u0000\ud800', 100)).toBe('=cmd()|<b>txt.exe');
  });
});
