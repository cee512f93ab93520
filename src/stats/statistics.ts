import type { Clock } from '../clock.ts';
import type { Dialogue, Dimension } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { Tally } from '../store/ports/figures.ts';
import { type Comment, readComments } from './comments.ts';
import type { Along } from './cells.ts';
import { createCounter, type CounterOptions } from './day-cells.ts';
import { hasNames, matches, type NameFilter, storeFilter, wantedOf } from './filter.ts';
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
import { narrowed } from './narrowed.ts';
import { type RangeQuery, type RangeReport, readRange } from './range.ts';
import { type Cell, type Group, type Summary, summarize, summarizeBy } from './summary.ts';
import { readThemes } from './themes/read-themes.ts';
import type { Theme } from './themes/themes.ts';

interface StatisticsQuery extends Period {
  filter?: NameFilter;
  /** The figures as they stood then (see TallyRange); default: as they stand. */
  asOf?: Date;
  /** True: the figures and lists leave disputed dialogues out; the counts are the same, so both are from one reading. */
  withoutDisputed?: boolean;
}

export interface PeriodReport extends Period {
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
   * The same at equal age: each day as it stood as long after its end, by the local clock, as `asOf` (default: now) is
   * after the end of the last day. The days before the last stand as at the whole minute before that, so that what is
   * counted for one report serves all of its minute and the same report of the next day.
   * @throws {RangeError} as `daily` @throws {StoreError}
   */
  dailyAtAge(query: StatisticsQuery): Promise<DayReport[]>;
  /**
   * Dialogues that were completed from one moment to another, as in a shift; counted from the dialogues each time.
   * @throws {RangeError} for moments that are none, or not one after the other @throws {StoreError}
   */
  range(query: RangeQuery): Promise<RangeReport>;
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
   * The terms that stand out among the newest 20,000 rated comments of the period, the surest first: see `themes`.
   * @throws {RangeError} @throws {StoreError}
   */
  themes(query: StatisticsQuery, limit: number): Promise<Theme[]>;
  /** How many dialogues of the period are disputed. @throws {RangeError} @throws {StoreError} */
  disputed(query: StatisticsQuery): Promise<number>;
  /**
   * The dialogues of a period, or of all time, newest first.
   * @param query `disputed`: only those that are, or only those that are not
   * @param page `after` continues a list behind one of its dialogues; `limit` 1..1001
   * @throws {RangeError} @throws {StoreError}
   */
  dialogues(
    query: { filter?: NameFilter; period?: Period; disputed?: boolean },
    page: { limit: number; after?: Pick<Dialogue, 'completedAt' | 'id'> },
  ): Promise<Dialogue[]>;
}

const MINUTE_MS = 60_000;

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
      const { from, to, withoutDisputed } = query;
      const asOf = sameTimeBefore(query.asOf ?? clock.now(), lengthOf(query), zone);
      const before = periodBefore({ from, to });
      const cells = reader(query);
      const summary = summarize(await cells(''), withoutDisputed);
      const groups: Partial<Record<Dimension, Group[]>> = {};
      // One after the other: of what the first counts along one dimension it keeps the others too.
      for (const dimension of by) {
        groups[dimension] = summarizeBy(await cells(dimension), dimension, withoutDisputed);
      }
      const earlier = await reader({ ...query, ...before, asOf })('');
      const summaryBefore = summarize(earlier, withoutDisputed);
      return { from, to, summary, before: { ...before, asOf, summary: summaryBefore }, by: groups };
    },

    async daily({ filter = {}, asOf, withoutDisputed, ...period }) {
      check(period, mostDaily);
      const along = alongOf(filter, '');
      const reports: DayReport[] = [];
      if (along === null) {
        for (const day of daysOf(period)) {
          const tallies = await narrowed(store, { ...dayRange(day, zone), ...(asOf && { asOf }) }, filter);
          reports.push({ day, summary: summarize(tallies, withoutDisputed) });
        }
        return reports;
      }
      const parts = await createCounter({ store, zone, clock }).count(period, along, { asOf, byDay: true });
      return parts.map(({ from, cells }) => ({
        day: from,
        summary: summarize(cells.filter(matches(filter)), withoutDisputed),
      }));
    },

    async dailyAtAge({ filter = {}, asOf = clock.now(), withoutDisputed, ...period }) {
      check(period, mostDaily);
      const minute = new Date(Math.floor(asOf.getTime() / MINUTE_MS) * MINUTE_MS);
      const days = daysOf(period);
      const last = days.length - 1;
      const wanted = days.map((day, index) => ({
        day,
        asOf: index === last ? asOf : sameTimeBefore(minute, last - index, zone),
      }));
      const along = alongOf(filter, '');
      const parts: Array<{ day: Day; cells: readonly Cell[] }> = [];
      if (along !== null) {
        parts.push(...(await createCounter({ store, zone, clock }).countEach(wanted, along)));
      } else {
        for (const { day, asOf: then } of wanted) {
          parts.push({ day, cells: await narrowed(store, { ...dayRange(day, zone), asOf: then }, filter) });
        }
      }
      return parts.map(({ day, cells }) => ({
        day,
        summary: summarize(cells.filter(matches(filter)), withoutDisputed),
      }));
    },

    range: (query) => readRange({ store, zone, clock }, query),

    async comments({ rated, scales: known, ...query }, limit) {
      check(query, mostDays);
      const { asOf, withoutDisputed, filter = {} } = query;
      const cells = (known || rated === false) && !hasNames(filter) ? [] : await reader(query)('');
      const commented = cells.filter((one) => one.commented).map(({ scale }) => scale);
      const scales = known ?? [...new Set(commented)];
      const range = {
        ...rangeOf(query, zone),
        filter: storeFilter(cells, filter),
        ...(withoutDisputed && { disputed: false }),
      };
      return readComments(store, { range, scales, limit, rated, asOf });
    },

    async themes(query, limit) {
      check(query, mostDays);
      const { asOf, withoutDisputed, filter = {} } = query;
      const cells = hasNames(filter) ? await reader(query)('') : [];
      const disputed = withoutDisputed && { disputed: false };
      const range = { ...rangeOf(query, zone), filter: storeFilter(cells, filter), ...disputed };
      return readThemes(store, { range, limit, asOf });
    },

    async disputed(query) {
      check(query, mostDays);
      return summarize(await reader(query)('')).disputed;
    },

    async dialogues({ filter = {}, period, disputed }, page) {
      if (period) check(period, mostDays);
      const range = period ? rangeOf(period, zone) : { from: new Date(0), to: new Date(8.64e15) };
      const cells = !hasNames(filter)
        ? []
        : period
          ? await reader({ ...period, filter })('')
          : await narrowed(store, range, filter);
      const wanted = { filter: storeFilter(cells, filter), ...(disputed !== undefined && { disputed }) };
      return store.listDialogues({ ...range, ...page, ...wanted });
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
        tallies ??= narrowed(store, { ...rangeOf(period, zone), ...(asOf && { asOf }) }, filter);
        return tallies;
      }
      const parts = await counter.count(period, along, { asOf });
      return parts.flatMap(({ cells }) => cells).filter(matches(filter));
    };
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
