import { describe, expect, it } from 'vitest';
import type { HistogramData } from '../../../src/charts/page/data.ts';
import { histogramChart, histogramTable } from '../../../src/charts/page/histogram.ts';
import { languages } from '../../../src/locales/index.ts';
import { parseScaleKey } from '../../../src/scale.ts';
import { hundredScale } from '../samples.ts';
import { overlapsOf, readChart } from './read-chart.ts';
import { options } from './samples.ts';

function of(scale: string, counts: readonly number[]): HistogramData {
  const { values, satisfied, dissatisfied } = parseScaleKey(scale);
  return {
    scale,
    histogram: values.map((rating, index) => ({ rating, count: counts[index] ?? 0 })),
    satisfied,
    dissatisfied,
    href: (ratings) => `/dialogues?${ratings.map((rating) => `rating=${rating}`).join('&')}`,
  };
}

const five = of('1-5', [12, 6, 18, 60, 104]);
const draw = (data: HistogramData) => readChart(histogramChart(data, options()));
/** The bars alone: the legend has boxes of its own. */
const barsOf = (data: HistogramData) =>
  draw(data).elements.filter(
    ({ name, attributes }) => name === 'rect' && attributes.x?.endsWith('%') && attributes.stroke,
  );

describe('a histogram', () => {
  it('draws bars as high as their counts', () => {
    const heights = barsOf(five).map(({ attributes }) => Number(attributes.height));
    const [most = 0] = heights.toSorted((a, b) => b - a);
    expect(heights.map((height) => (height / most) * 104)).toEqual(
      [12, 6, 18, 60, 104].map((count) => expect.closeTo(count, 0)),
    );
  });

  it('tells satisfied from dissatisfied by a pattern, which each chart of a page has for itself', () => {
    expect(barsOf(five).map(({ attributes }) => attributes.fill)).toEqual([
      'url(#one-hatch)',
      'url(#one-hatch)',
      'var(--chart-paper)',
      'var(--chart-good)',
      'var(--chart-good)',
    ]);
    const ids = draw(five).elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(ids).toEqual(['one-hatch', 'one-key']);
  });

  it('links each bar to the dialogues of its rating', () => {
    const { links, texts } = draw(five);
    expect(links[3]).toEqual({ href: '/dialogues?rating=4', title: '4 of 5: 60 ratings, 30%' });
    expect(texts).toEqual(
      expect.arrayContaining(['dissatisfied: 18 (9%)', 'neutral: 18 (9%)', 'satisfied: 164 (82%)']),
    );
  });

  it('puts the values of a long scale together, and links to all of them', () => {
    const { links } = draw(
      of(
        hundredScale,
        Array.from({ length: 101 }, () => 1),
      ),
    );
    expect(links).toHaveLength(5);
    expect(links[0]?.title).toBe('0–19: 20 ratings, 20%');
    expect(links[0]?.href?.match(/rating=/g)).toHaveLength(20);
  });

  it('names the parts of an NPS by their own words', () => {
    const { texts } = draw(of('nps', [1, 0, 0, 0, 0, 0, 0, 2, 0, 3, 4]));
    expect(texts).toEqual(
      expect.arrayContaining(['detractors: 1 (10%)', 'passives: 2 (20%)', 'promoters: 7 (70%)']),
    );
  });

  it('says that there is nothing where there is nothing', () => {
    expect(draw(of('1-5', [])).texts).toEqual(['No ratings in this period']);
  });

  it.each(languages)('writes no count on another, however large they are (%s)', (language) => {
    for (const counts of [
      [9_999_999, 9_999_998],
      Array.from({ length: 11 }, (_, i) => 10 ** i),
      [0, 0, 0, 1],
    ]) {
      const markup = histogramChart(of('nps', counts), options(language));
      expect(overlapsOf(readChart(markup))).toEqual([]);
    }
  });
});

describe('the table of a histogram', () => {
  it('has every rating, the highest first, with its share and what it counts as', () => {
    const { head, rows } = histogramTable(five, options());
    expect(head).toEqual(['Rating', 'Ratings', 'Share', 'Counts as']);
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['5', '104', '52%', 'satisfied'],
      ['4', '60', '30%', 'satisfied'],
      ['3', '18', '9%', 'neutral'],
      ['2', '6', '3%', 'dissatisfied'],
      ['1', '12', '6%', 'dissatisfied'],
    ]);
    expect(rows[0]?.[0]?.href).toBe('/dialogues?rating=5');
  });

  it('has no share of nothing', () => {
    const { rows } = histogramTable(of('nps', []), options('uk'));
    expect(rows[0]?.map(({ text }) => text)).toEqual(['10', '0', '—', 'промоутер']);
  });
});
