import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { average, npsValue, number, ofScale, share } from '../../src/text/figures.ts';
import { createTranslator } from '../../src/locales/index.ts';

const en = createTranslator('en');
const uk = createTranslator('uk');

describe('a share', () => {
  it('that is not whole is never written as 0% or 100%', () => {
    expect(share(en, 199 / 200)).toBe('99.5%');
    expect(share(uk, 199 / 200)).toBe('99,5%');
    expect(share(en, 1 / 1000)).toBe('0.1%');
    expect(share(en, 99_999 / 100_000)).toBe('99.999%');
    expect(share(en, 0.9996)).toBe('99.96%');
    const counts = fc.integer({ min: 1, max: 2_000_000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
    fc.assert(
      fc.property(counts, fc.constantFrom(en, uk), ([part, whole], t) => {
        const written = share(t, part / whole);
        expect(written === '0%').toBe(part === 0);
        expect(written === '100%').toBe(part === whole);
        expect(written).not.toMatch(/^(0|100)[.,]0*%$/);
        const read = Number(written.replace('%', '').replace(',', '.'));
        expect(Math.abs(read - (100 * part) / whole)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
      { numRuns: 2000 },
    );
  });

  it('is else written in whole percents, and — where there is none', () => {
    expect([0, 1, 0.865, 0.014, null].map((value) => share(en, value))).toEqual([
      '0%',
      '100%',
      '87%',
      '1%',
      '—',
    ]);
  });
});

describe('an average', () => {
  const own = (...values: number[]) => `${values.join(',')}||`;

  it('has no negative zero', () => {
    expect(number(en, -0)).toBe('0');
    expect(average(en, -0.04, own(-5, 5))).toBe('0.0');
    expect(average(uk, -0.04, own(-5, 5))).toBe('0,0');
    expect(average(en, -0.05, own(-5, 5))).toBe('-0.1');
  });

  it('is not written as an end of its scale that it is not', () => {
    expect(average(en, (199 * 5 + 4) / 200, '1-5')).toBe('4.995');
    expect(average(uk, 0.97, own(0, 1))).toBe('0,97');
    expect([1, 4.94, 5].map((value) => average(en, value, '1-5'))).toEqual(['1.0', '4.9', '5.0']);
  });
});

describe('an NPS', () => {
  it('has its sign, no negative zero, and is not written as an end that it is not', () => {
    expect([40, -12.4, 0, -0.3, 100, -100].map((value) => npsValue(en, value))).toEqual([
      '+40',
      '-12',
      '0',
      '0',
      '+100',
      '-100',
    ]);
    expect(npsValue(uk, 99.5)).toBe('+99,5');
    expect(npsValue(en, null)).toBe('—');
  });
});

describe('a rating of a scale', () => {
  const of = (value: number, ...values: number[]) => ofScale(uk, number(uk, value), `${values.join(',')}||`);

  it('has the decimals that it was given, by the language', () => {
    expect(of(0.5, 0, 0.5, 1)).toBe('0,5 з 1');
    expect(of(-2.25, -2.25, 2.5)).toBe('-2,25 з 2,5');
    expect(of(0.0625, 0, 0.0625)).toBe('0,0625 з 0,0625');
    expect(ofScale(en, number(en, 1234.5), '0,10000||')).toBe('1,234.5 of 10,000');
  });

  it('has the preposition with which its scale is spoken in Ukrainian', () => {
    const highest = [1, 5, 6, 7, 10, 11, 16, 17, 20, 40, 66, 77, 100, 150, 200, 700];
    expect(highest.map((value) => of(1, 1, value).split(' ').slice(1).join(' '))).toEqual([
      'з 1',
      'з 5',
      'із 6',
      'із 7',
      'з 10',
      'з 11',
      'із 16',
      'із 17',
      'з 20',
      'із 40',
      'із 66',
      'із 77',
      'зі 100',
      'зі 150',
      'з 200',
      'із 700',
    ]);
    expect(of(1, 1, 1000)).toBe('1 з 1\u00a0000');
    expect(of(1, 1, 7000)).toBe('1 із 7\u00a0000');
    expect(of(1, 1, 100_000)).toBe('1 зі 100\u00a0000');
  });
});
