import type { Dimension } from '../dialogue.ts';
import type { FigureStore } from '../store/ports/figures.ts';
import { type Comment, readComments } from './comments.ts';
import { counterOf, createCounter, type CounterOptions } from './day-cells.ts';
import { type FigureFilter, wantedOf } from './filter.ts';
import { type Funnel, funnelOf } from './funnel.ts';
import { createLists, type Lists, type ListsOptions } from './lists/lists.ts';
import { spelledFilter } from './lists/spellings.ts';
import {
  type Day,
  lengthOf,
  mostDaily,
  mostDays,
  type Period,
  periodBefore,
  periodFaults,
  periodRange,
  sameTimeBefore,
} from './period.ts';
import { createReader, type ReadCells } from './narrowed.ts';
import { type RangeQuery, type RangeReport, readRange } from './range.ts';
import {
  type Cell,
  compareText,
  type Group,
  partsBy,
  type Summary,
  summarize,
  summarizeBy,
} from './summary.ts';
import { readThemes } from './themes/read-themes.ts';
import type { Theme } from './themes/themes.ts';
import { type DayCells, readDaily, readDailyAtAge, readTrend, type TrendStep } from './trend.ts';

interface StatisticsQuery extends Period {
  filter?: FigureFilter;
  /** The figures as they stood then (see TallyRange); default: as they stand. */
  asOf?: Date;
  /** True: the figures and lists leave disputed dialogues out; the counts are the same, so both are from one reading. */
  withoutDisputed?: boolean;
}

