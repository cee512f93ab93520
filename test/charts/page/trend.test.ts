import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trendChart } from '../../../src/charts/page/trend/trend-chart.ts';
import { trendTable } from '../../../src/charts/page/trend/trend-table.ts';
import { languages } from '../../../src/locales/index.ts';
import { addDays } from '../../../src/stats/period.ts';
import { overlapsOf, percent, readChart, valuesAt, withClass } from './read-chart.ts';
import { anyTrend, csat, days, options, trendOf } from './samples.ts';

const week = days([
  [8, 10],
  [9, 12],
  [0, 0],
  [30, 40],
  [1, 1],
  [17, 20],
  [45, 50],
]);
const shareAt = (text: string): number => Number(text.replace('%', '')) / 100;
const draw = (...of: Parameters<typeof trendOf>) => readChart(trendChart(trendOf(...of), options()));

describe('a trend', () => {
  it('puts each point where its value is by the axis, and none where nobody rated', () => {
    const chart = draw(week);
    const valueAt = valuesAt(chart, shareAt);
    const marks = chart.elements.filter(
      ({ name, attributes }) => name === 'circle' && attributes.cx !== '50%',
    );
    const known = week.flatMap(({ value }, index) => (value === null ? [] : [{ value, index }]));
    // The fourth of seven stands in the middle, where the sample of the legend also does.
    const drawn = known.filter(({ index }) => index !== 3);
    expect(marks).toHaveLength(drawn.length);
    for (const [at, { value, index }] of drawn.entries()) {
      expect(valueAt(Number(marks[at]?.attributes.cy))).toBeCloseTo(value, 2);
      expect(percent(marks[at]?.attributes.cx)).toBeCloseTo(((index + 0.5) / 7) * 100, 1);
    }
  });

  it('breaks its line at the gap', () => {
    const line = draw(week).elements.find(({ attributes }) => attributes.stroke === 'var(--chart-good)');
    expect(line?.attributes.d?.match(/M/g)).toHaveLength(2);
  });

  it('links each point to its dialogues by a name with its figure', () => {
    expect(draw(week).links).toEqual(
      expect.arrayContaining([
        {
          href: '/dialogues?from=2026-11-22&to=2026-11-22',
          title: 'Sun, Nov 22, 2026: 90% (79%–96%), 50 ratings',
        },
        { href: '/dialogues?from=2026-11-18&to=2026-11-18', title: 'Wed, Nov 18, 2026: —, 0 ratings' },
      ]),
    );
    expect(readChart(trendChart(trendOf(week), options('uk'))).links[6]?.title).toBe(
      'нд, 22 лист. 2026 р.: 90% (79%–96%), 50 оцінок',
    );
  });

  it('has no link where there is no address', () => {
    const chart = draw(week.map((point) => ({ ...point, href: null })));
    expect(chart.elements.filter(({ name }) => name === 'a')).toEqual([]);
    expect(chart.links).toHaveLength(7);
  });

  it('marks what is outside by a shape as well as by a colour, and says it', () => {
    const [first, ...others] = week;
    const limits = { limitLow: 0.82, limitHigh: 0.95 };
    const chart = draw([{ ...first!, ...limits, signal: 'below' }, ...others]);
    const [mark, key] = withClass(chart, 'chart-bad');
    expect(mark).toMatchObject({ name: 'path', attributes: { transform: 'rotate(180)' } });
    expect(key?.attributes).toEqual(mark?.attributes);
    expect(chart.texts).toContain('below the range');
    expect(chart.links[0]?.title).toMatch(/below the usual range$/);
    expect(draw(week).texts.join()).not.toMatch(/below|above/);
  });

  it('explains what is there to be seen: limits, the target as it was set, the period before', () => {
    const previous = week.map(({ from, to, n }) => ({ from, to, n, value: 0.8 }));
    const limited = week.map((point) => ({ ...point, limitLow: 0.7, limitHigh: 0.9 }));
    const { texts } = draw(limited, { target: 0.875, centre: 0.8, previous });
    expect(texts).toEqual(
      expect.arrayContaining([
        'day with its 95% interval',
        'usual range',
        'target: 87.5%',
        'period before, at the same age',
      ]),
    );
    expect(draw(week).texts.slice(-1)).toEqual(['day with its 95% interval']);
  });

  it('shows an average on its scale, and an NPS with its sign', () => {
    const average = { name: 'Average CSAT', unit: 'average', scale: '1-5' } as const;
    const rated = week.map((point) => ({ ...point, value: 4.96, low: 4.5, high: 5 }));
    expect(draw(rated, { measure: average, target: 4.5 }).texts).toEqual(
      expect.arrayContaining(['4.5', '5.0', 'target: 4.5']),
    );
    const scored = week.map((point) => ({ ...point, value: 40, low: -5, high: 60 }));
    const nps = draw(scored, { measure: { name: 'NPS', unit: 'nps' }, target: 62.5 });
    expect(nps.texts).toEqual(expect.arrayContaining(['+60', '0', 'target: +62.5']));
    expect(nps.links[0]?.title).toContain('+40 (-5 to +60)');
  });

  it('writes weeks by their days and months by their names, unless the period cuts them', () => {
    const of = (step: 'week' | 'month', from: string, to: string) =>
      trendTable(trendOf([{ ...week[0]!, from, to }], { step }), options()).rows[0]?.[0]?.text.replaceAll(
        '\u2009',
        ' ',
      );
    expect(of('week', '2026-11-16', '2026-11-22')).toBe('Nov 16 – 22, 2026');
    expect(of('month', '2026-02-01', '2026-02-28')).toBe('February 2026');
    expect(of('month', '2026-11-01', '2026-11-22')).toBe('Nov 1 – 22, 2026');
  });

  it('says that there is nothing where there is nothing', () => {
    expect(draw([]).texts).toEqual(['No ratings in this period']);
    expect(draw(days([[0, 0]]), { counted: 'dialogues' }).texts).toEqual(['No dialogues in this period']);
  });

  it('draws one point by itself', () => {
    const chart = draw(days([[2, 3]]));
    expect(chart.links.map(({ title }) => title)).toEqual(['Sun, Nov 22, 2026: 67% (21%–94%), 3 ratings']);
    expect(chart.elements.filter(({ name }) => name === 'circle')).toHaveLength(2);
  });

  it('of 400 points marks those alone that are outside, and a keyboard stops at those alone', () => {
    const many = days(Array.from({ length: 400 }, (_, index) => [8 + (index % 3), 10] as const));
    const chart = draw(many.map((point, index) => (index === 200 ? { ...point, signal: 'above' } : point)));
    const links = chart.elements.filter(({ name }) => name === 'a');
    expect(links).toHaveLength(400);
    expect(links.filter(({ attributes }) => attributes.tabindex === undefined)).toHaveLength(1);
    const legend = 1;
    expect(chart.elements.filter(({ name }) => name === 'circle')).toHaveLength(legend);
    expect(withClass(chart, 'chart-good').filter(({ name }) => name === 'path')).toHaveLength(1 + legend);
    expect(chart.texts).toContain('Jan 2026');
  });

  it('is well-formed with no text on another, whatever it shows', () => {
    fc.assert(
      fc.property(anyTrend, fc.constantFrom(...languages), (data, language) => {
        const markup = trendChart(data, options(language));
        expect(markup).not.toMatch(/NaN|undefined|null|Infinity|e[+-]\d|style=/);
        expect(overlapsOf(readChart(markup))).toEqual([]);
      }),
      { seed: 12, numRuns: 40 },
    );
  });
});

