import type { VNode } from 'preact';
import { may } from '../../../access/may.ts';
import { inOrder } from '../../../stats/comparison/scales.ts';
import { hasOwnName } from '../../../text/figures.ts';
import { drillOn } from '../kit/drill.ts';
import { periodText } from '../kit/filters.tsx';
import { NotAskedCard } from './asking.tsx';
import { ScaleCard, SurveysCard } from './cards.tsx';
import { HistogramCard, ScaleChoice, TrendCard } from './charts.tsx';
import { GroupCard, MOST_ROWS } from './groups/group-card.tsx';
import { Later, laterAddress } from './later/later.tsx';
import type { CsatRequest } from './options.ts';
import { measureOf } from './groups/data.ts';
import { type CsatFigures, shownDimensions } from './read.ts';
import { haveTargets } from './later/targets.tsx';

/** Parts with more than so many come later, since a mark for each makes a page heavy. */
const MOST_AT_ONCE = 60;

export interface CsatContentProps extends CsatRequest {
  figures: CsatFigures;
  /** Of the figure that the trend shows; null: there is none. */
  target: number | null;
}

/** All figures, and what stands in the place of those that follow. */
export function CsatContent(props: CsatContentProps): VNode {
  const { view, query, figures, drill, target } = props;
  const { t } = view;
  const { summary, scale, trend, before } = figures;
  const scales = inOrder(summary.scales);
  const isOnlyCsat = scales.filter((one) => !hasOwnName(one.scale)).length === 1;
  const cards = { view, figures, drill };
  return (
    <>
      <div class="grid">
        {scales.map((one, index) => (
          <ScaleCard
            {...cards}
            scale={one}
            isWide={index === 0 || (index === scales.length - 1 && index % 2 === 1)}
            isOnlyCsat={isOnlyCsat}
            key={one.scale}
          />
        ))}
        <SurveysCard {...cards} />
      </div>
      {before.summary.completed > 0 && (
        <p class="note">{t('csat.legend', { period: periodText(view, before) })}</p>
      )}
      {scale !== null && scales.length > 1 && (
        <ScaleChoice view={view} query={query} scales={scales.map((one) => one.scale)} scale={scale} />
      )}
      <div class="grid">
        {trend && (
          <TrendCard
            view={view}
            drill={drillOn(drill, trend.scale, scales)}
            query={query}
            trend={trend}
            target={target}
          />
        )}
        {scale !== null && <HistogramCard {...cards} scale={scale} />}
        <NotAskedCard {...cards} />
        {scale !== null && <Groups {...props} scale={scale} />}
        <LaterParts {...props} />
      </div>
    </>
  );
}

/** Those parts that cost no more than the whole; the others follow. */
function Groups({ view, query, figures, drill, scale }: CsatContentProps & { scale: string }): VNode {
  const { groups, summary } = figures;
  return (
    <>
      {shownDimensions.map((dimension) => {
        const found = groups[dimension];
        if (!found || found.length > MOST_AT_ONCE) return null;
        return (
          <GroupCard
            view={view}
            dimension={dimension}
            groups={found}
            whole={summary}
            scale={scale}
            drill={drillOn(drill, scale, summary.scales)}
            most={MOST_ROWS}
            all={laterAddress(query, dimension)}
            key={dimension}
          />
        );
      })}
    </>
  );
}

/** What takes longer comes once the page is there. */
function LaterParts({ view: { t }, query, person, figures, asked }: CsatContentProps): VNode {
  const { groups, scale, summary } = figures;
  const missing = shownDimensions.filter(
    (dimension) => !groups[dimension] || groups[dimension].length > MOST_AT_ONCE,
  );
  return (
    <>
      {scale !== null &&
        missing.map((dimension) => (
          <Later
            part={dimension}
            query={query}
            title={t('csat.by', { dimension, figure: measureOf(scale).name })}
            t={t}
            key={dimension}
          />
        ))}
      {summary.comments > 0 && may(person, 'read_comments') && (
        <Later part="words" query={query} title={t('csat.words')} t={t} />
      )}
      <Later part="alerts" query={query} title={t('csat.alerts')} t={t} />
      {haveTargets(asked) && <Later part="targets" query={query} title={t('csat.targets')} t={t} />}
      <Later part="disputes" query={query} title={t('csat.disputes')} t={t} />
    </>
  );
}
