import { describe, expect, it } from 'vitest';
import { dayText, setText, valueText } from '../../src/charts/drawing/values.ts';
import { share } from '../../src/text/figures.ts';
import { createTranslator } from '../../src/locales/index.ts';

describe('a figure in a picture', () => {
  it.each([
    [0, '0%'],
    [1, '100%'],
    [0.854, '85%'],
    [0.9999, '99.99%'],
    [0.996, '99.6%'],
    [0.0004, '0.04%'],
  ])('is a whole percentage that is never rounded to an end: %d', (value, text) => {
    expect(valueText(value, 'share', 'en')).toBe(text);
  });

  it('is written as the text of the digest writes it', () => {
    const shares = Array.from({ length: 500 }, (_, hits) => hits / 499);
    for (const language of ['en', 'uk'] as const) {
      const t = createTranslator(language);
      expect(shares.map((one) => valueText(one, 'share', language))).toEqual(
        shares.map((one) => share(t, one)),
      );
    }
  });

  it.each([
    [100, '+100'],
    [-100, '-100'],
    [99.9, '+99.9'],
    [0, '0'],
    [-0.2, '0'],
    [43.6, '+44'],
    [-7.5, '-8'],
  ])('is an NPS with its sign: %d', (value, text) => {
    expect(valueText(value, 'nps', 'en')).toBe(text);
  });

  it('keeps the decimals of a target', () => {
    expect([setText(0.85, 'share', 'en'), setText(0.875, 'share', 'uk'), setText(40, 'nps', 'en')]).toEqual([
      '85%',
      '87,5%',
      '+40',
    ]);
  });

  it('has its day in the words of the language, whatever the zone of the process', () => {
    expect(dayText('2026-03-01', 'en', 'short')).toBe('Mar 1');
    expect(dayText('2026-03-01', 'uk', 'long')).toBe('неділя, 1 березня');
  });
});