interface ChosenQuery extends StatisticsQuery {
  /** True: disputed dialogues alone are counted, also in what is compared with. */
  onlyDisputed?: boolean;
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

export interface FunnelReport {
  total: Funnel;
  by: Array<{ name: string; funnel: Funnel }>;
}

export interface Statistics extends Lists {
  /** The IANA zone whose calendar makes the days. */
  readonly zone: string;
  /**
   * The same for a report of several figures that is made at `now`, such as a page: what one of them has counted is not
   * counted again for another. It is to be let go with the report.
   */
  forReport(now: Date): Statistics;
  /** @throws {RangeError} for days that are none, or more than `mostDays` of them @throws {StoreError} */
  period(query: ChosenQuery & { by?: readonly Dimension[] }): Promise<PeriodReport>;
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
   * The figures of each day, week or month of a period, in order; see `trendParts`.
   * @throws {RangeError} for days that are none, more than `mostDaily` of them day by day, or more than `mostDays`
   * @throws {StoreError}
   */
  trend(query: ChosenQuery & { step: TrendStep }): Promise<Array<Period & { summary: Summary }>>;
  /**
   * How many dialogues reached each step of a survey, and why the others did not; in parts, most completed first.
   * Whether a question arrived and whether a survey was finished is as it is now, also with `asOf`.
   * @throws {RangeError} as `period` @throws {StoreError}
   */
  funnel(query: ChosenQuery & { by?: 'channel' | 'scenario' }): Promise<FunnelReport>;
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
  themes(query: ChosenQuery, limit: number): Promise<Theme[]>;
  /**
   * Counts the days of the period that have ended where what is kept of them is out of date, and keeps that for the
   * reports to come. @throws {RangeError} @throws {StoreError}
   */
  keepCounts(period: Period): Promise<void>;
  /** How many dialogues of the period are disputed. @throws {RangeError} @throws {StoreError} */
  disputed(query: ChosenQuery): Promise<number>;
}

/** Reads a store by the calendar of one zone. A dialogue belongs to the day on which it was completed. */
export function createStatistics(
  options: CounterOptions & {
    store: ListsOptions['store'] & Pick<FigureStore, 'ratedComments'>;
  },
): Statistics {
  const { store, zone, clock } = options;
  return {
    zone,

    forReport(now) {
      const fixed = { store, zone, clock: { now: () => now } };
      return createStatistics({ ...fixed, counter: createCounter(fixed) });
    },

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

    async daily(query) {
      check(query, mostDaily);
      return reportsOf(await readDaily(options, query), query);
    },

    async dailyAtAge({ asOf = clock.now(), ...query }) {
      check(query, mostDaily);
      return reportsOf(await readDailyAtAge(options, { ...query, asOf }), query);
    },

    async trend({ step, ...query }) {
      check(query, step === 'day' ? mostDaily : mostDays);
      const parts = await readTrend(options, query, step);
      return parts.map(({ cells, ...part }) => ({
        ...part,
        summary: summarize(cells.filter(isChosen(query)), query.withoutDisputed),
      }));
    },

    async funnel({ by, ...query }) {
      check(query, mostDays);
      const cells = reader(query);
      const total = funnelOf(await cells(''), query.withoutDisputed);
      const parts = by ? partsBy(await cells(by), by) : [];
      const named = parts.map(({ name, cells: part }) => ({
        name: name ?? '',
        funnel: funnelOf(part, query.withoutDisputed),
      }));
      const completed = ({ steps }: Funnel): number => steps[0]?.count ?? 0;
      return {
        total,
        by: named.toSorted(
          (a, b) => completed(b.funnel) - completed(a.funnel) || compareText(a.name, b.name),
        ),
      };
    },

    range: (query) => readRange(options, query),

    async comments({ rated, scales: known, ...query }, limit) {
      check(query, mostDays);
      const { asOf, withoutDisputed, filter = {} } = query;
      const scales = known ?? (rated === false ? [] : await scalesOf(query));
      const range = {
        ...rangeOf(query, zone),
        filter: await spelledFilter(options, filter, query),
        ...(withoutDisputed && { disputed: false }),
      };
      return readComments(store, { range, scales, limit, rated, asOf });
    },

    async themes(query, limit) {
      check(query, mostDays);
      const { asOf, withoutDisputed, onlyDisputed, filter = {} } = query;
      const disputed = (withoutDisputed || onlyDisputed) && { disputed: onlyDisputed ?? false };
      const spelled = await spelledFilter(options, filter, query);
      const range = { ...rangeOf(query, zone), filter: spelled, ...disputed };
      return readThemes(store, { range, limit, asOf });
    },

    async keepCounts(period) {
      check(period, mostDays);
      await counterOf(options).count(period, '');
    },

    async disputed(query) {
      check(query, mostDays);
      return summarize(await reader(query)('')).disputed;
    },

    ...createLists(options),
  };

  /** The scales with comments: what may be more than those of the filter, since it is read along one dimension at a time. */
  async function scalesOf({ filter = {}, ...query }: StatisticsQuery): Promise<Array<string | null>> {
    const names = wantedOf(filter);
    const along = names.length > 0 ? names.map(([name, value]) => ({ [name]: value })) : [{}];
    const found: Array<Set<string | null>> = [];
    for (const one of along) {
      const cells = await reader({ ...query, filter: one })('');
      found.push(new Set(cells.filter(({ commented }) => commented).map(({ scale }) => scale)));
    }
    const [first = new Set(), ...others] = found;
    return [...first].filter((scale) => others.every((scales) => scales.has(scale)));
  }

  function reader(query: ChosenQuery): ReadCells {
    const read = createReader(options, query);
    return query.onlyDisputed ? async (along) => (await read(along)).filter(isChosen(query)) : read;
  }
}

const reportsOf = (days: readonly DayCells[], { withoutDisputed }: StatisticsQuery): DayReport[] =>
  days.map(({ day, cells }) => ({ day, summary: summarize(cells, withoutDisputed) }));

const isChosen =
  ({ onlyDisputed = false }: Pick<ChosenQuery, 'onlyDisputed'>) =>
  ({ disputed }: Cell): boolean =>
    disputed || !onlyDisputed;

function rangeOf({ from, to }: Period, zone: string): { from: Date; to: Date } {
  return periodRange({ from, to }, zone);
}

/** @throws {RangeError} */
function check(period: Period, most: number): void {
  const [fault] = periodFaults(period, most);
  if (fault) throw new RangeError(fault.message);
}
