import type { Clock } from '../clock.ts';
import { type Dialogue, type Dimension, isReported } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { Tally, TallyRange } from '../store/ports/figures.ts';
import { type Comment, readComments } from './comments.ts';
import { exactFilter, hasNames, matches, type NameFilter, storeFilter } from './filter.ts';
import {
  type Day,
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
import { type Group, severalSpellings, type Summary, summarize, summarizeBy } from './summary.ts';

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
  store: Pick<Store, 'tallies' | 'latestName' | 'listDialogues'>;
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
      const [tallies, talliesBefore] = await Promise.all([
        tally(query),
        tally({ ...query, ...before, asOf }),
      ]);
      return {
        from,
        to,
        summary: summarize(tallies),
        before: { ...before, asOf, summary: summarize(talliesBefore) },
        by: Object.fromEntries(
          await Promise.all(
            by.map(async (dimension) => [
              dimension,
              summarizeBy(tallies, dimension, await latestNames(query, tallies, dimension)),
            ]),
          ),
        ),
      };
    },

    async daily(query) {
      check(query, mostDaily);
      const reports: DayReport[] = [];
      for (const day of daysOf(query)) {
        reports.push({ day, summary: summarize(await tally({ ...query, from: day, to: day })) });
      }
      return reports;
    },

    async comments({ rated, scales: known, ...query }, limit) {
      check(query, mostDays);
      const { asOf, filter = {} } = query;
      const tallies = (known || rated === false) && !hasNames(filter) ? [] : await tally(query);
      const commented = tallies.filter((one) => one.commented).map(({ scale }) => scale);
      const scales = known ?? [...new Set(commented)];
      const range = { ...rangeOf(query, zone), filter: storeFilter(tallies, filter) };
      return readComments(store, { range, scales, limit, rated, asOf });
    },

    async dialogues({ filter = {}, period }, page) {
      if (period) check(period, mostDays);
      const range = period ? rangeOf(period, zone) : { from: new Date(0), to: new Date(8.64e15) };
      const tallies = hasNames(filter) ? await narrowed(range, filter) : [];
      return store.listDialogues({ ...range, ...page, filter: storeFilter(tallies, filter) });
    },
  };

  function tally({ filter, asOf, ...period }: StatisticsQuery): Promise<Tally[]> {
    return narrowed({ ...rangeOf(period, zone), ...(asOf && { asOf }) }, filter);
  }

  /** Of each name that was spelled in several ways the spelling that was reported last. */
  async function latestNames(
    { asOf, filter = {}, ...period }: StatisticsQuery,
    tallies: readonly Tally[],
    dimension: Dimension,
  ): Promise<Map<string, string>> {
    const chosen = new Map<string, string>();
    if (!isReported(dimension)) return chosen;
    for (const [key, spellings] of severalSpellings(tallies, dimension)) {
      const range = { ...rangeOf(period, zone), ...(asOf && { asOf }) };
      const narrow = { ...storeFilter(tallies, filter), [dimension]: spellings };
      const name = await store.latestName({ ...range, filter: narrow }, dimension);
      if (name !== null) chosen.set(key, name);
    }
    return chosen;
  }

  /** Names are compared here, since no database folds them as `foldName` does. */
  async function narrowed(range: TallyRange, filter: NameFilter = {}): Promise<Tally[]> {
    const tallies = await store.tallies({ ...range, filter: exactFilter(filter) });
    return hasNames(filter) ? tallies.filter(matches(filter)) : tallies;
  }
}

function rangeOf({ from, to }: Period, zone: string): { from: Date; to: Date } {
  return periodRange({ from, to }, zone);
}

/** @throws {RangeError} */
function check(period: Period, most: number): void {
  const [fault] = periodFaults(period, most);
  if (fault) throw new RangeError(fault.message);
}
