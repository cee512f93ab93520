import { createTranslator } from '../../../locales/index.ts';
import { none } from '../../../text/figures.ts';
import type { ChartOptions, FunnelPlotData, IntervalBarsData, Table } from '../data.ts';
import { nameOf, rangeOf, valueOf } from '../words.ts';

/** The numbers of `funnelPlot` and of `intervalBars`, in the order of their parts. */
export function partsTable(
  { measure, counted, dimension, parts }: FunnelPlotData | IntervalBarsData,
  { language, title }: ChartOptions,
): Table {
  const t = createTranslator(language);
  const hasOutside = parts.some(({ outside }) => outside !== null);
  return {
    caption: title,
    head: [
      t('chart.dimension', { dimension }),
      measure.name,
      t('chart.intervalHead'),
      t('chart.countedHead', { counted: counted ?? 'ratings' }),
      ...(hasOutside ? [t('chart.outsideHead')] : []),
    ],
    rows: parts.map((part) => {
      const { value, n, low, high, href, outside } = part;
      const numbers = [
        valueOf(t, measure, value),
        rangeOf(t, measure, low, high),
        t('value.count', { count: n }),
      ];
      return [
        { text: nameOf(t, part), ...(href !== null && { href }) },
        ...numbers.map((text) => ({ text: text ?? none, numeric: true })),
        ...(hasOutside ? [{ text: outside === null ? '' : t('chart.outsideOf', { ...outside }) }] : []),
      ];
    }),
  };
}
