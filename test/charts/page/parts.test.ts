import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntervalBarsData, Part } from '../../../src/charts/page/data.ts';
import { funnelPlot, funnelPlotCounts } from '../../../src/charts/page/parts/funnel-plot.ts';
import { intervalBars, trackWidths } from '../../../src/charts/page/parts/interval-bars.ts';
import { partsTable } from '../../../src/charts/page/parts/parts-table.ts';
import { languages } from '../../../src/locales/index.ts';
import { overlapsOf, percent, readChart, valuesAt, withClass } from './read-chart.ts';
import { anyPart, csat, funnelOf, hostile, options, part } from './samples.ts';

const teams = [part('Sales', 170, 200), part('Support', 40, 100), part('Night', 98, 100), part(null, 9, 10)];
const shareAt = (text: string): number => Number(text.replace('%', '')) / 100;
const plot = (parts: readonly Part[]) => readChart(funnelPlot(funnelOf(parts), options()));
const bars = (parts: readonly Part[], rest: Partial<IntervalBarsData> = {}) =>
  readChart(intervalBars({ measure: csat, dimension: 'topic', parts, centre: 0.85, ...rest }, options()));

describe('a funnel plot', () => {
  it('puts each part by its count and its value', () => {
    const chart = plot(teams);
    const valueAt = valuesAt(chart, shareAt);
    const inside = withClass(chart, 'chart-inside');
    expect(inside.map(({ attributes }) => valueAt(Number(attributes.cy)))).toEqual([
      expect.closeTo(0.85, 2),
      expect.closeTo(0.9, 2),
    ]);
    const [sales = 0, unnamed = 0] = inside.map(({ attributes }) => percent(attributes.cx));
    const root = (n: number): number => (Math.sqrt(n) - 1) / (Math.sqrt(220) - 1);
    expect(sales).toBeCloseTo(root(200) * 100, 1);
    expect(unnamed).toBeCloseTo(root(10) * 100, 1);
  });

  it('names those outside alone, in the order in which they are given, which is no ranking', () => {
    const { texts, links } = plot(teams);
    expect(texts).toEqual(
      expect.arrayContaining(['Support', 'Night', 'below the limits', 'above the limits']),
    );
    expect(texts).not.toContain('Sales');
    expect(links.map(({ title }) => title)).toEqual([
      'Sales: 85% (79%–89%), 200 ratings',
      '(not given): 90% (60%–98%), 10 ratings',
      'Support: 40% (31%–50%), 100 ratings, ▼ below the 99.8% limits',
      'Night: 98% (93%–99%), 100 ratings, ▲ above the 99.8% limits',
    ]);
    expect(links[2]?.href).toBe('/dialogues?team=Support');
  });

  it('marks what is below by a shape of its own, larger beyond 99.8 %', () => {
    const [plain, strong] = [95, 99.8].map((level) =>
      withClass(
        plot([{ ...part('A', 70, 100), outside: { side: 'below', level: level as 95 | 99.8 } }]),
        'chart-bad',
      ),
    );
    expect(plain?.[0]?.attributes.transform).toBe('rotate(180)');
    expect(plain?.[0]?.attributes.d).not.toBe(strong?.[0]?.attributes.d);
  });

  it('asks for limits at ascending counts from 1 to beyond the largest part', () => {
    for (const n of [1, 5, 40, 12_000]) {
      const counts = funnelPlotCounts([{ n }]);
      expect(counts[0]).toBe(1);
      expect(counts.at(-1)).toBeGreaterThan(n);
      expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => a - b));
      expect(counts.length).toBeLessThan(40);
    }
  });

  it.each([1, 5, 200])('draws %d parts, each once', (count) => {
    const parts = Array.from({ length: count }, (_, index) =>
      part(`Operator ${index}`, 7 * index, 10 * index + 1),
    );
    const chart = plot(parts);
    expect(chart.links).toHaveLength(count);
    expect(chart.elements.filter(({ name }) => name === 'a')).toHaveLength(count);
    expect(overlapsOf(chart)).toEqual([]);
  });

  it('has no curves where there are no limits, and says where there is nothing', () => {
    expect(readChart(funnelPlot({ ...funnelOf(teams), limits: [] }, options())).texts.join()).not.toContain(
      '99.8',
    );
    expect(plot([]).texts).toEqual(['No ratings in this period']);
    expect(plot([part('New', 0, 0)]).texts).toEqual(['No ratings in this period']);
  });

  it('is well-formed with no name on another, whatever it shows', () => {
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 25 }), fc.constantFrom(...languages), (parts, language) => {
        const markup = funnelPlot(funnelOf(parts), options(language));
        expect(markup).not.toMatch(/NaN|undefined|Infinity|style=/);
        expect(overlapsOf(readChart(markup))).toEqual([]);
      }),
      { seed: 13, numRuns: 50 },
    );
  });
});

