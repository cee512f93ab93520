import { expand } from './cells.ts';
import { counterOf, type CounterOptions } from './day-cells.ts';
import { type FigureFilter, belongsTo } from './filter.ts';
import { alongOf, narrowed } from './narrowed.ts';
import {
  addDays,
  type Day,
  dayRange,
  daysOf,
  lastOfMonth,
  type Period,
  periodRange,
  sameTimeBefore,
  weekdayOf,
} from './period.ts';
import type { Cell } from './summary.ts';

const MINUTE_MS = 60_000;

/** How long each part of a trend is. */
export const trendSteps = ['day', 'week', 'month'] as const;
export type TrendStep = (typeof trendSteps)[number];

/**
 * A period in parts of one day, of a week from Monday to Sunday, or of a month of the calendar, in order; the first and the
 * last are cut where the period begins and ends.
 * @throws {RangeError} when there is no such day
 */
export function trendParts({ from, to }: Period, step: TrendStep): Period[] {
  const parts: Period[] = [];
  for (let day = from; day <= to; ) {
    const last = lastOf(day, step);
    const end = last < to ? last : to;
    parts.push({ from: day, to: end });
    day = addDays(end, 1);
  }
  return parts;
}

type TrendQuery = Period & { filter?: FigureFilter; asOf?: Date };

/** The counts of each part: from kept counts where the filter names one dimension at most, else from the dialogues. */
export async function readTrend(
  options: CounterOptions,
  { from, to, filter = {}, asOf }: TrendQuery,
  step: TrendStep,
): Promise<Array<Period & { cells: Cell[] }>> {
  const parts = trendParts({ from, to }, step).map((part) => ({ ...part, cells: [] as Cell[] }));
  const along = alongOf(filter, '');
  if (along === null) {
    for (const part of parts) {
      const range = { ...periodRange(part, options.zone), ...(asOf && { asOf }) };
      part.cells = await narrowed(options.store, range, filter);
    }
    return parts;
  }
  // In one reading of all that is kept: a reading for each part would ask the store once more for each.
  let index = 0;
  for (const read of await counterOf(options).count({ from, to }, along, { asOf, byDay: step !== 'month' })) {
    while (read.from > (parts[index]?.to ?? to)) index++;
    parts[index]?.cells.push(...expand(read.cells, along).filter(belongsTo(filter)));
  }
  return parts;
}

export interface DayCells {
  day: Day;
  cells: Cell[];
}

/** The counts of each day, also of days without dialogues. */
export async function readDaily(
  options: CounterOptions,
  { from, to, filter = {}, asOf }: TrendQuery,
): Promise<DayCells[]> {
  const parts = await readTrend(options, { from, to, filter, ...(asOf && { asOf }) }, 'day');
  return parts.map(({ from: day, cells }) => ({ day, cells }));
}

/**
 * The same at equal age: each day as it stood as long after its end, by the local clock, as `asOf` is after the end of the
 * last one. The days before the last stand as at the whole minute before that.
 */
export async function readDailyAtAge(
  options: CounterOptions,
  { from, to, filter = {}, asOf }: TrendQuery & { asOf: Date },
): Promise<DayCells[]> {
  const { store, zone } = options;
  const minute = new Date(Math.floor(asOf.getTime() / MINUTE_MS) * MINUTE_MS);
  const days = daysOf({ from, to });
  const last = days.length - 1;
  const wanted = days.map((day, index) => ({
    day,
    asOf: index === last ? asOf : sameTimeBefore(minute, last - index, zone),
  }));
  const along = alongOf(filter, '');
  if (along !== null) {
    const parts = await counterOf(options).countEach(wanted, along);
    return parts.map(({ day, cells }) => ({ day, cells: expand(cells, along).filter(belongsTo(filter)) }));
  }
  const parts: DayCells[] = [];
  for (const { day, asOf: then } of wanted) {
    parts.push({ day, cells: await narrowed(store, { ...dayRange(day, zone), asOf: then }, filter) });
  }
  return parts;
}

/** The last day of the step that has `day`. */
function lastOf(day: Day, step: TrendStep): Day {
  if (step === 'day') return day;
  return step === 'week' ? addDays(day, 7 - weekdayOf(day)) : lastOfMonth(day);
}
