import {
  type DialogueFilter,
  type Dimension,
  type Dimensions,
  dimensions,
  type FactFilter,
  filteredFacts,
  isReported,
} from '../dialogue.ts';
import type { NarrowingFacts } from '../store/ports/figures.ts';
import { type Cell, keyOf } from './summary.ts';

/**
 * One name, or any of several, along each dimension; operators, teams and topics in whatever spelling. An empty list
 * matches nothing.
 */
export type NameFilter = { [Name in Dimension]?: string | readonly string[] | undefined };

/**
 * What figures and lists are narrowed to: names, and the version of the scenario, the tag and the rating, which are
 * compared as they stand. It applies to what is counted and to what that is compared with alike: with `rating: 5`, only
 * dialogues that were rated 5 are completed, asked and answered.
 */
export type FigureFilter = NameFilter & FactFilter;

/** Whether a count, which has the dimensions that are named, belongs to what was asked for. */
export function matches(filter: NameFilter): (cell: Partial<Dimensions>) => boolean {
  const wanted = wantedOf(filter).map(
    ([dimension, value]) => [dimension, new Set([value].flat().map((one) => keyOf(one, dimension)))] as const,
  );
  return (cell) => wanted.every(([dimension, keys]) => keys.has(keyOf(cell[dimension] ?? null, dimension)));
}

/** Whether a count belongs to what was asked for; of the facts a count knows the rating. */
export function belongsTo(filter: FigureFilter): (cell: Cell) => boolean {
  const isNamed = matches(filter);
  const ratings = filter.rating === undefined ? null : new Set([filter.rating].flat());
  return (cell) => isNamed(cell) && (!ratings || (cell.rating !== null && ratings.has(cell.rating)));
}

/** Figures and lists of dialogues, and what belongs to a dialogue, such as an alert, narrowed in the same way. */
export interface Narrowing {
  filter?: FigureFilter;
  /** Only those that are disputed, or only those that are not; default: both. */
  disputed?: boolean;
}

/** Whether it lets every dialogue through. */
export const isEverything = ({ filter = {}, disputed }: Narrowing): boolean =>
  disputed === undefined && Object.values(filter).every((wanted) => wanted === undefined);

/** Whether a dialogue is among those that are asked for. */
export function letsThrough({ filter = {}, disputed }: Narrowing): (dialogue: NarrowingFacts) => boolean {
  const isNamed = matches(filter);
  const { version, tag, rating } = filter;
  const isAmong = <Value>(wanted: Value | readonly Value[] | undefined, given: readonly Value[]): boolean =>
    wanted === undefined || [wanted].flat().some((one) => given.includes(one as Value));
  return (dialogue) =>
    isNamed(dialogue) &&
    isAmong<string | null>(version, [dialogue.scenarioVersion]) &&
    isAmong(tag, dialogue.tags) &&
    isAmong<number | null>(rating, [dialogue.rating]) &&
    (disputed === undefined || dialogue.disputed === disputed);
}

/**
 * What both ask for: a person's wish within what they may see. A name of the wish stays if any spelling of it is in the
 * scope; where none is left the list is empty, which matches nothing.
 */
export function intersect(filter: FigureFilter, scope: NameFilter): FigureFilter {
  const names = dimensions.flatMap((dimension) => {
    const [wish, within] = [filter[dimension], scope[dimension]];
    if (wish === undefined || within === undefined) return [[dimension, wish ?? within]];
    const isAllowed = matches({ [dimension]: within });
    return [[dimension, [wish].flat().filter((name) => isAllowed({ [dimension]: name }))]];
  });
  return { ...filter, ...Object.fromEntries(names.filter(([, value]) => value !== undefined)) };
}

/** Whether it names an operator, a team or a topic, whose spellings a store cannot know. */
export function hasNames(filter: NameFilter): boolean {
  return wantedOf(filter).some(([dimension]) => isReported(dimension));
}

/** Whether it narrows by what counts do not know: the version, or a tag. */
export function isBeyondCounts({ version, tag }: FactFilter): boolean {
  return version !== undefined || tag !== undefined;
}

/** The part that a store compares as it stands. */
export function exactFilter(filter: FigureFilter): DialogueFilter {
  const facts = filteredFacts.filter((fact) => filter[fact] !== undefined);
  return {
    ...Object.fromEntries(wantedOf(filter).filter(([dimension]) => !isReported(dimension))),
    ...Object.fromEntries(facts.map((fact) => [fact, filter[fact]])),
  };
}

/**
 * The same for a store, which compares texts as they stand: every spelling of a name that occurs.
 * @param cells those of the range that match, along the dimensions that are named
 */
export function storeFilter(cells: readonly Cell[], filter: FigureFilter = {}): DialogueFilter {
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
