import { parseScaleKey } from '../scale.ts';
import { notAskedReasons, type Outcome, type Tally } from '../store/store.ts';
import { cohortMetrics, ratingMetrics } from './metrics/index.ts';
import { type Cohort, type Ratings, ratingCount } from './metrics/metric.ts';

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

export const dimensions = ['channel', 'scenario', 'operator', 'team', 'topic'] as const;
export type Dimension = (typeof dimensions)[number];

/** A part of a cohort; `name` null: the helpdesk named none. */
export interface Group {
  name: string | null;
  summary: Summary;
}

export function summarize(tallies: readonly Tally[]): Summary {
  const cohort = countCohort(tallies);
  return {
    ...cohort,
    ...figuresOf(cohortMetrics, cohort),
    scales: ratingsByScale(tallies)
      .map(([scale, ratings]) => ({
        scale,
        ratings: ratingCount(ratings),
        ...figuresOf(ratingMetrics, ratings),
      }))
      .toSorted((a, b) => b.ratings - a.ratings || compareText(a.scale, b.scale)),
  };
}

/** A summary for each value of `dimension`, most dialogues first. */
export function summarizeBy(tallies: readonly Tally[], dimension: Dimension): Group[] {
  const parts = new Map<string | null, Tally[]>();
  for (const tally of tallies) {
    const part = parts.get(tally[dimension]);
    if (part) part.push(tally);
    else parts.set(tally[dimension], [tally]);
  }
  return [...parts]
    .map(([name, part]) => ({ name, summary: summarize(part) }))
    .toSorted((a, b) => b.summary.completed - a.summary.completed || compareText(a.name ?? '', b.name ?? ''));
}

function countCohort(tallies: readonly Tally[]): Cohort {
  const total = (counts: (tally: Tally) => boolean) =>
    tallies.reduce((sum, tally) => (counts(tally) ? sum + tally.count : sum), 0);
  const ended = (outcome: Outcome) => total((tally) => tally.outcome === outcome);
  const [open, answered, silent] = [ended('open'), ended('answered'), ended('silent')];
  return {
    completed: total(() => true),
    scheduled: ended('scheduled'),
    asked: open + answered + silent,
    open,
    answered,
    silent,
    notAsked: Object.fromEntries(
      notAskedReasons.map((reason) => [reason, total((tally) => tally.notAskedReason === reason)]),
    ) as Cohort['notAsked'],
    comments: total((tally) => tally.commented),
  };
}

function ratingsByScale(tallies: readonly Tally[]): Array<[string, Ratings]> {
  const scales = new Map<string, Ratings & { counts: Map<number, number> }>();
  for (const { scale, rating, count } of tallies) {
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
