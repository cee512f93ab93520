import { isReported, type DialogueFilter, type Dimension, dimensions } from '../dialogue.ts';
import type { Tally } from '../store/ports/figures.ts';
import { keyOf } from './summary.ts';

/** What figures and lists are narrowed to; operators, teams and topics in whatever spelling. */
export type NameFilter = { [Name in Dimension]?: string | undefined };

/** Whether a tally belongs to what was asked for. */
export function matches(filter: NameFilter): (tally: Tally) => boolean {
  const wanted = wantedOf(filter).map(([dimension, value]) => [dimension, keyOf(value, dimension)] as const);
  return (tally) => wanted.every(([dimension, key]) => keyOf(tally[dimension], dimension) === key);
}

/** Whether it names an operator, a team or a topic, whose spellings a store cannot know. */
export function hasNames(filter: NameFilter): boolean {
  return wantedOf(filter).some(([dimension]) => isReported(dimension));
}

/** The part that a store compares as it stands. */
export function exactFilter(filter: NameFilter): DialogueFilter {
  return Object.fromEntries(wantedOf(filter).filter(([dimension]) => !isReported(dimension)));
}

/**
 * The same for a store, which compares texts as they stand: every spelling of a name that occurs.
 * @param tallies those of the range that match
 */
export function storeFilter(tallies: readonly Tally[], filter: NameFilter = {}): DialogueFilter {
  const spellings = wantedOf(filter)
    .filter(([dimension]) => isReported(dimension))
    .map(
      ([dimension]) => [dimension, [...new Set(tallies.flatMap((tally) => tally[dimension] ?? []))]] as const,
    );
  return { ...exactFilter(filter), ...Object.fromEntries(spellings) };
}

function wantedOf(filter: NameFilter): Array<[Dimension, string]> {
  return dimensions.flatMap((dimension) => {
    const value = filter[dimension];
    return value === undefined ? [] : [[dimension, value]];
  });
}
