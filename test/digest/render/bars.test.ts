import { describe, expect, it } from 'vitest';
import { renderBars } from '../../../src/digest/render/bars.ts';
import { createTranslator } from '../../../src/locales/index.ts';

const t = createTranslator('en');
const bars = (counts: Record<number, number>) =>
  Object.entries(counts).map(([rating, count]) => ({ rating: Number(rating), count }));

describe('a histogram in text', () => {
  it('has the longest bar for the most ratings, the highest rating on top', () => {
    expect(renderBars(t, bars({ 1: 0, 2: 5, 3: 10 }), 12)).toBe(
      '3 ██████████ 10\n2 █████░░░░░ 5\n1 ░░░░░░░░░░ 0',
    );
  });

  it('shows one rating among thousands', () => {
    expect(renderBars(t, bars({ 1: 1, 2: 5000 }), 12)).toBe('2 ██████████ 5,000\n1 █░░░░░░░░░ 1');
  });

  it('keeps the most frequent ratings of a long scale', () => {
    expect(renderBars(t, bars({ 1: 3, 2: 0, 3: 1, 4: 2 }), 2)).toBe('4 ███████░░░ 2\n1 ██████████ 3');
  });

  it('writes labels and counts as the language does', () => {
    expect(renderBars(createTranslator('uk'), bars({ '-1': 1000, 0.5: 0, 1000: 1 }), 12)).toBe(
      '1\u00a0000 █░░░░░░░░░ 1\n\u2007\u20070,5 ░░░░░░░░░░ 0\n\u2007\u2007\u2007-1 ██████████ 1\u00a0000',
    );
  });
});
