import { describe, expect, it } from 'vitest';
import type { StepsData } from '../../../src/charts/page/data.ts';
import { sparkline } from '../../../src/charts/page/sparkline.ts';
import { stepsChart, stepsTable } from '../../../src/charts/page/steps.ts';
import { percent, readChart, withClass } from './read-chart.ts';
import { csat, options } from './samples.ts';

const step = (
  name: StepsData['steps'][number]['step'],
  count: number,
  lost: Array<[string, number]> = [],
) => ({
  step: name,
  count,
  href: `/dialogues?reached=${name}`,
  lost: lost.map(([text, of]) => ({ text, count: of })),
});

const data: StepsData = {
  steps: [
    step('completed', 1000),
    step('asked', 800, [
      ['150 clients asked recently', 150],
      ['50 clients unreachable', 50],
      ['0 clients opted out', 0],
    ]),
    step('delivered', 790, [['10 surveys undelivered', 10]]),
    step('rated', 300),
    step('commented', 320),
    step('finished', 0),
  ],
};
const chart = readChart(stepsChart(data, options()));

describe('the steps from completed to finished', () => {
  it('are bars as long as their counts, pale up to the step before', () => {
    const bars = chart.elements.filter(({ name }) => name === 'rect');
    expect(bars.map(({ attributes }) => [percent(attributes.width), attributes.fill])).toEqual([
      [100, 'var(--chart-good)'],
      [100, 'var(--chart-band)'],
      [80, 'var(--chart-good)'],
      [80, 'var(--chart-band)'],
      [79, 'var(--chart-good)'],
      [79, 'var(--chart-band)'],
      [30, 'var(--chart-good)'],
      [32, 'var(--chart-good)'],
      [32, 'var(--chart-band)'],
    ]);
  });

  it('say their counts, their shares of the first, and why the others were lost', () => {
    expect(chart.texts).toEqual(
      expect.arrayContaining(['Completed', '1,000', '100%', 'Asked', '800', '80%']),
    );
    expect(withClass(chart, 'chart-lost').map(({ text }) => text)).toEqual([
      '−200: 150 clients asked recently, 50 clients unreachable',
      '10 surveys undelivered',
      '−490',
      '−320',
    ]);
  });

  it('link to the dialogues that reached them, and a loss to those that did not', () => {
    const [completed] = withClass(chart, 'chart-row');
    expect(completed?.attributes).toMatchObject({
      href: '/dialogues?reached=completed',
      title: 'Completed: 1,000 dialogues, 100% of completed',
    });
    const lost = [{ text: '<b>5</b>', count: 5, href: '/dialogues?reason=a&b' }];
    const linked = stepsChart(
      { steps: [step('completed', 5), { ...step('asked', 0), href: null, lost }] },
      options('uk'),
    );
    expect(readChart(linked).elements).toContainEqual({
      name: 'a',
      attributes: { href: '/dialogues?reason=a&b' },
      text: '<b>5</b>',
    });
  });

  it('say that there is nothing where there is nothing', () => {
    expect(readChart(stepsChart({ steps: [step('completed', 0)] }, options())).texts).toEqual([
      'No dialogues in this period',
    ]);
    expect(readChart(stepsChart({ steps: [] }, options('uk'))).texts).toEqual([
      'За цей період діалогів немає',
    ]);
  });

  it('have their numbers in the table', () => {
    const { head, rows } = stepsTable(data, options());
    expect(head).toEqual(['Step', 'Dialogues', 'Of completed', 'Lost', 'Why']);
    expect(rows.map((row) => row.map(({ text }) => text)).slice(0, 4)).toEqual([
      ['Completed', '1,000', '100%', '0', ''],
      ['Asked', '800', '80%', '200', '150 clients asked recently, 50 clients unreachable'],
      ['Delivered', '790', '79%', '10', '10 surveys undelivered'],
      ['Rated', '300', '30%', '490', ''],
    ]);
    expect(stepsTable({ steps: [step('completed', 0)] }, options()).rows[0]?.[2]?.text).toBe('—');
  });
});

describe('a sparkline', () => {
  it('goes from the first value to the last, and says nothing aloud', () => {
    const { elements } = readChart(sparkline({ measure: csat, values: [0.8, null, 0.9, 0.85] }));
    expect(elements[0]?.attributes['aria-hidden']).toBe('true');
    expect(elements.find(({ name }) => name === 'path')?.attributes.d?.match(/M/g)).toHaveLength(2);
    expect(elements.filter(({ name }) => name === 'circle')).toHaveLength(1);
  });

  it('is none of one value', () => {
    expect(sparkline({ measure: csat, values: [0.8, null] })).toBe('');
  });
});
