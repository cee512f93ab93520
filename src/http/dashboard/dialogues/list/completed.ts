import { dimensions } from '../../../../dialogue.ts';
import type { DialoguesQuery } from '../../../../stats/lists/query.ts';
import type { Statistics } from '../../../../stats/statistics.ts';
import { isNarrowed, type ListQuery } from './query.ts';

/**
 * How many completed dialogues the figures of a list's period count, where the counts of days tell.
 * @param wanted with the scope of whoever asks
 * @returns null: it would have to be counted from the dialogues, which takes long for ten million of them
 * @throws {StoreError}
 */
export async function completedIn(
  statistics: Pick<Statistics, 'period'>,
  query: ListQuery,
  { filter = {} }: DialoguesQuery,
): Promise<number | null> {
  const named = dimensions.filter((dimension) => filter[dimension] !== undefined);
  if (isNarrowed(query) || named.length > 1) return null;
  const { summary } = await statistics.period({ ...query.period, filter });
  return summary.completed;
}
