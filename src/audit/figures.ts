import { type Dimension, dimensions, notAskedReasons } from '../dialogue.ts';
import type { PeriodReport } from '../stats/statistics.ts';
import type { ScaleSummary, Summary } from '../stats/summary.ts';
import { type Figure, type Recount, emptyCount, nameKey, recountedFigures } from './recount.ts';

/** A figure as the service shows it, beside the same from the dialogues themselves. */
export interface ComparedFigure extends Omit<Figure, 'value'> {
  /** '': of all dialogues. */
  dimension: Dimension | '';
  /** Along the dimension; null: the helpdesk named none. */
  name: string | null;
  shown: number | null;
  recounted: number | null;
  isEqual: boolean;
}

/** Figures are quotients, which two ways of counting round differently. */
const TOLERANCE = 1e-9;

/** Every figure of a summary. */
export function shownFigures(summary: Summary): Figure[] {
  const { completed, scheduled, asked, open, answered, silent, comments, disputed, notAsked } = summary;
  const { surveys, surveyPercentage, responseRate } = summary;
  const counts = { completed, scheduled, asked, open, answered, silent, comments, disputed };
  const rates = { surveys, surveyPercentage, responseRate };
  const of = (values: Record<string, number | null>, scale: string | null = null): Figure[] =>
    Object.entries(values).map(([figure, value]) => ({ figure, scale, value }));
  return [
    ...of(counts),
    ...of(Object.fromEntries(notAskedReasons.map((reason) => [`notAsked.${reason}`, notAsked[reason]]))),
    ...of(rates),
    ...summary.scales.flatMap((one) => of(ofScale(one), one.scale)),
  ];
}

function ofScale(summary: ScaleSummary): Record<string, number | null> {
  const { ratings, histogram, averageCsat, averageInterval, csatPercent, csatInterval, cdsat } = summary;
  const { nps, npsInterval } = summary;
  const bars = Object.fromEntries(histogram.map(({ rating, count }) => [`rating ${rating}`, count]));
  return {
    ratings,
    ...bars,
    averageCsat,
    'averageInterval.low': averageInterval?.low ?? null,
    'averageInterval.high': averageInterval?.high ?? null,
    csatPercent,
    'csatInterval.low': csatInterval?.low ?? null,
    'csatInterval.high': csatInterval?.high ?? null,
    cdsat,
    nps,
    'npsInterval.low': npsInterval?.low ?? null,
    'npsInterval.high': npsInterval?.high ?? null,
  };
}

/** Every figure of the report and of its parts beside the recount. */
export function compare(
  { summary, by }: Pick<PeriodReport, 'summary' | 'by'>,
  recount: Recount,
): ComparedFigure[] {
  const all = beside(shownFigures(summary), recountedFigures(recount.all), '', null);
  return [
    ...all,
    ...dimensions.flatMap((dimension) => compareAlong(dimension, by[dimension] ?? [], recount)),
  ];
}

function compareAlong(
  dimension: Dimension,
  groups: NonNullable<PeriodReport['by'][Dimension]>,
  recount: Recount,
): ComparedFigure[] {
  const counted = new Map(
    [...recount.by[dimension]].filter(([, { count }]) => count.completed > 0).map(([key, one]) => [key, one]),
  );
  const rows = groups.flatMap(({ name, summary }) => {
    const key = nameKey(name, dimension);
    const raw = counted.get(key)?.count ?? emptyCount();
    counted.delete(key);
    return beside(shownFigures(summary), recountedFigures(raw), dimension, name);
  });
  // What the service does not show at all.
  const missing = [...counted].flatMap(([key, { name, count }]) =>
    beside([], recountedFigures(count), dimension, key === '' ? null : name),
  );
  return [...rows, ...missing];
}

function beside(
  shown: readonly Figure[],
  recounted: readonly Figure[],
  dimension: Dimension | '',
  name: string | null,
): ComparedFigure[] {
  const keyOf = ({ figure, scale }: Figure): string => JSON.stringify([scale, figure]);
  const raw = new Map(recounted.map((one) => [keyOf(one), one]));
  const rows = new Map([...shown, ...recounted].map((one) => [keyOf(one), one]));
  const byKey = new Map(shown.map((one) => [keyOf(one), one]));
  return [...rows].flatMap(([key, { figure, scale }]) => {
    const [one, other] = [byKey.get(key)?.value ?? null, raw.get(key)?.value ?? null];
    // Such as the NPS on a scale that has none.
    if (one === null && !raw.has(key)) return [];
    return [{ dimension, name, figure, scale, shown: one, recounted: other, isEqual: isEqual(one, other) }];
  });
}

function isEqual(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one));
}
