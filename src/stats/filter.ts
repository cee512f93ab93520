import type { DialogueFilter, Tally } from '../store/store.ts';
import { type Dimension, dimensions, keyOf } from './summary.ts';

/** What figures and lists are narrowed to; operators, teams and topics in whatever spelling. */
export type NameFilter = { [Name in Dimension]?: string | undefined };

export function isNarrowed(filter: NameFilter): boolean {
  return wantedOf(filter).length > 0;
}

/** Whether a tally belongs to what was asked for. */
export function matches(filter: NameFilter): (tally: Tally) => boolean {
  const wanted = wantedOf(filter).map(([dimension, value]) => [dimension, keyOf(value, dimension)] as const);
  return (tally) => wanted.every(([dimension, key]) => keyOf(tally[dimension], dimension) === key);
}

/**
 * The same for a store, which compares texts as they stand: every spelling that occurs.
 * @param tallies those of the range that match
 */
export function storeFilter(tallies: readonly Tally[], filter: NameFilter = {}): DialogueFilter {
  return Object.fromEntries(
    wantedOf(filter).map(([dimension]) => [
      dimension,
      [...new Set(tallies.flatMap((tally) => tally[dimension] ?? []))],
    ]),
  );
}

function wantedOf(filter: NameFilter): Array<[Dimension, string]> {
  return dimensions.flatMap((dimension) => {
    const value = filter[dimension];
    return value === undefined ? [] : [[dimension, value]];
  });
}