describe('bars with intervals', () => {
  it('put each value and its interval by the axis, with the numbers beside them', () => {
    const chart = bars(teams.slice(0, 1));
    const [lowest, highest] = chart.elements
      .filter(({ name }) => name === 'text')
      .map(({ text, attributes }) => ({ value: shareAt(text), x: percent(attributes.x) }))
      .filter((_, index, all) => index === 0 || index === all.length - 1);
    const valueAt = (x: number): number =>
      lowest!.value + ((x - lowest!.x) / (highest!.x - lowest!.x)) * (highest!.value - lowest!.value);
    const interval = chart.elements.find(({ attributes }) => attributes.stroke === 'var(--chart-good-pale)');
    expect(valueAt(percent(interval?.attributes.x1))).toBeCloseTo(teams[0]!.low!, 2);
    expect(valueAt(percent(interval?.attributes.x2))).toBeCloseTo(teams[0]!.high!, 2);
    expect(valueAt(percent(withClass(chart, 'chart-good')[0]?.attributes.cx))).toBeCloseTo(0.85, 2);
    expect(chart.texts).toEqual(expect.arrayContaining(['Topic', 'CSAT', 'Ratings', 'Sales', '85%', '200']));
  });

  it('link each row to its dialogues, and those of no name to nothing', () => {
    const rows = withClass(bars([teams[0]!, { ...teams[3]!, href: null }]), 'chart-row').slice(1);
    expect(rows.map(({ name, attributes }) => [name, attributes.href])).toEqual([
      ['a', '/dialogues?team=Sales'],
      ['div', undefined],
    ]);
    expect(withClass(bars([teams[3]!]), 'chart-unnamed').map(({ text }) => text)).toEqual(['(not given)']);
  });

  it('are twelve at most; the others are in the table', () => {
    const many = Array.from({ length: 40 }, (_, index) => part(`Topic ${index}`, 8, 10));
    const chart = bars(many);
    expect(withClass(chart, 'chart-row')).toHaveLength(13);
    expect(chart.texts).toContain('28 more are in the table');
    expect(
      partsTable({ measure: csat, dimension: 'topic', parts: many, centre: null }, options()).rows,
    ).toHaveLength(40);
  });

  it('write a part that nobody rated without a value', () => {
    const chart = bars([part('New', 0, 0), ...teams]);
    expect(chart.texts).toEqual(expect.arrayContaining(['New', '—', '0']));
    expect(bars([]).texts).toEqual(['No ratings in this period']);
  });

  it('explain the whole, the target and what is outside', () => {
    expect(bars(teams, { target: 0.9 }).texts).toEqual(
      expect.arrayContaining([
        'value with its 95% interval',
        'all together: 85%',
        'target: 90%',
        'below the limits',
        'above the limits',
      ]),
    );
  });

  it('are well-formed, whatever they show', () => {
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 14 }), fc.constantFrom(...languages), (parts, language) => {
        const data = { measure: csat, dimension: 'topic', parts, centre: 0.5 } as const;
        const markup = intervalBars(data, options(language));
        expect(markup).not.toMatch(/NaN|undefined|Infinity|style=/);
        expect(overlapsOf(readChart(markup), trackWidths)).toEqual([]);
      }),
      { seed: 14, numRuns: 40 },
    );
  });
});

describe('names that were written to do harm', () => {
  const parts = hostile.map((name) => part(name, 4, 10));
  const drawn = [plot(parts), bars(parts)];

  it('are text and nothing else', () => {
    for (const { elements, texts, links } of drawn) {
      expect(elements.filter(({ name }) => ['script', 'img'].includes(name))).toEqual([]);
      expect(
        elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((one) => one.startsWith('on')),
      ).toEqual([]);
      const all = [...texts, ...links.map(({ title }) => title)].join('\n');
      expect(all).toContain('<script>alert("x")</script>');
      expect(['\u202e', '\u0000', '\u0007', '\ud800'].filter((one) => all.includes(one))).toEqual([]);
    }
  });

  it('are whole where the pointer rests, also with 200 characters', () => {
    expect(drawn[0]!.links.map(({ title }) => title).join()).toContain('W'.repeat(200));
    const titles = drawn[1]!.elements.flatMap(({ attributes }) => attributes.title ?? []);
    expect(titles.join()).toContain('W'.repeat(200));
  });

  it('that are nothing but marks and spaces are no names', () => {
    const { rows } = partsTable(funnelOf(parts), options());
    expect(rows.map(([name]) => name?.text).slice(-2)).toEqual(['(not given)', '(not given)']);
  });
});

describe('the table of parts', () => {
  it('has the numbers that are drawn, and what is outside in words', () => {
    const { head, rows } = partsTable(funnelOf(teams), options());
    expect(head).toEqual(['Team', 'CSAT', '95% interval', 'Ratings', 'Against the limits']);
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['Sales', '85%', '79%–89%', '200', ''],
      ['Support', '40%', '31%–50%', '100', '▼ below the 99.8% limits'],
      ['Night', '98%', '93%–99%', '100', '▲ above the 99.8% limits'],
      ['(not given)', '90%', '60%–98%', '10', ''],
    ]);
    expect(rows[1]?.[0]?.href).toBe('/dialogues?team=Support');
    expect(partsTable(funnelOf([teams[0]!]), options('uk')).head).toEqual([
      'Команда',
      'CSAT',
      'Інтервал 95%',
      'Оцінки',
    ]);
  });
});
