import { type Dimension, dimensions } from '../../../dialogue.ts';
import { type Change, shareChange } from '../../../stats/comparison/changes.ts';
import { type Mark, marksBetween, readMarks } from '../../../stats/comparison/marks.ts';
import { mainScale, onScale } from '../../../stats/comparison/scales.ts';
import { answeredShare, cdsatShare, type Share } from '../../../stats/comparison/share.ts';
import type { FigureFilter } from '../../../stats/filter.ts';
import { alongOf } from '../../../stats/narrowed.ts';
import type { PeriodReport, Statistics } from '../../../stats/statistics.ts';
import type { Group, Summary } from '../../../stats/summary.ts';
import { type Asked, queryOf } from '../kit/figures.ts';
import type { CsatQuery } from './query.ts';
import { readTrend, type Trend } from './trend-data.ts';

/** Along what a page shows parts. */
export const shownDimensions = ['team', 'operator', 'topic', 'channel'] as const;
export type ShownDimension = (typeof shownDimensions)[number];

/** What changed from the period before by more than chance explains. */
export interface Changes {
  scales: ReadonlyMap<string, { main: Mark | null; cdsat: Change | null }>;
  shareAsked: Change | null;
  responseRate: Change | null;
  surveyPercentage: Change | null;
}

export interface CsatFigures extends Asked {
  summary: Summary;
  before: PeriodReport['before'];
  changes: Changes;
  /** That the charts are about; null: there is none. */
  scale: string | null;
  trend: Trend | null;
  /** Those that are read at once; the others follow when the page is there. */
  groups: Partial<Record<Dimension, Group[]>>;
}

/**
 * Reads what the page shows at once. It comes from kept counts where the filter names one dimension at most; parts along
 * another dimension then would have to be counted from the dialogues, and are left for later.
 * @throws {StoreError}
 */
export async function readCsat(
  from: Pick<Statistics, 'forReport'>,
  asked: Asked,
  { step, scale: wanted }: Pick<CsatQuery, 'step' | 'scale'>,
  now: Date,
): Promise<CsatFigures> {
  const statistics = from.forReport(now);
  const by = dimensions.filter((dimension) => isReadAtOnce(asked.filter, dimension));
  const report = await statistics.period({ ...queryOf(asked), by });
  const { summary, before } = report;
  const scale = scaleOf(summary, wanted);
  return {
    ...asked,
    summary,
    before,
    changes: changesOf(summary, before.summary, await marksOf(statistics, asked, report)),
    scale,
    trend: scale === null ? null : await readTrend(statistics, asked, { step, scale, now }),
    groups: report.by,
  };
}

/** Parts that were left for later. @throws {StoreError} */
export async function readGroup(
  statistics: Pick<Statistics, 'period'>,
  asked: Asked,
  dimension: ShownDimension,
): Promise<{ summary: Summary; groups: Group[] }> {
  const { summary, by } = await statistics.period({ ...queryOf(asked), by: [dimension] });
  return { summary, groups: by[dimension] ?? [] };
}

/**
 * Whether parts along a dimension cost no more than the whole: from kept counts, which know one dimension at a time; or
 * all of it is counted from the dialogues anyway.
 */
const isReadAtOnce = (filter: FigureFilter, dimension: Dimension): boolean =>
  alongOf(filter, '') === null || alongOf(filter, dimension) !== null;

/** The scale that was asked for, if it is in use here. */
export function scaleOf(summary: Summary, wanted: string | null): string | null {
  if (wanted !== null && onScale(summary, wanted)) return wanted;
  return mainScale([summary]) ?? summary.scales[0]?.scale ?? null;
}

/** The marks that a digest of the same dialogues has. */
async function marksOf(
  statistics: Pick<Statistics, 'dailyAtAge'>,
  { filter, disputed }: Asked,
  report: PeriodReport,
): Promise<ReadonlyMap<string, Mark>> {
  // No digest is of disputed ratings alone, and what is usual for them nobody can say.
  if (disputed === 'only') return marksBetween(report.summary, report.before.summary);
  return readMarks(statistics, { report, filter, withoutDisputed: disputed === 'without' });
}

function changesOf(now: Summary, before: Summary, marks: ReadonlyMap<string, Mark>): Changes {
  const scales = now.scales.map((figures) => {
    const earlier = onScale(before, figures.scale);
    const [low, lowBefore] = [cdsatShare(figures), earlier && cdsatShare(earlier)];
    const cdsat = low && lowBefore ? shareChange(low, lowBefore) : null;
    return [figures.scale, { main: marks.get(figures.scale) ?? null, cdsat }] as const;
  });
  return {
    scales: new Map(scales),
    shareAsked: shareChange(askedOf(now), askedOf(before)),
    responseRate: shareChange(answeredShare(now), answeredShare(before)),
    surveyPercentage: shareChange(surveyedOf(now), surveyedOf(before)),
  };
}

const askedOf = ({ asked, completed }: Summary): Share => ({ hits: asked, n: completed });
const surveyedOf = ({ answered, completed }: Summary): Share => ({ hits: answered, n: completed });
