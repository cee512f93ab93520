import { type Dimension, dimensions, notAskedReasons } from '../dialogue.ts';
import type { Cell } from '../exports/columns.ts';
import { shareAsked } from '../stats/metrics/share-asked.ts';
import type { PeriodReport } from '../stats/statistics.ts';
import type { ScaleSummary, Summary } from '../stats/summary.ts';
import type { StoodTarget } from './evidence.ts';
import type { ComparedFigure } from './figures.ts';

/** What stands in the column `dimension` where a row is of all dialogues. */
const ALL = 'all';

export const figuresHead = [
  'dimension',
  'name',
  'completed',
  'scheduled',
  'asked',
  'open',
  'answered',
  'silent',
  ...notAskedReasons.map((reason) => `notAsked.${reason}`),
  'comments',
  'disputed',
  'shareAsked',
  'responseRate',
  'surveyPercentage',
  'scale',
  'ratings',
  'csatPercent',
  'csatPercent.low',
  'csatPercent.high',
  'averageCsat',
  'averageCsat.low',
  'averageCsat.high',
  'cdsat',
  'nps',
  'nps.low',
  'nps.high',
  'histogram',
] as const;

/** A row for each scale of all dialogues, and of each part of them along each dimension. Shares are 0..1. */
export function figuresRows({ summary, by }: PeriodReport): Cell[][] {
  return [
    ...summaryRows(ALL, null, summary),
    ...dimensions.flatMap((dimension) =>
      (by[dimension] ?? []).flatMap((group) => summaryRows(dimension, group.name, group.summary)),
    ),
  ];
}

function summaryRows(dimension: Dimension | typeof ALL, name: string | null, summary: Summary): Cell[][] {
  const { completed, scheduled, asked, open, answered, silent, notAsked, comments, disputed } = summary;
  const cohort: Cell[] = [
    dimension,
    name,
    completed,
    scheduled,
    asked,
    open,
    answered,
    silent,
    ...notAskedReasons.map((reason) => notAsked[reason]),
    comments,
    disputed,
    shareAsked(summary),
    summary.responseRate,
    summary.surveyPercentage,
  ];
  const none = Array.from({ length: figuresHead.length - cohort.length }, () => null);
  if (summary.scales.length === 0) return [[...cohort, ...none]];
  return summary.scales.map((scale) => [...cohort, ...scaleCells(scale)]);
}

function scaleCells(of: ScaleSummary): Cell[] {
  const ends = (interval: { low: number; high: number } | null): Cell[] => [
    interval?.low ?? null,
    interval?.high ?? null,
  ];
  return [
    of.scale,
    of.ratings,
    of.csatPercent,
    ...ends(of.csatInterval),
    of.averageCsat,
    ...ends(of.averageInterval),
    of.cdsat,
    of.nps,
    ...ends(of.npsInterval),
    of.histogram.map(({ rating, count }) => `${rating}: ${count}`).join(', '),
  ];
}

export const comparedHead = ['dimension', 'name', 'scale', 'figure', 'shown', 'recounted', 'equal'] as const;

export const comparedRows = (compared: readonly ComparedFigure[]): Cell[][] =>
  compared.map(({ dimension, name, scale, figure, shown, recounted, isEqual }) => [
    dimension === '' ? ALL : dimension,
    name,
    scale,
    figure,
    shown,
    recounted,
    isEqual,
  ]);

export const targetsHead = [
  'metric',
  'scale',
  'team',
  'value',
  'setBy',
  'setAt',
  'judgedFrom',
  'judgedTo',
  'verdict',
  'figures',
] as const;

export const targetsRows = (targets: readonly StoodTarget[]): Cell[][] =>
  targets.map(({ target: { metric, scale, team, value, by, setAt }, period, verdict, figures }) => [
    metric,
    scale,
    team,
    value,
    by ?? 'CSAT_TARGET',
    setAt,
    period.from,
    period.to,
    verdict,
    figures.map((one) => (one.scale === null ? `${one.value}` : `${one.scale}: ${one.value}`)).join(', '),
  ]);
