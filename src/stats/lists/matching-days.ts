import { type Along, type Cells, expand } from '../cells.ts';
import { counterOf, type CounterOptions } from '../day-cells.ts';
import { belongsTo } from '../filter.ts';
import { alongOf } from '../narrowed.ts';
import type { Day, Period } from '../period.ts';
import type { Cell } from '../summary.ts';
import type { DialoguesQuery } from './query.ts';

/**
 * The last day of a period (`newest`), or the first (`oldest`), of which anything is wanted, from the kept counts: of ten
 * million dialogues one with a seldom outcome would else be looked for on hundreds of pages.
 * @returns null: nothing of the period is wanted; undefined: counts do not tell
 * @throws {StoreError}
 */
export async function nearestMatchingDay(
  options: CounterOptions,
  query: DialoguesQuery,
  period: Period,
  order: 'newest' | 'oldest',
): Promise<Day | null | undefined> {
  const { counted, filter = {} } = query;
  const along = alongOf(filter, '');
  if (!counted || along === null) return undefined;
  const isWanted = wantedIn(query);
  const counter = counterOf(options);
  const find = async (within: Period, along: Along, byDay: boolean): Promise<Period | undefined> => {
    const parts = await counter.count(within, along, { byDay });
    const matching = ({ cells }: { cells: Cells }): boolean => expand(cells, along).some(isWanted);
    return order === 'newest' ? parts.findLast(matching) : parts.find(matching);
  };
  // First among months and the days beside them, then in the month.
  let found = await find(period, along, false);
  if (found && found.from !== found.to) found = await find(found, along, true);
  return found ? found.from : null;
}

/** Whether what is wanted is any of a count. */
function wantedIn(query: DialoguesQuery): (cell: Cell) => boolean {
  const { filter = {}, outcome, notAskedReason, disputed, rated, delivered, finished, scale } = query;
  const commented = query.search ? true : query.commented;
  const isOf = belongsTo(filter);
  const outcomes = outcome === undefined ? [] : [outcome].flat();
  const reasons = notAskedReason === undefined ? [] : [notAskedReason].flat();
  const isAsWanted = (wanted: boolean | undefined, is: boolean): boolean =>
    wanted === undefined || wanted === is;
  return (cell) =>
    isOf(cell) &&
    isAsWanted(disputed, cell.disputed) &&
    isAsWanted(rated, cell.rating !== null) &&
    isAsWanted(commented, cell.commented) &&
    isAsWanted(delivered, cell.delivered) &&
    isAsWanted(finished, cell.finished) &&
    (scale === undefined || cell.scale === scale) &&
    ((outcome === undefined && notAskedReason === undefined) ||
      outcomes.includes(cell.outcome) ||
      (cell.notAskedReason !== null && reasons.includes(cell.notAskedReason)));
}
