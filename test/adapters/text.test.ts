import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText } from '../../adapters/text.ts';

describe('cutText', () => {
  it('leaves a text that fits', () => {
    expect(cutText('⭐⭐⭐', 3)).toBe('⭐⭐⭐');
  });

  it('never cuts inside what a person sees as one character', () => {
    expect(cutText('ab👩‍👩‍👧cd', 6)).toBe('ab…');
    expect(cutText('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…');
  });

  it('keeps within the limit and keeps a beginning, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, units) => {
        const cut = cutText(text, units);
        expect(cut.length).toBeLessThanOrEqual(units);
        expect(text.startsWith(cut.replace(/…$/, '')) || cut === text).toBe(true);
      }),
    );
  });
});
