import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { cellKey, type CellRange, type CellStore, HOUR_MS, type KeptCells } from '../store/ports/cells.ts';
import type { Tally, TallyRange } from '../store/ports/figures.ts';
import type { Store } from '../store/store.ts';
import {
  type Along,
  alongEach,
  type Cells,
  cellsAsOf,
  cellsOf,
  noCells,
  readCells,
  sumOf,
  writeCells,
} from './cells.ts';
import {
  type Day,
  dayOf,
  dayRange,
  daysOf,
  monthsAndDays,
  type Period,
  periodRange,
  previousDay,
} from './period.ts';

export interface CountOptions {
  /** The counts as they stood then; see TallyRange. */
  asOf?: Date | undefined;
  /** One part for each day; default: months are not taken apart. */
  byDay?: boolean;
}

/** Counts dialogues for one report: of what it has once read from the dialogues it reads nothing again. */
export interface Counter {
  /** The counts of a period, in parts from its first day to its last. @throws {StoreError} */
  count(period: Period, along: Along, options?: CountOptions): Promise<Array<Period & { cells: Cells }>>;
  /**
   * The counts of days, each as it stood at its own moment. Those of days that have ended are kept, so that only days
   * with a counted fact written since are counted again for the same moments. @throws {StoreError}
   */
  countEach(days: readonly DayAsOf[], along: Along): Promise<Array<DayAsOf & { cells: Cells }>>;
}

/** A day as it stood at a moment; see TallyRange. */
export interface DayAsOf {
  day: Day;
  asOf: Date;
}

export interface CounterOptions {
  store: Pick<Store, 'tallies' | 'firstCompletedAt' | keyof CellStore>;
  zone: string;
  clock: Pick<Clock, 'now'>;
  /** The one of the report that this is a part of; default: one of its own. */
  counter?: Counter;
}

/** Counts with what the report that this is a part of has counted already, if it is a part of one. */
export function counterOf(options: CounterOptions): Counter {
  return options.counter ?? createCounter(options);
}

/**
 * A change whose moment was read before the counting may be written after it, so only what was changed more than a
 * minute before the counting is known to be in the counts.
 */
const MARGIN_MS = 60_000;
/** How old a confirmation may become, so that few changes are to be looked through, and few confirmations written. */
const CONFIRM_AFTER_MS = 3_600_000;
/** Counts of days as they stood at a moment are deleted when they were not used for longer than from week to week. */
const UNUSED_MS = 8 * 86_400_000;
/** The greatest time of a Date. */
const LAST_MOMENT = 8.64e15;
/** After so many characters of kept counts something else may run: some milliseconds. */
const READ_AT_ONCE = 250_000;
/** So many counts are kept in one write: those of a month. */
const KEEP_TOGETHER = 31 * alongEach.length;
/** Longer texts are not kept: the dialogues of such a range have nearly as many names as there are of them. */
const MOST_CHARACTERS = 4_000_000;

/**
 * The counts of a day that has ended are kept in the store, and of a month the sums of its days. They are used while no
 * counted fact of those dialogues was changed since; today is always counted from the dialogues.
 */
