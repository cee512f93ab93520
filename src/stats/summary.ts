import { parseScaleKey } from '../scale.ts';
import { type Dimension, isReported, notAskedReasons, type Outcome } from '../dialogue.ts';
import type { Tally } from '../store/ports/figures.ts';
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

/**
 * A summary for each value of `dimension`, most dialogues first; spellings of one name are one value.
 * @param chosen of several spellings of one name the one that is shown; default the first by its characters
 */
export function summarizeBy(
  tallies: readonly Tally[],
  dimension: Dimension,
  chosen: ReadonlyMap<string, string> = new Map(),
): Group[] {
  return [...partsOf(tallies, dimension)]
    .map(([key, part]) => ({
      name: key === '' ? null : tidy(chosen.get(key) ?? spellingsOf(part, dimension)[0] ?? ''),
      summary: summarize(part),
    }))
    .toSorted((a, b) => b.summary.completed - a.summary.completed || compareText(a.name ?? '', b.name ?? ''));
}

/** The names that were spelled in several ways: by what they are compared by, all their spellings. */
export function severalSpellings(tallies: readonly Tally[], dimension: Dimension): Map<string, string[]> {
  const parts = [...partsOf(tallies, dimension)].filter(([key]) => key !== '');
  const spelled = parts.map(([key, part]): [string, string[]] => [key, spellingsOf(part, dimension)]);
  return new Map(spelled.filter(([, spellings]) => spellings.length > 1));
}

function partsOf(tallies: readonly Tally[], dimension: Dimension): Map<string, Tally[]> {
  const parts = new Map<string, Tally[]>();
  for (const tally of tallies) {
    const key = keyOf(tally[dimension], dimension);
    const part = parts.get(key);
    if (part) part.push(tally);
    else parts.set(key, [tally]);
  }
  return parts;
}

function spellingsOf(part: readonly Tally[], dimension: Dimension): string[] {
  return [...new Set(part.map((tally) => tally[dimension] ?? ''))].toSorted(compareText);
}

const tidy = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** What the values of a dimension are compared by; '' stands for none. */
export function keyOf(value: string | null, dimension: Dimension): string {
  return isReported(dimension) ? foldName(value ?? '') : (value ?? '');
}

function countCohort(tallies: readonly Tally[]): Cohort {
  const total = (counts: (tally: Tally) => boolean) =>
    tallies.reduce((sum, tally) => (counts(tally) ? sum + tally.count : sum), 0);
  const ended = (outcome: Outcome) => total((tally) => tally.outcome === outcome);
  // Older releases also called a survey answered that had saved another variable alone.
  const answered = total((tally) => tally.outcome === 'answered' && isAnswered(tally));
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
      notAskedReasons.map((reason) => [reason, total((tally) => tally.notAskedReason === reason)]),
    ) as Cohort['notAsked'],
    comments: total((tally) => tally.commented),
  };
}

const isAnswered = ({ rating, commented }: Tally): boolean => rating !== null || commented;

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
