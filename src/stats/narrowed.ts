import type { FigureStore, Tally, TallyRange } from '../store/ports/figures.ts';
import { type Along, expand, sumOf } from './cells.ts';
import { counterOf, type CounterOptions } from './day-cells.ts';
import {
  exactFilter,
  type FigureFilter,
  hasNames,
  belongsTo,
  isBeyondCounts,
  matches,
  wantedOf,
} from './filter.ts';
import { type Period, periodRange } from './period.ts';
import type { Cell } from './summary.ts';

/**
 * The tallies of a range that belong to what was asked for, counted from the dialogues. Names are compared here, since
 * no database folds them as `foldName` does. @throws {StoreError}
 */
export async function narrowed(
  store: Pick<FigureStore, 'tallies'>,
  range: TallyRange,
  filter: FigureFilter = {},
): Promise<Tally[]> {
  const isNamed = hasNames(filter) ? matches(filter) : () => true;
  const found: Tally[] = [];
  const length = Math.max(AT_ONCE_MS, (range.to.getTime() - range.from.getTime()) / MOST_PARTS);
  for (let from = range.from; from < range.to; ) {
    const end = new Date(Math.min(range.to.getTime(), from.getTime() + length));
    const tallies = await store.tallies({ ...range, from, to: end, filter: exactFilter(filter) });
    for (const one of tallies) if (isNamed(one)) found.push(one);
    from = end;
  }
  return found;
}

/** A longer range is counted week by week: SQLite counts one after another, and others have their turn in between. */
const AT_ONCE_MS = 7 * 86_400_000;
/** Ten years of weeks and some. */
const MOST_PARTS = 600;

/**
 * The one dimension along which both a filter and what is wanted can be read from kept counts; null: from none, since
 * there are two, or the filter names what kept counts do not know.
 */
export function alongOf(filter: FigureFilter, wanted: Along): Along | null {
  if (isBeyondCounts(filter)) return null;
  const [first = wanted, ...others] = wantedOf(filter).map(([dimension]) => dimension);
  return others.length > 0 || (wanted !== '' && first !== wanted) ? null : first;
}

/** Reads the counts of what was asked for, as a whole or along a dimension. */
export type ReadCells = (along: Along) => Promise<Cell[]>;

/** Reads from the kept counts where one dimension is enough, else from the dialogues, and those once. */
export function createReader(
  options: CounterOptions,
  { filter = {}, asOf, ...period }: Period & { filter?: FigureFilter; asOf?: Date },
): ReadCells {
  const { store, zone } = options;
  const counter = counterOf(options);
  let tallies: Promise<Tally[]> | undefined;
  return async (wanted) => {
    const along = alongOf(filter, wanted);
    if (along === null) {
      const { from, to } = periodRange(period, zone);
      tallies ??= narrowed(store, { from, to, ...(asOf && { asOf }) }, filter);
      return tallies;
    }
    const parts = await counter.count(period, along, { asOf });
    return expand(sumOf(parts.map(({ cells }) => cells)), along).filter(belongsTo(filter));
  };
}
