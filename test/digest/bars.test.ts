import { describe, expect, it } from 'vitest';
import { renderBars } from '../../src/digest/bars.ts';
import { createTranslator } from '../../src/locales/index.ts';

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
});
