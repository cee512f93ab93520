import type { FigureStore, Tally, TallyRange } from '../store/ports/figures.ts';
import { exactFilter, hasNames, matches, type NameFilter } from './filter.ts';

/**
 * The tallies of a range that belong to what was asked for, counted from the dialogues. Names are compared here, since
 * no database folds them as `foldName` does. @throws {StoreError}
 */
export async function narrowed(
  store: Pick<FigureStore, 'tallies'>,
  range: TallyRange,
  filter: NameFilter = {},
): Promise<Tally[]> {
  const tallies = await store.tallies({ ...range, filter: exactFilter(filter) });
  return hasNames(filter) ? tallies.filter(matches(filter)) : tallies;
}