export function createCounter({ store, zone, clock }: CounterOptions): Counter {
  const tallied = new Map<string, Promise<Tally[]>>();
  /** What was counted for this report, by its `cellKey`: as texts, so that a year of it is small enough. */
  const noted = new Map<string, KeptCells>();
  /** What of that is not yet kept. */
  const counted: KeptCells[] = [];
  /** How much was read since something else could run. */
  let characters = 0;
  let begun: Promise<Date | null> | undefined;
  /** By the store's clock: all that this counter has read of the dialogues was read after it. */
  let startedAt: Date | undefined;

  return {
    async count(period, along, { asOf, byDay = false } = {}) {
      const today = dayOf(clock.now(), zone);
      const parts: Array<Period & { cells: Cells }> = [];
      if (period.from < today) {
        const closed = { from: period.from, to: period.to < today ? period.to : previousDay(today) };
        const ranges = byDay ? eachDay(closed) : monthsAndDays(closed);
        const read = await readKept(ranges, along);
        for (const [index, range] of ranges.entries()) {
          const cells = await standing(range, read[index] ?? noCells, along, asOf);
          parts.push({ ...range, cells });
        }
      }
      if (period.to >= today) {
        const open = { from: period.from < today ? today : period.from, to: period.to };
        for (const range of byDay ? eachDay(open) : monthsAndDays(open)) {
          parts.push({ ...range, cells: cellsOf(await tally(range, asOf), along) });
        }
      }
      await keep(0);
      return parts;
    },

    async countEach(days, along) {
      const today = dayOf(clock.now(), zone);
      const ended = days.filter(({ day }) => day < today);
      const read = await readEnded(ended, along);
      const counts = new Map(ended.map(({ day }, index) => [day, read[index]]));
      const parts: Array<DayAsOf & { cells: Cells }> = [];
      for (const one of days) {
        const { day, asOf } = one;
        parts.push({ ...one, cells: counts.get(day) ?? cellsOf(await tally(onlyDay(day), asOf), along) });
      }
      await keep(0);
      return parts;
    },
  };

  /** Days that have ended, each as it stood at its moment: those with a later fact from what is kept of that moment. */
  async function readEnded(days: readonly DayAsOf[], along: Along): Promise<Cells[]> {
    const present = await readKept(
      days.map(({ day }) => onlyDay(day)),
      along,
    );
    const wanted = days.map(({ day, asOf }, index) => {
      const bound: CellRange = { ...dayRange(day, zone), dimension: along, asOf };
      return { day, bound, standing: cellsAsOf(present[index] ?? noCells, asOf) };
    });
    const late = wanted.filter(({ standing }) => standing === null);
    const kept = await findFresh(late.map(({ bound }) => bound));
    const read: Cells[] = [];
    for (const { day, bound, standing } of wanted) {
      const found = kept.get(cellKey(bound));
      if (standing) read.push(standing);
      else if (found) read.push(await readText(found.cells));
      else read.push(await countRange(onlyDay(day), bound, along));
    }
    return read;
  }

  /** As they stood at `asOf`: from what is kept unless a later fact is in it, a month from its days in that case. */
  async function standing(range: Period, kept: Cells, along: Along, asOf: Date | undefined): Promise<Cells> {
    const cells = asOf ? cellsAsOf(kept, asOf) : kept;
    if (cells) return cells;
    if (range.from === range.to) return cellsOf(await tally(range, asOf), along);
    const days = eachDay(range);
    const read = await readKept(days, along);
    const parts: Cells[] = [];
    for (const [index, day] of days.entries()) {
      parts.push(await standing(day, read[index] ?? noCells, along, asOf));
    }
    return sumOf(parts);
  }

  /** The counts of ranges that have ended, in their order; what is missing or out of date is counted and kept. */
  async function readKept(ranges: readonly Period[], along: Along): Promise<Cells[]> {
    const bounds = ranges.map((range) => ({
      range,
      bound: { ...periodRange(range, zone), dimension: along },
    }));
    const kept = await findFresh(bounds.map(({ bound }) => bound));
    const read: Cells[] = [];
    for (const { range, bound } of bounds) {
      const found = kept.get(cellKey(bound));
      if (found) read.push(await readText(found.cells));
      else if (await isBeforeAll(bound.to)) read.push(noCells);
      else if (range.from === range.to) read.push(await countRange(range, bound, along));
      else {
        const month = sumOf(await readKept(eachDay(range), along));
        note(bound, month);
        read.push(month);
      }
    }
    return read;
  }

  /** What is read and summed up in memory must not keep everything else waiting for a whole year. */
  async function readText(text: string): Promise<Cells> {
    characters += text.length;
    if (characters > READ_AT_ONCE) {
      characters = 0;
      await setImmediate();
    }
    return readCells(text);
  }

  /** Whether no dialogue was completed before a moment. */
  async function isBeforeAll(moment: Date): Promise<boolean> {
    begun ??= store.firstCompletedAt();
    const first = await begun;
    return first === null || moment <= first;
  }

  /** What is kept and up to date, or was counted for this report, by its `cellKey`. */
  async function findFresh(wanted: readonly CellRange[]): Promise<Map<string, KeptCells>> {
    const ranges = wanted.filter((range) => !noted.has(cellKey(range)));
    if (ranges.length === 0) return noted;
    const kept = await store.findCells(ranges);
    const times = (of: (range: CellRange) => Date): number[] => ranges.map((range) => of(range).getTime());
    const { now, hours } = await store.changes({
      since: new Date(Math.min(...kept.map(({ countedAt }) => countedAt.getTime()), LAST_MOMENT) - MARGIN_MS),
      from: new Date(Math.min(...times(({ from }) => from))),
      to: new Date(Math.max(...times(({ to }) => to))),
    });
    startedAt ??= now;
    const changedAt = new Map(hours.map((one) => [one.hour.getTime(), one.changedAt.getTime()]));
    const isFresh = ({ from, to, countedAt }: KeptCells): boolean => {
      if (hours.length === 0) return true;
      const since = countedAt.getTime() - MARGIN_MS;
      const first = Math.floor(from.getTime() / HOUR_MS) * HOUR_MS;
      for (let hour = first; hour < to.getTime(); hour += HOUR_MS) {
        if ((changedAt.get(hour) ?? 0) > since) return false;
      }
      return true;
    };
    const fresh = kept.filter(isFresh);
    const old = fresh.filter(({ countedAt }) => now.getTime() - countedAt.getTime() > CONFIRM_AFTER_MS);
    // What could not be confirmed is compared with more changes the next time.
    if (old.length > 0) await store.confirmCells(old, now).catch(() => undefined);
    return new Map([...noted, ...fresh.map((one) => [cellKey(one), one] as const)]);
  }

  /** Counts from the dialogues, and keeps that along every dimension. */
  async function countRange(range: Period, bound: CellRange, along: Along): Promise<Cells> {
    const tallies = await store.tallies(rangeOf(range, bound.asOf));
    let wanted = noCells;
    for (const dimension of alongEach) {
      const cells = cellsOf(tallies, dimension);
      note({ ...bound, dimension }, cells);
      if (dimension === along) wanted = cells;
    }
    await keep(KEEP_TOGETHER);
    return wanted;
  }

  function note(range: CellRange, cells: Cells): void {
    if (!startedAt) return;
    const one = { ...range, countedAt: startedAt, cells: writeCells(cells) };
    noted.set(cellKey(range), one);
    counted.push(one);
  }

  /** Keeps what was counted if it is more than `most`; what cannot be kept is counted again the next time. */
  async function keep(most: number): Promise<void> {
    if (counted.length <= most) return;
    const cells = counted.splice(0).filter((one) => one.cells.length <= MOST_CHARACTERS);
    await store.keepCells(cells).catch(() => undefined);
    if (startedAt && cells.some(({ asOf }) => asOf)) {
      await store.forgetCells(new Date(startedAt.getTime() - UNUSED_MS)).catch(() => undefined);
    }
  }

  function tally(range: Period, asOf: Date | undefined): Promise<Tally[]> {
    const key = `${range.from} ${range.to} ${asOf?.getTime()}`;
    const known = tallied.get(key) ?? store.tallies(rangeOf(range, asOf));
    tallied.set(key, known);
    return known;
  }

  function rangeOf(range: Period, asOf: Date | undefined): TallyRange {
    return { ...periodRange(range, zone), ...(asOf && { asOf }) };
  }
}

const onlyDay = (day: Day): Period => ({ from: day, to: day });
const eachDay = (period: Period): Period[] => daysOf(period).map(onlyDay);
