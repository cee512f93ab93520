import type { Dimension } from '../../dialogue.ts';

/** Dialogues that were completed in [from, to), counted along one dimension or, with '', as a whole. */
export interface CellRange {
  from: Date;
  to: Date;
  dimension: Dimension | '';
  /** As they stood then; see TallyRange. Not given: as they stand. */
  asOf?: Date;
}

/** The counts of a range, kept so that its dialogues need not be counted again. */
export interface KeptCells extends CellRange {
  /** By the store's clock. What was changed a minute before it or later may be missing: see `changes`. */
  countedAt: Date;
  /** The counts, in the form that `src/stats/cells.ts` gives them. */
  cells: string;
}

/** Changes are noted for each hour of UTC. */
export const HOUR_MS = 3_600_000;

/** What was changed of the dialogues that were completed in one hour. */
export interface ChangedHour {
  /** The beginning of the hour, UTC. */
  hour: Date;
  /** When a fact that figures count was last written, by the store's clock. */
  changedAt: Date;
}

/** Counts that are kept, and what tells whether they are still right. */
export interface CellStore {
  /** Those that are kept of these ranges, in any order. */
  findCells(ranges: readonly CellRange[]): Promise<KeptCells[]>;
  /** Keeps each in the place of what is there of the same range, unless that was counted later. */
  keepCells(cells: readonly KeptCells[]): Promise<void>;
  /** Deletes the counts with an `asOf` that were neither kept nor confirmed since. */
  forgetCells(since: Date): Promise<void>;
  /** Sets `countedAt` forward to `at` where nothing else was kept meanwhile. */
  confirmCells(cells: ReadonlyArray<CellRange & { countedAt: Date }>, at: Date): Promise<void>;
  /**
   * The hours that overlap [from, to) of which a counted fact (see `countedFacts`) was written after `since`, by the
   * store's clock at the moment of the write, and what that clock shows now. A write that is not durable yet is missing;
   * it has a minute for that.
   */
  changes(within: { since: Date; from: Date; to: Date }): Promise<{ now: Date; hours: ChangedHour[] }>;
}

/** What a store keeps the counts of a range by. */
export function cellKey({ from, to, dimension, asOf }: CellRange): string {
  const key = `${dimension}:${from.getTime()}:${to.getTime()}`;
  return asOf ? `${keysAsOf.from}${asOf.getTime()}:${key}` : key;
}

/** The keys of counts with an `asOf`, as texts: [from, to). */
export const keysAsOf = { from: 'asOf:', to: 'asOf;' } as const;
