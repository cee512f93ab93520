import type { VNode } from 'preact';
import { isNps, parseScaleKey } from '../../../scale.ts';
import type { Change } from '../../../stats/comparison/changes.ts';
import type { Mark } from '../../../stats/comparison/marks.ts';
import { onScale } from '../../../stats/comparison/scales.ts';
import { definitionOf, type DefinedMetric } from '../../../stats/metrics/definition.ts';
import type { Interval } from '../../../stats/metrics/wilson.ts';
import type { ScaleSummary } from '../../../stats/summary.ts';
import {
  average,
  count,
  endsText,
  hasOwnName,
  none,
  npsValue,
  ofScale,
  scaleText,
  share,
} from '../../../text/figures.ts';
import { Card, Stat } from '../kit/controls.tsx';
import { type Drill, drillOn } from '../kit/drill.ts';
import type { View } from '../kit/view.ts';
import type { CsatFigures } from './read.ts';

export interface CardsOptions {
  view: View;
  figures: CsatFigures;
  drill: Drill;
}

/** The figures of the ratings on one scale, a card each. @param isWide it has the whole width */
export function ScaleCard(
  props: CardsOptions & { scale: ScaleSummary; isWide: boolean; isOnlyCsat: boolean },
): VNode {
  const { view, figures, drill, scale: now, isWide, isOnlyCsat } = props;
  const { t } = view;
  const { scale, ratings } = now;
  const scaled = drillOn(drill, scale, figures.summary.scales);
  const href = ratings === 0 ? undefined : scaled({ rated: 'yes' });
  const title = hasOwnName(scale)
    ? scaleText(t, scale)
    : isOnlyCsat
      ? t('csat.ratings')
      : t('csat.ratingsOn', { scale: scaleText(t, scale) });
  const counted = t('value.ratings', { count: ratings });
  return (
    <Card
      title={title}
      id={`scale-${scale.replace(/[^a-z0-9]+/gi, '-')}`}
      wide={isWide}
      actions={href ? <a href={href}>{counted}</a> : counted}
    >
      <div class="stats main">
        {isNps(parseScaleKey(scale)) ? <NpsStats {...props} /> : <ShareStats {...props} />}
      </div>
    </Card>
  );
}

type StatsProps = CardsOptions & { scale: ScaleSummary };

/** CSAT %, the average and CDSAT; of a Customer Effort Score the same under its own names. */
function ShareStats({ view, figures, drill, scale: now }: StatsProps): VNode {
  const { t, language } = view;
  const { scale, ratings } = now;
  const { satisfied, dissatisfied } = parseScaleKey(scale);
  const before = onScale(figures.before.summary, scale);
  const changes = figures.changes.scales.get(scale);
  const isCes = scale === 'ces';
  const scaled = drillOn(drill, scale, figures.summary.scales);
  const linked = (rating?: readonly number[]): string | undefined =>
    ratings === 0 ? undefined : scaled({ rated: 'yes', rating });
  const averageOf = (value: number | null | undefined): string => average(t, value, scale);
  return (
    <>
      <Stat
        {...named(isCes ? 'ces' : 'csatPercent', language, isCes ? t('csat.easy') : undefined)}
        value={share(t, now.csatPercent)}
        href={linked(satisfied)}
        detail={intervalText(view, now.csatInterval, (end) => share(t, end))}
        change={markOf(view, changes?.main ?? null, share(t, before?.csatPercent))}
        isMain
      />
      <Stat
        {...named('averageCsat', language, isCes ? t('csat.averageCes') : undefined)}
        value={now.averageCsat === null ? none : ofScale(t, averageOf(now.averageCsat), scale)}
        href={linked()}
        detail={intervalText(view, now.averageInterval, averageOf)}
        change={changeOf(view, null, averageOf(before?.averageCsat), 'higher')}
      />
      <Stat
        {...named('cdsat', language, isCes ? t('csat.hard') : undefined)}
        value={share(t, now.cdsat)}
        href={now.cdsat === 0 ? undefined : linked(dissatisfied)}
        detail={
          ratings === 0 ? undefined : t('csat.ofRatings', { count: countAmong(now, dissatisfied), ratings })
        }
        change={changeOf(view, changes?.cdsat ?? null, share(t, before?.cdsat), 'lower')}
      />
    </>
  );
}

