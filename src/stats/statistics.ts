import type { Clock } from '../clock.ts';
import type { Dialogue, Dimension } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { Tally, TallyRange } from '../store/ports/figures.ts';
import { type Comment, readComments } from './comments.ts';
import type { Along } from './cells.ts';
import { createCounter, type CounterOptions } from './day-cells.ts';
import { exactFilter, hasNames, matches, type NameFilter, storeFilter, wantedOf } from './filter.ts';
import {
  type Day,
  dayRange,
  daysOf,
  lengthOf,
  mostDaily,
  mostDays,
  type Period,
  periodBefore,
  periodFaults,
  periodRange,
  sameTimeBefore,
} from './period.ts';
import { type Cell, type Group, type Summary, summarize, summarizeBy } from './summary.ts';

interface StatisticsQuery extends Period {
  filter?: NameFilter;
  /** The figures as they stood then (see TallyRange); default: as they stand. */
  asOf?: Date;
}

interface PeriodReport extends Period {
  summary: Summary;
  /**
   * The period of the same length just before, at equal age: as it stood at `asOf`, which is the end of that period
   * plus the present age of the one asked for, by the local clock. What was reported, asked or first answered by
   * then counts, at its present value.
   */
  before: Period & { asOf: Date; summary: Summary };
  /** The parts of the period along each dimension asked for. */
  by: Partial<Record<Dimension, Group[]>>;
}

interface DayReport {
  day: Day;
  summary: Summary;
}

export interface Statistics {
  /** The IANA zone whose calendar makes the days. */
  readonly zone: string;
  /** @throws {RangeError} for days that are none, or more than `mostDays` of them @throws {StoreError} */
  period(query: StatisticsQuery & { by?: readonly Dimension[] }): Promise<PeriodReport>;
  /**
   * One report a day, also for days without dialogues.
   * @throws {RangeError} for days that are none, or more than `mostDaily` of them @throws {StoreError}
   */
  daily(query: StatisticsQuery): Promise<DayReport[]>;
  /**
   * Comments of the period, the lowest place on its own scale first, those without a rating last; the newest first
   * among equals. With `rated`, only those with a rating, or only those without. With `scales`, where they are known
   * from a summary, only ratings on those, and it is one query less.
   * @param limit 1..500
   * @throws {RangeError} @throws {StoreError}
   */
  comments(
    query: StatisticsQuery & { rated?: boolean; scales?: readonly string[] },
    limit: number,
  ): Promise<Comment[]>;
  /**
   * The dialogues of a period, or of all time, newest first.
   * @param page `after` continues a list behind one of its dialogues; `limit` 1..1001
   * @throws {RangeError} @throws {StoreError}
   */
  dialogues(
    query: { filter?: NameFilter; period?: Period },
    page: { limit: number; after?: Pick<Dialogue, 'completedAt' | 'id'> },
  ): Promise<Dialogue[]>;
}

/** Reads a store by the calendar of one zone. A dialogue belongs to the day on which it was completed. */
export function createStatistics({
  store,
  zone,
  clock,
}: {
  store: CounterOptions['store'] & Pick<Store, 'listDialogues'>;
  zone: string;
  clock: Pick<Clock, 'now'>;
}): Statistics {
  return {
    zone,

    async period({ by = [], ...query }) {
      check(query, mostDays);
      const { from, to } = query;
      const asOf = sameTimeBefore(query.asOf ?? clock.now(), lengthOf(query), zone);
      const before = periodBefore({ from, to });
      const cells = reader(query);
      const summary = summarize(await cells(''));
      const groups: Partial<Record<Dimension, Group[]>> = {};
      // One after the other: of what the first counts along one dimension it keeps the others too.
      for (const dimension of by) groups[dimension] = summarizeBy(await cells(dimension), dimension);
      const earlier = await reader({ ...query, ...before, asOf })('');
      return { from, to, summary, before: { ...before, asOf, summary: summarize(earlier) }, by: groups };
    },

    async daily({ filter = {}, asOf, ...period }) {
      check(period, mostDaily);
      const along = alongOf(filter, '');
      const reports: DayReport[] = [];
      if (along === null) {
        for (const day of daysOf(period)) {
          const tallies = await narrowed({ ...dayRange(day, zone), ...(asOf && { asOf }) }, filter);
          reports.push({ day, summary: summarize(tallies) });
        }
        return reports;
      }
      const parts = await createCounter({ store, zone, clock }).count(period, along, { asOf, byDay: true });
      return parts.map(({ from, cells }) => ({
        day: from,
        summary: summarize(cells.filter(matches(filter))),
      }));
    },

    async comments({ rated, scales: known, ...query }, limit) {
      check(query, mostDays);
      const { asOf, filter = {} } = query;
      const cells = (known || rated === false) && !hasNames(filter) ? [] : await reader(query)('');
      const commented = cells.filter((one) => one.commented).map(({ scale }) => scale);
      const scales = known ?? [...new Set(commented)];
      const range = { ...rangeOf(query, zone), filter: storeFilter(cells, filter) };
      return readComments(store, { range, scales, limit, rated, asOf });
    },

    async dialogues({ filter = {}, period }, page) {
      if (period) check(period, mostDays);
      const range = period ? rangeOf(period, zone) : { from: new Date(0), to: new Date(8.64e15) };
      const cells = !hasNames(filter)
        ? []
        : period
          ? await reader({ ...period, filter })('')
          : await narrowed(range, filter);
      return store.listDialogues({ ...range, ...page, filter: storeFilter(cells, filter) });
    },
  };

  /**
   * Reads the counts of what was asked for, as a whole or along a dimension: from the kept counts where they are
   * narrowed along that dimension alone, else from the dialogues.
   */
  function reader({ filter = {}, asOf, ...period }: StatisticsQuery): (along: Along) => Promise<Cell[]> {
    const counter = createCounter({ store, zone, clock });
    let tallies: Promise<Tally[]> | undefined;
    return async (wanted) => {
      const along = alongOf(filter, wanted);
      if (along === null) {
        tallies ??= narrowed({ ...rangeOf(period, zone), ...(asOf && { asOf }) }, filter);
        return tallies;
      }
      const parts = await counter.count(period, along, { asOf });
      return parts.flatMap(({ cells }) => cells).filter(matches(filter));
    };
  }

  /** Names are compared here, since no database folds them as `foldName` does. */
  async function narrowed(range: TallyRange, filter: NameFilter = {}): Promise<Tally[]> {
    const tallies = await store.tallies({ ...range, filter: exactFilter(filter) });
    return hasNames(filter) ? tallies.filter(matches(filter)) : tallies;
  }
}

/** The one dimension along which both a filter and what is wanted can be read; null: there are two. */
function alongOf(filter: NameFilter, wanted: Along): Along | null {
  const [first = wanted, ...others] = wantedOf(filter).map(([dimension]) => dimension);
  return others.length > 0 || (wanted !== '' && first !== wanted) ? null : first;
}

function rangeOf({ from, to }: Period, zone: string): { from: Date; to: Date } {
  return periodRange({ from, to }, zone);
}

/** @throws {RangeError} */
function check(period: Period, most: number): void {
  const [fault] = periodFaults(period, most);
  if (fault) throw new RangeError(fault.message);
}