describe('the table of a trend', () => {
  it('has the numbers that are drawn', () => {
    const previous = week.map(({ from, to, n }, index) => ({ from, to, n, value: index === 0 ? 0.5 : null }));
    const limited = week.map((point, index) =>
      index < 2 ? { ...point, limitLow: 0.6, limitHigh: 1 } : point,
    );
    const { caption, head, rows } = trendTable(trendOf(limited, { previous }), options());
    expect(caption).toBe('The chart');
    expect(head).toEqual(['Day', 'CSAT', '95% interval', 'Ratings', 'Usual range', 'Period before']);
    expect(rows.map((row) => row.map(({ text }) => text)).slice(0, 3)).toEqual([
      ['Mon, Nov 16, 2026', '80%', '49%–94%', '10', '60%–100%', '50%'],
      ['Tue, Nov 17, 2026', '75%', '47%–91%', '12', '60%–100%', '—'],
      ['Wed, Nov 18, 2026', '—', '—', '0', '—', '—'],
    ]);
    expect(rows[0]?.[0]?.href).toBe('/dialogues?from=2026-11-16&to=2026-11-16');
    expect(rows[0]?.map(({ numeric }) => numeric ?? false)).toEqual([false, true, true, true, true, true]);
  });

  it('leaves out the columns of what there is not', () => {
    expect(trendTable(trendOf(week), options('uk')).head).toEqual(['День', 'CSAT', 'Інтервал 95%', 'Оцінки']);
  });

  it('has a row for each of 400 points', () => {
    const many = days(Array.from({ length: 400 }, () => [1, 2] as const));
    const { rows } = trendTable(trendOf(many, { measure: csat }), options());
    expect(rows).toHaveLength(400);
    expect(rows[0]?.[0]?.href).toContain(addDays('2026-11-22', -399));
  });
});
