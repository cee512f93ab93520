import type { VNode } from 'preact';
import { may } from '../../../../access/may.ts';
import { intersect } from '../../../../stats/filter.ts';
import { periodRange } from '../../../../stats/period.ts';
import { targetStandings } from '../../../../stats/targets/standings.ts';
import { allowedTo } from '../../kit/allowed.ts';
import { Card } from '../../kit/controls.tsx';
import { drillOn } from '../../kit/drill.ts';
import { narrowingOf, queryOf } from '../../kit/figures.ts';
import { GroupCard, MOST_ROWS } from '../groups/group-card.tsx';
import { AlertsCard, type DisputeFigures, DisputesCard } from './handling.tsx';
import { type LaterPart, laterAddress } from './later.tsx';
import type { CsatPageOptions, CsatRequest } from '../options.ts';
import { readGroup, scaleOf, type ShownDimension } from '../read.ts';
import { haveTargets, TargetsCard } from './targets.tsx';
import { WordsCard, wordsRead } from './words.tsx';

/** One part of the page. @param isAll with every row of its table @throws {ApiError} 403 @throws {StoreError} */
export async function renderLater(
  part: LaterPart,
  asking: CsatRequest,
  options: CsatPageOptions,
  isAll: boolean,
): Promise<VNode> {
  const { view, query, person, asked, drill } = asking;
  const { statistics, alertFigures } = options;
  switch (part) {
    case 'words': {
      const filter = intersect(query.filter, allowedTo(person, 'read_comments'));
      const words = await statistics.themes(queryOf({ ...asked, filter }), wordsRead);
      return <WordsCard view={view} words={words} drill={drill} />;
    }
    case 'alerts': {
      const range = periodRange(query.period, statistics.zone);
      return <AlertsCard view={view} figures={await alertFigures({ ...range, ...narrowingOf(asked) })} />;
    }
    case 'disputes': {
      const figures = await readDisputes(asking, options);
      return <DisputesCard view={view} figures={figures} canOpen={may(person, 'read_dialogues')} />;
    }
    case 'targets':
      return <TargetsCard view={view} standings={await readStandings(asking, options)} />;
    default:
      return groupPart(part, asking, options, isAll);
  }
}

async function groupPart(
  dimension: ShownDimension,
  { view, query, asked, drill }: CsatRequest,
  { statistics }: CsatPageOptions,
  isAll: boolean,
): Promise<VNode> {
  const { summary, groups } = await readGroup(statistics, asked, dimension);
  const scale = scaleOf(summary, query.scale);
  const { t } = view;
  if (scale === null) {
    return (
      <Card title={t('csat.by', { dimension, figure: 'CSAT' })} id={dimension}>
        <p class="quiet">{t('csat.noRatings')}</p>
      </Card>
    );
  }
  return (
    <GroupCard
      view={view}
      dimension={dimension}
      groups={groups}
      whole={summary}
      scale={scale}
      drill={drillOn(drill, scale, summary.scales)}
      most={isAll ? null : MOST_ROWS}
      all={`${laterAddress(query, dimension)}${query.params.size > 0 ? '&' : '?'}all=1`}
    />
  );
}

/** The disputes that were raised in the period, of dialogues that the filters let through. */
async function readDisputes(
  { query, asked }: CsatRequest,
  { disputes, belonging, statistics }: CsatPageOptions,
): Promise<DisputeFigures> {
  const all = disputes.each(periodRange(query.period, statistics.zone));
  const figures: DisputeFigures = { all: 0, byState: {}, open: [] };
  const open: Array<DisputeFigures['open'][number]> = [];
  for await (const { one, isIn } of belonging(all, ({ dialogue }) => dialogue.id, narrowingOf(asked))) {
    if (!isIn) continue;
    figures.all++;
    figures.byState[one.state] = (figures.byState[one.state] ?? 0) + 1;
    if (one.state === 'open' && open.length < OPEN_SHOWN) open.push(one);
  }
  return { ...figures, open };
}

const OPEN_SHOWN = 8;

/** As a digest of these dialogues tells them. */
async function readStandings(
  { query, asked }: CsatRequest,
  { statistics, targets, handling }: CsatPageOptions,
): ReturnType<typeof targetStandings> {
  if (!haveTargets(asked)) return [];
  return targetStandings({
    statistics,
    targets: await targets.list(),
    day: query.period.to,
    scope: asked.filter,
    handling,
  });
}
