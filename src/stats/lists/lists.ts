import type { Dialogue, DialogueFilter } from '../../dialogue.ts';
import {
  type ListOptions,
  type ListOrder,
  type ListPage,
  type ListPosition,
  positionOf,
} from '../../store/ports/figures.ts';
import type { Store } from '../../store/store.ts';
import type { CounterOptions } from '../day-cells.ts';
import { type FigureFilter, wantedOf } from '../filter.ts';
import { dayOf, dayRange, mostDays, periodFaults, periodRange } from '../period.ts';
import { nearestMatchingDay } from './matching-days.ts';
import type { DialoguesQuery } from './query.ts';
import { allOfTime, spelledFilter } from './spellings.ts';

export interface PageWanted {
  /** 1..1000. */
  limit: number;
  /** Default: `newest`. */
  order?: ListOrder;
  /** Continues a list behind one of its dialogues (`positionOf`), or behind `next` of a page. */
  after?: ListPosition;
}

export interface DialoguePage {
  dialogues: Dialogue[];
  /** Where the list goes on, to be given as `after` with the same query and order; null: it has ended. */
  next: ListPosition | null;
  /**
   * Not null where the page ended before it was full, since `mostLookedAt` dialogues were looked at: up to the dialogue
   * that was completed then, by the order. `next` leads on; it may also be the first page that is empty.
   */
  searchedUntil: Date | null;
}

/** So many dialogues are looked at for one page, and as many more where the kept counts tell on which day to go on. */
export const mostLookedAt = 20_000;

export interface Lists {
  /**
   * The dialogues of a period, or of all time, however many are to be looked at until `limit` are found.
   * @throws {RangeError} for a period that is none @throws {StoreError}
   */
  dialogues(query: DialoguesQuery, page: PageWanted): Promise<Dialogue[]>;
  /** The same for a page that somebody waits for: looks at `mostLookedAt` dialogues at most. @throws as `dialogues` */
  dialoguePage(query: DialoguesQuery, page: PageWanted): Promise<DialoguePage>;
}

export interface ListsOptions extends CounterOptions {
  store: CounterOptions['store'] & Pick<Store, 'listDialogues' | 'pageDialogues'>;
  /** Default: `mostLookedAt`. */
  look?: number;
}

/** Reads lists of dialogues by the calendar of one zone. */
export function createLists(options: ListsOptions): Lists {
  const { store, zone, look = mostLookedAt } = options;
  return {
    async dialogues(query, { limit, order, after }) {
      const wanted = await storeQuery(query);
      if (!wanted) return [];
      return store.listDialogues({ ...wanted, limit, ...(order && { order }), ...(after && { after }) });
    },

    async dialoguePage(query, { limit, order = 'newest', after }) {
      const wanted = await storeQuery(query);
      if (!wanted) return noDialogues;
      const read = (range: Pick<ListOptions, 'from' | 'to' | 'after'>, most: number): Promise<ListPage> =>
        store.pageDialogues({ ...wanted, ...range, order, limit: most, look });
      // One more tells whether there is a next page.
      const { from, to } = wanted;
      let { dialogues: found, lookedUntil } = await read({ from, to, ...(after && { after }) }, limit + 1);
      if (lookedUntil) {
        const rest = await restBehind(lookedUntil, wanted, query, order);
        if (rest) {
          const more = rest === 'none' ? noMore : await read(rest, limit + 1 - found.length);
          found = [...found, ...more.dialogues];
          lookedUntil = more.lookedUntil;
        }
      }
      const dialogues = found.slice(0, limit);
      const last = found.length > limit ? dialogues.at(-1) : undefined;
      if (last) return { dialogues, next: positionOf(last), searchedUntil: null };
      return { dialogues, next: lookedUntil, searchedUntil: lookedUntil?.completedAt ?? null };
    },
  };

  /**
   * What is left of a list behind a place, without the days of which the kept counts say that nothing of them is wanted.
   * undefined: the counts do not tell, or name that very day
   */
  async function restBehind(
    place: ListPosition,
    { from, to }: Pick<ListOptions, 'from' | 'to'>,
    query: DialoguesQuery,
    order: ListOrder,
  ): Promise<{ from: Date; to: Date } | 'none' | undefined> {
    if (!query.counted || (order !== 'newest' && order !== 'oldest')) return undefined;
    const at = dayOf(place.completedAt, zone);
    const whole = query.period ?? (await allOfTime(options));
    const left = order === 'newest' ? { from: whole.from, to: at } : { from: at, to: whole.to };
    if (left.to < left.from) return undefined;
    const day = await nearestMatchingDay(options, query, left, order);
    if (day === null) return 'none';
    if (day === undefined || day === at) return undefined;
    const range = dayRange(day, zone);
    return order === 'newest' ? { from, to: range.to } : { from: range.from, to };
  }

  /** What the store is asked for; null: nothing can match. */
  async function storeQuery(query: DialoguesQuery): Promise<Omit<ListOptions, 'limit'> | null> {
    const { filter = {}, period, outcome, notAskedReason, search, ...wanted } = query;
    const [fault] = period ? periodFaults(period, mostDays) : [];
    if (fault) throw new RangeError(fault.message);
    const spelled = await spelledFilter(options, filter, period);
    // What does not count is in no kept count, so a name that it alone has is found as it was given.
    if (!query.counted) addGiven(spelled, filter);
    if (Object.values(spelled).some((value) => Array.isArray(value) && value.length === 0)) return null;
    return {
      ...(period ? periodRange(period, zone) : { from: new Date(0), to: new Date(LAST_MOMENT) }),
      filter: spelled,
      ...wanted,
      ...(search !== undefined && search !== '' && { search }),
      ...(outcome !== undefined && { outcomes: [outcome].flat() }),
      ...(notAskedReason !== undefined && { notAskedReasons: [notAskedReason].flat() }),
    };
  }
}

function addGiven(spelled: DialogueFilter, filter: FigureFilter): void {
  for (const [dimension, given] of wantedOf(filter)) {
    const names = [spelled[dimension] ?? [], given].flat();
    if (names.length > 0) spelled[dimension] = [...new Set(names)];
  }
}

const noMore: ListPage = { dialogues: [], lookedUntil: null };
const noDialogues: DialoguePage = { dialogues: [], next: null, searchedUntil: null };
/** The greatest time of a Date. */
const LAST_MOMENT = 8.64e15;
