import type { VNode } from 'preact';
import { histogramChart, histogramTable } from '../../../charts/page/histogram.ts';
import { trendChart } from '../../../charts/page/trend/trend-chart.ts';
import { trendTable } from '../../../charts/page/trend/trend-table.ts';
import { parseScaleKey } from '../../../scale.ts';
import { onScale } from '../../../stats/comparison/scales.ts';
import { scaleText } from '../../../text/figures.ts';
import { addressOf } from '../kit/address.ts';
import { Card, Chart } from '../kit/controls.tsx';
import { drillOn } from '../kit/drill.ts';
import type { View } from '../kit/view.ts';
import type { CardsOptions } from './cards.tsx';
import { measureOf } from './groups/data.ts';
import { type CsatQuery, steps } from './query.ts';
import type { Trend } from './trend-data.ts';

const path = '/dashboard';

/** From day to day, week to week or month to month. */
export function TrendCard({
  view,
  drill,
  query,
  trend,
  target,
}: Omit<CardsOptions, 'figures'> & { query: CsatQuery; trend: Trend; target: number | null }): VNode {
  const { t, language } = view;
  const measure = measureOf(trend.scale);
  const title = t('csat.trend', { figure: measure.name, step: trend.step });
  const data = {
    ...trend,
    measure,
    target,
    points: trend.points.map((point) => ({
      ...point,
      href: (point.n > 0 && drill({ period: null, from: point.from, to: point.to, rated: 'yes' })) || null,
    })),
  };
  const options = { language, title, id: 'trend' };
  return (
    <Card title={title} id="trend" wide actions={<StepChoice view={view} query={query} />}>
      <Chart svg={trendChart(data, options)} table={trendTable(data, options)} t={t} />
    </Card>
  );
}

function StepChoice({ view: { t }, query }: { view: View; query: CsatQuery }): VNode {
  return (
    <div class="choice" role="group" aria-label={t('csat.step')}>
      {steps.map((step) => (
        <a
          href={`${addressOf(path, query.params, { step })}#trend`}
          aria-current={step === query.step ? 'true' : undefined}
          key={step}
        >
          {t('csat.stepName', { step })}
        </a>
      ))}
    </div>
  );
}

/** How often each rating of a scale was given. */
export function HistogramCard({ view, figures, drill, scale }: CardsOptions & { scale: string }): VNode {
  const { t, language } = view;
  const { satisfied, dissatisfied, values } = parseScaleKey(scale);
  const { scales } = figures.summary;
  const isOneOfMany = scales.length > 1;
  const scaled = drillOn(drill, scale, scales);
  const title = isOneOfMany ? t('csat.histogramOf', { scale: scaleText(t, scale) }) : t('csat.histogram');
  const data = {
    scale,
    histogram: onScale(figures.summary, scale)?.histogram ?? values.map((rating) => ({ rating, count: 0 })),
    satisfied,
    dissatisfied,
    href: (rating: readonly number[]) => scaled({ rating }) ?? null,
  };
  const options = { language, title, id: 'histogram' };
  return (
    <Card title={title} id="histogram">
      <Chart svg={histogramChart(data, options)} table={histogramTable(data, options)} t={t} />
    </Card>
  );
}

/** Which of several scales the charts are about. */
export function ScaleChoice({
  view: { t },
  query,
  scales,
  scale,
}: {
  view: View;
  query: CsatQuery;
  scales: readonly string[];
  scale: string;
}): VNode {
  return (
    <nav class="scale-choice" aria-label={t('csat.scaleChoice')}>
      <span class="quiet">{t('csat.scaleChoice')}</span>
      <div class="choice">
        {scales.map((one) => (
          <a
            href={addressOf(path, query.params, { scale: one })}
            aria-current={one === scale ? 'true' : undefined}
            key={one}
          >
            {scaleText(t, one)}
          </a>
        ))}
      </div>
    </nav>
  );
}
