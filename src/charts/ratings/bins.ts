import { bin, ticks } from 'd3-array';

/** What a rating says of its client. */
export type Attitude = 'dissatisfied' | 'neutral' | 'satisfied';
export const attitudes: readonly Attitude[] = ['dissatisfied', 'neutral', 'satisfied'];

/** A bar of a histogram: one rating, or several that follow one another where a scale has many. */
export interface Bin {
  ratings: readonly number[];
  label: string;
  count: number;
  parts: Record<Attitude, number>;
}

export interface Bars {
  histogram: ReadonlyArray<{ rating: number; count: number }>;
  satisfied: readonly number[];
  dissatisfied: readonly number[];
}

/** More values than these are put together, so that each bar has room for its label. */
const MOST_BARS = 11;
const BARS_OF_MANY = 5;

/** @param write how a rating is written */
export function binsOf(bars: Bars, write: (rating: number) => string): Bin[] {
  return grouped(bars.histogram).map((ratings) => {
    const [first, last] = [ratings[0]?.rating ?? 0, ratings.at(-1)?.rating ?? 0];
    const parts = { dissatisfied: 0, neutral: 0, satisfied: 0 };
    for (const { rating, count } of ratings) parts[attitudeOf(rating, bars)] += count;
    const count = parts.dissatisfied + parts.neutral + parts.satisfied;
    const label = first === last ? write(first) : `${write(first)}–${write(last)}`;
    return { ratings: ratings.map(({ rating }) => rating), label, count, parts };
  });
}

export function attitudeOf(rating: number, { satisfied, dissatisfied }: Omit<Bars, 'histogram'>): Attitude {
  if (satisfied.includes(rating)) return 'satisfied';
  return dissatisfied.includes(rating) ? 'dissatisfied' : 'neutral';
}

function grouped(histogram: Bars['histogram']): Array<Bars['histogram']> {
  if (histogram.length <= MOST_BARS) return histogram.map((one) => [one]);
  return bin<Bars['histogram'][number], number>()
    .value(({ rating }) => rating)
    .thresholds((_, lowest, highest) =>
      // The highest value belongs to the last bar, not into one of its own.
      ticks(lowest, highest, BARS_OF_MANY).filter((edge) => edge > lowest && edge < highest),
    )(histogram)
    .filter(({ length }) => length > 0);
}
