import type { Clock } from '../clock.ts';
import type { Dimension } from '../dialogue.ts';
import type { FigureStore } from '../store/ports/figures.ts';
import type { FigureFilter } from './filter.ts';
import { narrowed } from './narrowed.ts';
import { sameTimeBefore } from './period.ts';
import { type Group, type Summary, summarize, summarizeBy } from './summary.ts';

export interface RangeQuery {
  /** Completed in [from, to). */
  from: Date;
  to: Date;
  filter?: FigureFilter;
  by?: readonly Dimension[];
  /** The figures as they stood then (see TallyRange); default: as they stand. */
  asOf?: Date;
  /** True: the figures leave disputed dialogues out. */
  withoutDisputed?: boolean;
}

export interface RangeReport {
  from: Date;
  to: Date;
  summary: Summary;
  /** Between the same times of the local clock a day before, at equal age: as it stood at `asOf`. */
  before: { from: Date; to: Date; asOf: Date; summary: Summary };
  /** The parts along each dimension asked for. */
  by: Partial<Record<Dimension, Group[]>>;
}

/**
 * What was completed from one moment to another, as in a shift; counted from the dialogues each time.
 * @throws {RangeError} @throws {StoreError}
 */
export async function readRange(
  { store, zone, clock }: { store: Pick<FigureStore, 'tallies'>; zone: string; clock: Pick<Clock, 'now'> },
  { from, to, filter, by = [], asOf, withoutDisputed }: RangeQuery,
): Promise<RangeReport> {
  check(from, to);
  const dayBefore = (moment: Date): Date => sameTimeBefore(moment, 1, zone);
  const before = { from: dayBefore(from), to: dayBefore(to), asOf: dayBefore(asOf ?? clock.now()) };
  const tallies = await narrowed(store, { from, to, ...(asOf && { asOf }) }, filter);
  const earlier = await narrowed(store, before, filter);
  const groups: RangeReport['by'] = {};
  for (const dimension of by) groups[dimension] = summarizeBy(tallies, dimension, withoutDisputed);
  return {
    from,
    to,
    summary: summarize(tallies, withoutDisputed),
    before: { ...before, summary: summarize(earlier, withoutDisputed) },
    by: groups,
  };
}

function check(from: Date, to: Date): void {
  if (to > from) return;
  const shown = (moment: Date): string =>
    Number.isNaN(moment.getTime()) ? 'no moment' : moment.toISOString();
  throw new RangeError(
    `the range ends (${shown(to)}) before it begins (${shown(from)}); give two moments in order`,
  );
}
