import { parseScaleKey } from '../scale.ts';
import type { Dialogue, DialogueFilter, DialogueRange, Store } from '../store/store.ts';
import { type Day, dayRange, daysOf, type Period, periodBefore, periodRange } from './period.ts';
import { type Dimension, type Group, type Summary, summarize, summarizeBy } from './summary.ts';

interface StatisticsQuery extends Period {
  filter?: DialogueFilter;
}

interface PeriodReport extends Period {
  summary: Summary;
  /** The period of the same length just before. */
  before: Period & { summary: Summary };
  /** The parts of the period along each dimension asked for. */
  by: Partial<Record<Dimension, Group[]>>;
}

interface DayReport {
  day: Day;
  summary: Summary;
}

/** What a supervisor reads of a dialogue with a comment. */
export type Comment = Pick<
  Dialogue,
  'id' | 'channel' | 'scenario' | 'operator' | 'team' | 'topic' | 'completedAt' | 'scale' | 'rating'
> & { comment: string };

export interface Statistics {
  /** The IANA zone whose calendar makes the days. */
  readonly zone: string;
  /** @throws {RangeError} for days that are none @throws {StoreError} */
  period(query: StatisticsQuery & { by?: readonly Dimension[] }): Promise<PeriodReport>;
  /**
   * One report a day, also for days without dialogues.
   * @throws {RangeError} for days that are none, or more than 366 of them @throws {StoreError}
   */
  daily(query: StatisticsQuery): Promise<DayReport[]>;
  /**
   * Comments of the period, the lowest place on its own scale first, those without a rating last.
   * @param limit 1..500
   * @throws {RangeError} @throws {StoreError}
   */
  comments(query: StatisticsQuery, limit: number): Promise<Comment[]>;
}

/** A leap year. */
const mostDays = 366;

/** Of a period with more comments than these, those with the highest bare ratings are not looked at. */
const MOST_COMMENTS = 500;

/** Reads a store by the calendar of one zone. A dialogue belongs to the day on which it was completed. */
export function createStatistics({ store, zone }: { store: Store; zone: string }): Statistics {
  return {
    zone,

    async period({ by = [], ...query }) {
      const { from, to, filter } = query;
      const before = periodBefore({ from, to });
      const [tallies, talliesBefore] = await Promise.all([
        store.tallies(rangeOf(query, zone)),
        store.tallies(rangeOf({ ...before, ...(filter && { filter }) }, zone)),
      ]);
      return {
        from,
        to,
        summary: summarize(tallies),
        before: { ...before, summary: summarize(talliesBefore) },
        by: Object.fromEntries(by.map((dimension) => [dimension, summarizeBy(tallies, dimension)])),
      };
    },

    async daily({ filter, ...period }) {
      const days = daysOf(period);
      if (days.length > mostDays) throw new RangeError(`${days.length} days; ask for ${mostDays} at most`);
      const reports: DayReport[] = [];
      for (const day of days) {
        const range = { ...dayRange(day, zone), ...(filter && { filter }) };
        reports.push({ day, summary: summarize(await store.tallies(range)) });
      }
      return reports;
    },

    async comments(query, limit) {
      // The store compares bare ratings, which is right on one scale only; so all are read, then sorted.
      const options = {
        ...rangeOf(query, zone),
        commented: true,
        order: 'worst',
        limit: MOST_COMMENTS,
      } as const;
      const dialogues = await store.listDialogues(options);
      const sorted = dialogues.flatMap(toComment).toSorted((a, b) => placeOf(a) - placeOf(b));
      return sorted.slice(0, limit);
    },
  };
}

function rangeOf({ filter, ...period }: StatisticsQuery, zone: string): DialogueRange {
  return { ...periodRange(period, zone), ...(filter && { filter }) };
}

function toComment(dialogue: Dialogue): Comment[] {
  const { id, channel, scenario, operator, team, topic, completedAt, scale, rating, comment } = dialogue;
  if (comment === null) return [];
  return [{ id, channel, scenario, operator, team, topic, completedAt, scale, rating, comment }];
}

/** 0: the lowest value of the comment's scale, 1: the highest, 2: no rating. */
function placeOf({ scale, rating }: Comment): number {
  if (scale === null || rating === null) return 2;
  const { values } = parseScaleKey(scale);
  const lowest = Math.min(...values);
  return (rating - lowest) / (Math.max(...values) - lowest || 1);
}