/** The NPS, and what it is made of. */
function NpsStats({ view, figures, drill, scale: now }: StatsProps): VNode {
  const { t, language } = view;
  const { scale, ratings } = now;
  const { satisfied, dissatisfied } = parseScaleKey(scale);
  const before = onScale(figures.before.summary, scale);
  const scaled = drillOn(drill, scale, figures.summary.scales);
  const part = (name: string, values: readonly number[]): VNode => {
    const given = countAmong(now, values);
    return (
      <Stat
        name={name}
        value={share(t, ratings === 0 ? null : given / ratings)}
        href={given === 0 ? undefined : scaled({ rated: 'yes', rating: values })}
        detail={ratings === 0 ? undefined : t('csat.ofRatings', { count: given, ratings })}
      />
    );
  };
  return (
    <>
      <Stat
        {...named('nps', language)}
        value={npsValue(t, now.nps)}
        href={ratings === 0 ? undefined : scaled({ rated: 'yes' })}
        detail={intervalText(view, now.npsInterval, (end) => npsValue(t, end), 'csat.npsInterval')}
        change={markOf(view, figures.changes.scales.get(scale)?.main ?? null, npsValue(t, before?.nps))}
        isMain
      />
      {part(t('csat.promoters'), satisfied)}
      {part(t('csat.detractors'), dissatisfied)}
    </>
  );
}

/** How many dialogues there were, who was asked and who answered. */
export function SurveysCard({ view, figures, drill }: CardsOptions): VNode {
  const { t, language } = view;
  const { summary, changes } = figures;
  const earlier = figures.before.summary;
  const { completed, asked, answered } = summary;
  const linked = (isSome: boolean, changed: Parameters<Drill>[0]): string | undefined =>
    isSome ? drill(changed) : undefined;
  const asking = completed === 0 ? null : asked / completed;
  const askingBefore = earlier.completed === 0 ? null : earlier.asked / earlier.completed;
  return (
    <Card title={t('csat.surveys')} id="surveys" wide>
      <div class="stats surveys">
        <Stat
          {...named('completed', language)}
          value={count(t, completed)}
          href={linked(completed > 0, {})}
          change={changeOf(view, null, count(t, earlier.completed || null), 'higher')}
        />
        <Stat
          {...named('surveys', language)}
          value={count(t, summary.surveys)}
          href={linked(answered > 0, { outcome: 'answered' })}
          change={changeOf(view, null, count(t, earlier.surveys), 'higher')}
        />
        <div class="equation">
          <Stat
            {...named('surveyPercentage', language)}
            value={share(t, summary.surveyPercentage)}
            href={linked(answered > 0, { outcome: 'answered' })}
            detail={t('csat.ofDialogues', { count: answered, of: completed })}
            change={changeOf(view, changes.surveyPercentage, share(t, earlier.surveyPercentage), 'higher')}
          />
          <Sign text="=" />
          <Stat
            {...named('shareAsked', language)}
            value={share(t, asking)}
            href={linked(asked > 0, { outcome: ['open', 'answered', 'silent'] })}
            detail={t('csat.ofDialogues', { count: asked, of: completed })}
            change={changeOf(view, changes.shareAsked, share(t, askingBefore), 'higher')}
          />
          <Sign text="×" />
          <Stat
            {...named('responseRate', language)}
            value={share(t, summary.responseRate)}
            href={linked(answered > 0, { outcome: 'answered' })}
            detail={t('csat.ofAsked', { count: answered, of: asked })}
            change={changeOf(view, changes.responseRate, share(t, earlier.responseRate), 'higher')}
          />
        </div>
      </div>
    </Card>
  );
}

const Sign = ({ text }: { text: string }): VNode => (
  <span class="sign" aria-hidden="true">
    {text}
  </span>
);

/** @param name in the place of the metric's own */
function named(metric: DefinedMetric, language: string, name?: string) {
  const { name: own, text, formula } = definitionOf(metric, language);
  return { name: name ?? own, definition: { text, formula } };
}

function intervalText(
  { t }: View,
  interval: Interval | null,
  write: (end: number) => string,
  key: 'csat.interval' | 'csat.npsInterval' = 'csat.interval',
): string | undefined {
  return interval ? t(key, endsText(interval, write)) : undefined;
}

/** The change of a scale's main figure: of one day against what is usual, of more against the period before. */
function markOf(view: View, mark: Mark | null, before: string): ReturnType<typeof changeOf> {
  if (!mark?.usual) return changeOf(view, mark?.side ?? null, before, 'higher');
  const usual = endsText(mark.usual, (end) => share(view.t, end));
  return {
    text: view.t('csat.unusual', { side: mark.side, ...usual }),
    direction: mark.side === 'above' ? 'better' : 'worse',
  };
}

/** @param better which way the figure is better */
function changeOf(
  { t }: View,
  change: Change | null,
  before: string,
  better: 'higher' | 'lower',
): { text: string; direction: 'better' | 'worse' | 'same' } | undefined {
  if (before === none) return undefined;
  if (change === null) return { text: t('csat.before', { before }), direction: 'same' };
  const isBetter = (change === 'above') === (better === 'higher');
  return { text: t('csat.changed', { side: change, before }), direction: isBetter ? 'better' : 'worse' };
}

function countAmong({ histogram }: ScaleSummary, values: readonly number[]): number {
  return histogram.reduce(
    (sum, { rating, count: given }) => (values.includes(rating) ? sum + given : sum),
    0,
  );
}
