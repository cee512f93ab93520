/**
 * The figures of a month counted once more from the dialogues themselves, one after another, with none of the product's
 * statistics: neither their queries, nor the kept counts of days, nor their formulas.
 */
import { type Dialogue, type Dimension, dimensions, isReported, notAskedReasons } from '../dialogue.ts';
import { isNps, parseScaleKey, type Scale } from '../scale.ts';
import { foldName } from '../text/names.ts';

/** One figure. */
export interface Figure {
  /** `csatPercent`, `notAsked.cooldown`, `rating 5`. */
  figure: string;
  /** null: it is of no scale. */
  scale: string | null;
  value: number | null;
}

/** What was counted of some dialogues. */
export interface RawCount {
  /** Every dialogue, also those in no figure. */
  rows: number;
  /** Earlier rounds of a conversation that ended again. */
  superseded: number;
  voided: number;
  /** The rest, which figures count. */
  completed: number;
  scheduled: number;
  asked: number;
  open: number;
  answered: number;
  silent: number;
  comments: number;
  disputed: number;
  notAsked: Map<string, number>;
  /** By scale, how often each rating was given. */
  scales: Map<string, Map<number, number>>;
}

export interface Recount {
  all: RawCount;
  /** By the name as it is compared; '' stands for none. */
  by: Record<Dimension, Map<string, { name: string; count: RawCount }>>;
  add: (dialogue: Dialogue) => void;
}

export function createRecount(): Recount {
  const all = emptyCount();
  const by = Object.fromEntries(dimensions.map((dimension) => [dimension, new Map()])) as Recount['by'];
  return {
    all,
    by,
    add(dialogue) {
      count(all, dialogue);
      for (const dimension of dimensions) {
        const name = dialogue[dimension] ?? '';
        const key = nameKey(name, dimension);
        const group = by[dimension].get(key) ?? { name, count: emptyCount() };
        by[dimension].set(key, group);
        count(group.count, dialogue);
      }
    },
  };
}

/** By what names are compared. */
export const nameKey = (name: string | null, dimension: Dimension): string =>
  isReported(dimension) ? foldName(name ?? '') : (name ?? '');

export const emptyCount = (): RawCount => ({
  rows: 0,
  superseded: 0,
  voided: 0,
  completed: 0,
  scheduled: 0,
  asked: 0,
  open: 0,
  answered: 0,
  silent: 0,
  comments: 0,
  disputed: 0,
  notAsked: new Map(),
  scales: new Map(),
});

function count(into: RawCount, dialogue: Dialogue): void {
  const { outcome, notAskedReason, scale, rating, comment, superseded, voided, disputed } = dialogue;
  into.rows++;
  if (voided !== null) into.voided++;
  else if (superseded) into.superseded++;
  if (voided !== null || superseded) return;
  into.completed++;
  if (outcome === 'scheduled') into.scheduled++;
  else if (outcome !== 'not_asked') {
    into.asked++;
    // What was saved says whether there is an answer, whatever the outcome is called.
    if (rating !== null || comment !== null) into.answered++;
    else if (outcome === 'open') into.open++;
    else into.silent++;
  }
  if (notAskedReason !== null) addOne(into.notAsked, notAskedReason);
  if (comment !== null) into.comments++;
  if (disputed) into.disputed++;
  if (scale === null) return;
  const ratings = into.scales.get(scale) ?? new Map<number, number>();
  into.scales.set(scale, ratings);
  if (rating !== null) addOne(ratings, rating);
}

function addOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The figures of a count, under the names that `shownFigures` gives those of the statistics. */
export function recountedFigures(raw: RawCount): Figure[] {
  const { completed, scheduled, asked, open, answered, silent, comments, disputed, notAsked } = raw;
  return [
    ...plain({ completed, scheduled, asked, open, answered, silent, comments, disputed }),
    ...notAskedReasons.map((reason) => figure(`notAsked.${reason}`, notAsked.get(reason) ?? 0)),
    figure('surveys', completed === 0 ? null : answered),
    figure('surveyPercentage', quotient(answered, completed)),
    figure('responseRate', quotient(answered, asked)),
    ...[...raw.scales].flatMap(([scale, ratings]) => scaleFigures(scale, ratings)),
  ];
}

function scaleFigures(key: string, ratings: ReadonlyMap<number, number>): Figure[] {
  const scale = parseScaleKey(key);
  let [n, sum, satisfied, dissatisfied] = [0, 0, 0, 0];
  for (const [rating, times] of ratings) {
    n += times;
    sum += rating * times;
    if (scale.satisfied.includes(rating)) satisfied += times;
    if (scale.dissatisfied.includes(rating)) dissatisfied += times;
  }
  const of = (name: string, value: number | null): Figure => ({ figure: name, scale: key, value });
  const between = (name: string, ends: Ends): Figure[] => [
    of(`${name}.low`, ends?.[0] ?? null),
    of(`${name}.high`, ends?.[1] ?? null),
  ];
  const counts = [
    of('ratings', n),
    ...scale.values.map((value) => of(`rating ${value}`, ratings.get(value) ?? 0)),
  ];
  if (isNps(scale)) {
    const nps = n === 0 ? null : (100 * satisfied) / n - (100 * dissatisfied) / n;
    return [...counts, of('nps', nps), ...between('npsInterval', npsEnds(n, satisfied, dissatisfied))];
  }
  const average = quotient(sum, n);
  return [
    ...counts,
    of('averageCsat', average),
    ...between('averageInterval', averageEnds(scale, average, n)),
    of('csatPercent', quotient(satisfied, n)),
    ...between('csatInterval', wilsonEnds(quotient(satisfied, n), n)),
    of('cdsat', quotient(dissatisfied, n)),
  ];
}

type Ends = [low: number, high: number] | null;
const Z = 1.959963984540054;

/** The two shares π that are just Z standard errors from p: the roots of (p - π)² = Z² π (1 - π) / n. */
function wilsonEnds(p: number | null, n: number): Ends {
  if (p === null) return null;
  const [a, b, c] = [1 + Z ** 2 / n, -(2 * p + Z ** 2 / n), p ** 2];
  const root = Math.sqrt(b ** 2 - 4 * a * c);
  return [Math.max(0, (-b - root) / (2 * a)), Math.min(1, (-b + root) / (2 * a))];
}

function averageEnds({ values }: Scale, average: number | null, n: number): Ends {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  if (average === null || lowest === highest) return null;
  const ends = wilsonEnds((average - lowest) / (highest - lowest), n);
  return ends && [lowest + ends[0] * (highest - lowest), lowest + ends[1] * (highest - lowest)];
}

/** Adjusted Wald, with 3/4 of a promoter, 3/4 of a detractor and 3/2 of a passive more. */
function npsEnds(n: number, promoters: number, detractors: number): Ends {
  if (n === 0) return null;
  const [more, p, d] = [n + 3, promoters + 0.75, detractors + 0.75];
  const mean = (p - d) / more;
  const variance = (p * (1 - mean) ** 2 + d * (-1 - mean) ** 2 + (more - p - d) * mean ** 2) / more;
  const half = Z * Math.sqrt(variance / more);
  const nps = (promoters - detractors) / n;
  return [100 * Math.max(-1, Math.min(nps, mean - half)), 100 * Math.min(1, Math.max(nps, mean + half))];
}

const figure = (name: string, value: number | null): Figure => ({ figure: name, scale: null, value });
const plain = (values: Record<string, number>): Figure[] =>
  Object.entries(values).map(([name, value]) => figure(name, value));
const quotient = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
