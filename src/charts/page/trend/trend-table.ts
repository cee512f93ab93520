import { createTranslator } from '../../../locales/index.ts';
import { none } from '../../../text/figures.ts';
import type { ChartOptions, Table, TrendData, TrendPoint } from '../data.ts';
import { rangeOf, valueOf } from '../words.ts';
import { timeText } from './times.ts';

/** The numbers of `trendChart`. */
export function trendTable(data: TrendData, { language, title }: ChartOptions): Table {
  const t = createTranslator(language);
  const { points, previous, measure, step, counted } = data;
  const hasLimits = points.some(({ limitLow }) => limitLow !== null);
  const hasPrevious = previous.length > 0;
  const row = (point: TrendPoint, index: number): Table['rows'][number] => {
    const { value, n, low, high, limitLow, limitHigh, href } = point;
    const numbers = [
      valueOf(t, measure, value),
      rangeOf(t, measure, low, high),
      t('value.count', { count: n }),
      ...(hasLimits ? [rangeOf(t, measure, limitLow, limitHigh)] : []),
      ...(hasPrevious ? [valueOf(t, measure, previous[index]?.value ?? null)] : []),
    ];
    return [
      { text: timeText(point, step, language), ...(href !== null && { href }) },
      ...numbers.map((text) => ({ text: text ?? none, numeric: true })),
    ];
  };
  return {
    caption: title,
    head: [
      t('chart.step', { step }),
      measure.name,
      t('chart.intervalHead'),
      t('chart.countedHead', { counted: counted ?? 'ratings' }),
      ...(hasLimits ? [t('chart.usualHead')] : []),
      ...(hasPrevious ? [t('chart.previousHead')] : []),
    ],
    rows: points.map(row),
  };
}
