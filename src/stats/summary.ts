import { parseScaleKey } from '../scale.ts';
import { type Dimension, type Dimensions, isReported, notAskedReasons, type Outcome } from '../dialogue.ts';
import type { Count } from '../store/ports/figures.ts';
import { cohortMetrics, ratingMetrics } from './metrics/index.ts';
import { type Cohort, type Ratings, ratingCount } from './metrics/metric.ts';
import { foldName } from '../text/names.ts';

type Figures<Metrics extends Record<string, (input: never) => unknown>> = {
  [Name in keyof Metrics]: ReturnType<Metrics[Name]>;
};

/** The figures of the ratings on one scale. */
export type ScaleSummary = {
  /** `scaleKey` of the scale. */
  scale: string;
  /** How many ratings. */
  ratings: number;
} & Figures<typeof ratingMetrics>;

/** Every figure of one cohort. */
export type Summary = Cohort &
  Figures<typeof cohortMetrics> & {
    /** One for each scale that the cohort's surveys used, even if nobody rated on it; most ratings first. */
    scales: ScaleSummary[];
  };

/** A part of a cohort; `name` as it was spelled last, null: the helpdesk named none. */
export interface Group {
  name: string | null;
  summary: Summary;
}

/** @param withoutDisputed true: the figures leave disputed dialogues out, and `disputed` says how many those are */
export function summarize(all: readonly Count[], withoutDisputed = false): Summary {
  const counts = withoutDisputed ? all.filter(({ disputed }) => !disputed) : all;
  const disputed = all.reduce((sum, one) => (one.disputed ? sum + one.count : sum), 0);
  const cohort = { ...countCohort(counts), disputed };
  return {
    ...cohort,
    ...figuresOf(cohortMetrics, cohort),
    scales: ratingsByScale(counts)
      .map(([scale, ratings]) => ({
        scale,
        ratings: ratingCount(ratings),
        ...figuresOf(ratingMetrics, ratings),
      }))
      .toSorted((a, b) => b.ratings - a.ratings || compareText(a.scale, b.scale)),
  };
}

/** A count along some of the dimensions. */
export type Cell = Count & Partial<Dimensions> & { reportedAt: Date };

/**
 * A summary for each value of `dimension`, most dialogues first; spellings of one name are one value.
 * @param withoutDisputed as of `summarize`
 */
export function summarizeBy(cells: readonly Cell[], dimension: Dimension, withoutDisputed = false): Group[] {
  return partsBy(cells, dimension)
    .map(({ name, cells: part }) => ({ name, summary: summarize(part, withoutDisputed) }))
    .toSorted((a, b) => b.summary.completed - a.summary.completed || compareText(a.name ?? '', b.name ?? ''));
}

/** The cells of each value of `dimension`; spellings of one name are one value, `name` as it was reported last. */
export function partsBy(
  cells: readonly Cell[],
  dimension: Dimension,
): Array<{ name: string | null; cells: Cell[] }> {
  const parts = new Map<string, Cell[]>();
  const keys = new Map<string | null, string>();
  for (const cell of cells) {
    const name = cell[dimension] ?? null;
    const key = keys.get(name) ?? keyOf(name, dimension);
    keys.set(name, key);
    const part = parts.get(key);
    if (part) part.push(cell);
    else parts.set(key, [cell]);
  }
  return [...parts].map(([key, part]) => ({
    name: key === '' ? null : tidy(lastSpelling(part, dimension)),
    cells: part,
  }));
}

/** The spelling that was reported last; of several at one moment the first by its characters. */
function lastSpelling(part: readonly Cell[], dimension: Dimension): string {
  const nameOf = (cell: Cell): string => cell[dimension] ?? '';
  const [last] = part.toSorted(
    (a, b) => b.reportedAt.getTime() - a.reportedAt.getTime() || compareText(nameOf(a), nameOf(b)),
  );
  return last ? nameOf(last) : '';
}

const tidy = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** What the values of a dimension are compared by; '' stands for none. */
export function keyOf(value: string | null, dimension: Dimension): string {
  return isReported(dimension) ? foldName(value ?? '') : (value ?? '');
}

function countCohort(counts: readonly Count[]): Omit<Cohort, 'disputed'> {
  const total = (wanted: (one: Count) => boolean) =>
    counts.reduce((sum, one) => (wanted(one) ? sum + one.count : sum), 0);
  const ended = (outcome: Outcome) => total((one) => one.outcome === outcome);
  // Older releases also called a survey answered that had saved another variable alone.
  const answered = total((one) => one.outcome === 'answered' && isAnswered(one));
  const open = ended('open');
  const silent = ended('silent') + ended('answered') - answered;
  return {
    completed: total(() => true),
    scheduled: ended('scheduled'),
    asked: open + answered + silent,
    open,
    answered,
    silent,
    notAsked: Object.fromEntries(
      notAskedReasons.map((reason) => [reason, total((one) => one.notAskedReason === reason)]),
    ) as Cohort['notAsked'],
    comments: total((one) => one.commented),
  };
}

const isAnswered = ({ rating, commented }: Count): boolean => rating !== null || commented;

function ratingsByScale(counts: readonly Count[]): Array<[string, Ratings]> {
  const scales = new Map<string, Ratings & { counts: Map<number, number> }>();
  for (const { scale, rating, count } of counts) {
    if (scale === null) continue;
    const ratings = scales.get(scale) ?? { scale: parseScaleKey(scale), counts: new Map() };
    scales.set(scale, ratings);
    if (rating !== null) ratings.counts.set(rating, (ratings.counts.get(rating) ?? 0) + count);
  }
  return [...scales];
}

function figuresOf<Input, Metrics extends Record<string, (input: Input) => unknown>>(
  metrics: Metrics,
  input: Input,
): Figures<Metrics> {
  const figures = Object.entries(metrics).map(([name, metric]) => [name, metric(input)]);
  return Object.fromEntries(figures) as Figures<Metrics>;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
