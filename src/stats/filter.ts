import { isReported, type DialogueFilter, type Dimension, type Dimensions, dimensions } from '../dialogue.ts';
import { type Cell, keyOf } from './summary.ts';

/**
 * What figures and lists are narrowed to: one name, or any of several, along each dimension; operators, teams and topics
 * in whatever spelling. An empty list matches nothing.
 */
export type NameFilter = { [Name in Dimension]?: string | readonly string[] | undefined };

/** Whether a count, which has the dimensions that are named, belongs to what was asked for. */
export function matches(filter: NameFilter): (cell: Partial<Dimensions>) => boolean {
  const wanted = wantedOf(filter).map(
    ([dimension, value]) => [dimension, new Set([value].flat().map((one) => keyOf(one, dimension)))] as const,
  );
  return (cell) => wanted.every(([dimension, keys]) => keys.has(keyOf(cell[dimension] ?? null, dimension)));
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
 * @param cells those of the range that match, along the dimensions that are named
 */
export function storeFilter(cells: readonly Cell[], filter: NameFilter = {}): DialogueFilter {
  const spellings = wantedOf(filter)
    .filter(([dimension]) => isReported(dimension))
    .map(([dimension]) => [dimension, [...new Set(cells.flatMap((cell) => cell[dimension] ?? []))]] as const);
  return { ...exactFilter(filter), ...Object.fromEntries(spellings) };
}

export function wantedOf(filter: NameFilter): Array<[Dimension, string | readonly string[]]> {
  return dimensions.flatMap((dimension) => {
    const value = filter[dimension];
    return value === undefined ? [] : [[dimension, value]];
  });
}
