import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestChart } from '../../src/charts/digest-chart.ts';
import { colours } from '../../src/charts/drawing/theme.ts';
import type { Language } from '../../src/locales/index.ts';
import { languages } from '../../src/locales/index.ts';
import { anyChart, chartData, hundredScale, thirty, today } from './samples.ts';
import { overlaps, readXml, textBoxes } from './read-svg.ts';

const usual = [3, 2, 5, 20, 40];
const usualChart = chartData('1-5', thirty(usual), { centre: 0.85, target: 0.875 });

const read = (data: Parameters<typeof digestChart>[0], language: Language = 'en') => {
  const elements = readXml(digestChart(data, language));
  return { elements, texts: elements.filter(({ name }) => name === 'text').map(({ text }) => text) };
};

describe('the picture of a digest', () => {
  it('is well-formed, names no number that is none, and writes nothing outside of itself, whatever it shows', () => {
    fc.assert(
      fc.property(anyChart, fc.constantFrom(...languages), (data, language) => {
        const svg = digestChart(data, language);
        expect(svg).not.toMatch(/NaN|undefined|null|Infinity|e[+-]\d/);
        const elements = readXml(svg);
        const [width = 0, height = 0] =
          elements[0]?.attributes.viewBox?.split(' ').slice(2).map(Number) ?? [];
        const outside = textBoxes(elements).filter(
          ({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height,
        );
        expect(outside).toEqual([]);
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  it('writes no text on another, whatever it shows', () => {
    fc.assert(
      fc.property(anyChart, fc.constantFrom(...languages), (data, language) => {
        expect(overlaps(textBoxes(readXml(digestChart(data, language))))).toEqual([]);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('is 1080 wide, on a ground of its own, and has no text under 33', () => {
    const { elements } = read(usualChart);
    expect(elements[0]?.attributes).toMatchObject({
      width: '1080',
      'aria-label': 'CSAT: Sunday, November 22',
    });
    const { height } = elements[0]?.attributes ?? {};
    expect(elements).toContainEqual({
      name: 'rect',
      attributes: { width: '1080', height, fill: colours.paper },
      text: '',
    });
    const sizes = elements.flatMap(({ attributes }) => attributes['font-size'] ?? []);
    expect(Math.min(...sizes.map(Number))).toBe(33);
  });

  it('says the day, its figure, how many rated and how sure it is, in each language', () => {
    expect(read(usualChart).texts.slice(0, 4)).toEqual([
      'CSAT: Sunday, November 22',
      '86%',
      '70 ratings',
      '95% interval: 76%–92%',
    ]);
    expect(read(usualChart, 'uk').texts.slice(0, 5)).toEqual([
      'CSAT: неділя, 22 листопада',
      '86%',
      '70 оцінок',
      'Довірчий інтервал 95%: 76%–92%',
      'Останні 30 днів',
    ]);
  });

  it('writes dates below the days, counted back from the last, and the target as it was set', () => {
    const { texts } = read(usualChart);
    expect(texts).toEqual(
      expect.arrayContaining(['Nov 22', 'Nov 15', 'Nov 8', 'Nov 1', 'Oct 25', 'Target', '87.5%']),
    );
    expect(read(usualChart, 'uk').texts).toEqual(expect.arrayContaining(['22 лист.', 'Ціль', '87,5%']));
    expect(read({ ...usualChart, target: null }).texts).not.toContain('Target');
  });

  it('counts each rating above its bar, and what they say below', () => {
    const { texts } = read(usualChart, 'uk');
    expect(texts.slice(texts.indexOf('Оцінки за день') + 1).join(' ')).toBe(
      '1 2 3 4 5 40 20 5 3 2 незадоволені: 5 нейтральні: 5 задоволені: 60',
    );
  });

  it('leaves out the days on which nobody rated: no disc, no interval, no limits', () => {
    const days = thirty(usual).map((counts, index) => (index % 7 === 0 ? [] : counts));
    const { elements } = read(chartData('1-5', days, { centre: 0.85 }));
    const legend = 1;
    expect(elements.filter(({ name }) => name === 'circle')).toHaveLength(25 + legend);
    const band = elements.find(({ attributes }) => attributes.fill === colours.band);
    expect(band?.attributes.d?.match(/M/g)).toHaveLength(5);
    const line = elements.find(
      ({ name, attributes }) => name === 'path' && attributes.stroke === colours.good,
    );
    expect(line?.attributes.d?.match(/M/g)).toHaveLength(5);
  });

  it('marks a day outside of the limits by a shape as well as by a colour, and says what that means', () => {
    const bad = [30, 10, 5, 10, 20];
    const good = [0, 0, 0, 10, 600];
    const { elements, texts } = read(chartData('1-5', [...thirty(usual), good, bad], { centre: 0.85 }));
    const triangles = elements.filter(({ attributes }) => attributes.transform?.startsWith('translate'));
    const legend = 1;
    const below = triangles.filter(({ attributes }) => attributes.transform?.endsWith('rotate(180)'));
    expect(below.map(({ attributes }) => attributes.fill)).toEqual(Array(1 + legend).fill(colours.bad));
    expect(triangles).toHaveLength(2 + 2 * legend);
    expect(texts).toEqual(expect.arrayContaining(['below the range', 'above the range']));
    expect(read(usualChart).texts.join()).not.toMatch(/below|above/);
  });

  it('tells dissatisfied ratings from satisfied ones by a pattern', () => {
    const { elements } = read(usualChart);
    const fills = elements.filter(({ name }) => name === 'rect').map(({ attributes }) => attributes.fill);
    const legend = 1;
    expect(fills.filter((fill) => fill === 'url(#hatch)')).toHaveLength(2 + legend);
    expect(elements.filter(({ name }) => name === 'pattern')).toHaveLength(1);
  });
});

describe('the picture of a digest without much to show', () => {
  it('says that nobody rated, and shows no figure and no bars', () => {
    const { texts } = read(chartData('1-5', thirty([])));
    expect(texts).toContain('No ratings on this day');
    expect(texts).toContain('No ratings on these days');
    expect(texts).not.toContain('Ratings of the day');
    expect(texts.filter((text) => text === '0%')).toHaveLength(1);
  });

  it('shows a day without ratings after days that had some', () => {
    const { texts } = read(chartData('1-5', [...thirty(usual).slice(1), []]), 'uk');
    expect(texts).toContain('Цього дня оцінок немає');
    expect(texts).not.toContain('За ці дні оцінок немає');
  });

  it('shows the first day of all by itself', () => {
    const { texts } = read(chartData('1-5', [[1, 0, 0, 0, 2]]));
    expect(texts).toEqual(expect.arrayContaining(['67%', '3 ratings', 'The day', 'Nov 22']));
  });
});

describe('the picture of another scale', () => {
  it('shows an NPS from -100 to +100, by its own words', () => {
    const counts = [1, 0, 0, 0, 0, 0, 0, 2, 0, 3, 4];
    const { texts } = read(chartData('nps', thirty(counts), { target: 40, centre: 55 }));
    expect(texts).toEqual(
      expect.arrayContaining([
        'NPS: Sunday, November 22',
        '+60',
        '+40',
        'detractors: 1',
        'passives: 2',
        'promoters: 7',
      ]),
    );
    expect(texts.join()).not.toMatch(/%(?! interval)/);
    expect(texts).toContain('95% interval: +7 to +85');
  });

  it('names the effort score as what it is', () => {
    expect(read(chartData('ces', thirty([1, 1, 1, 1, 1, 1, 1]))).texts[0]).toBe('CES: Sunday, November 22');
  });

  it('puts the values of a long scale together in five bars, each with all that lies in it', () => {
    const counts = Array.from({ length: 101 }, () => 1);
    const { texts } = read(chartData(hundredScale, [counts]));
    expect(texts).toEqual(expect.arrayContaining(['0–19', '20–39', '40–59', '60–79', '80–100', '21']));
    expect(texts.filter((text) => text === '20')).toHaveLength(4);
    expect(texts).toEqual(expect.arrayContaining(['dissatisfied: 40', 'neutral: 30', 'satisfied: 31']));
  });

  it('leaves out counts that would lie on one another, the smallest first, and keeps the sums', () => {
    const counts = [120_000, 110_000, 0, 0, 0, 0, 0, 0, 0, 100_000, 130_000];
    const { texts } = read(chartData('nps', [counts], { day: today }));
    expect(texts).toContain('130,000');
    expect(texts).not.toContain('100,000');
    expect(texts).toContain('detractors: 230,000');
  });
});
