import { notAskedReasons, type NotAskedReason, type Outcome, outcomes } from '../../../../dialogue.ts';
import { ApiError } from '../../../../errors.ts';
import { parseScaleKey } from '../../../../scale.ts';
import type { DialoguesQuery } from '../../../../stats/lists/query.ts';
import { type ListOrder, listOrders, type ListPosition } from '../../../../store/ports/figures.ts';
import { type AddressFault, type PageQuery, type Query, readAddress, valuesOf } from '../../kit/address.ts';
import { readListCursor } from '../../../list-cursor.ts';

/** Parameters that say yes or no; not given, they do not narrow. */
export const switches = ['rated', 'commented', 'delivered', 'finished'] as const;
export type Switch = (typeof switches)[number];

/** What the address of the list asks for, besides what all pages have. */
export interface ListQuery extends PageQuery {
  order: ListOrder;
  search: string | null;
  outcome: Outcome[];
  reason: NotAskedReason[];
  /** `scaleKey` of a scale; null: any. */
  scale: string | null;
  /** True: only what figures count. */
  counted: boolean;
  switches: Partial<Record<Switch, boolean>>;
  /** Where the page begins; null: at the beginning. */
  after: ListPosition | null;
}

const LONGEST_SEARCH = 200;
const usualOrder: ListOrder = 'newest';

/**
 * @param now what ends today is counted from @param zone whose calendar makes the days
 * @throws {ApiError} 400, with the fault of each parameter
 */
export function readListQuery(query: Query, now: Date, zone: string): ListQuery {
  const read = readAddress(query, now, zone);
  const faults: AddressFault[] = 'faults' in read ? [...read.faults] : [];
  const kept = new URLSearchParams('faults' in read ? '' : read.params);
  const fault = (path: string, message: string): void => void faults.push({ path, message });

  /** The values of a parameter that are among those that there are. */
  const among = <Value extends string>(name: string, known: readonly Value[]): Value[] => {
    const given = valuesOf(query, name);
    const found = known.filter((one) => given.includes(one));
    if (given.some((one) => !found.includes(one as Value))) fault(name, `must be one of ${known.join(', ')}`);
    for (const one of found) kept.append(name, one);
    return found;
  };
  const yesOrNo = (name: string): boolean | undefined => {
    const [said] = among(name, ['yes', 'no']);
    return said === undefined ? undefined : said === 'yes';
  };

  const [search = null] = valuesOf(query, 'search');
  if (search !== null) {
    if (search.length > LONGEST_SEARCH)
      fault('search', `has ${search.length} characters; give ${LONGEST_SEARCH} at most`);
    else if (/[\p{Cs}\0]/u.test(search)) fault('search', 'holds a character that no comment has');
    kept.append('search', search);
  }
  const [scale = null] = valuesOf(query, 'scale');
  if (scale !== null) {
    if (!isScale(scale)) fault('scale', 'must be a scale such as 1-5, nps or 0,100|100|0');
    kept.append('scale', scale);
  }
  const outcome = among('outcome', outcomes);
  const reason = among('reason', notAskedReasons);
  const given = switches.map((name) => [name, yesOrNo(name)] as const);
  const counted = yesOrNo('counted') ?? false;
  const [named] = valuesOf(query, 'order');
  const order = listOrders.find((one) => one === (named ?? usualOrder));
  if (!order) fault('order', `must be one of ${listOrders.join(', ')}`);
  if (order && order !== usualOrder) kept.append('order', order);
  const after = order ? cursorIn(query, order, fault) : null;
  if ('faults' in read || !order || faults.length > 0) throw unreadable(faults);
  return {
    ...read,
    params: kept,
    order,
    search,
    outcome,
    reason,
    scale,
    counted,
    switches: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    after,
  };
}

function cursorIn(
  query: Query,
  order: ListOrder,
  fault: (path: string, message: string) => void,
): ListPosition | null {
  const [cursor] = valuesOf(query, 'cursor');
  if (cursor === undefined) return null;
  try {
    return readListCursor(cursor, order);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    for (const { path, message } of error.faults) fault(path, message);
    return null;
  }
}

/** What statistics are asked for, without the scope of whoever asks. */
export function wishOf(query: ListQuery): DialoguesQuery {
  const { period, filter, disputed, search, outcome, reason, scale, counted } = query;
  return {
    period,
    filter,
    ...query.switches,
    ...(disputed !== null && { disputed: disputed === 'only' }),
    ...(search !== null && { search }),
    ...(outcome.length > 0 && { outcome }),
    ...(reason.length > 0 && { notAskedReason: reason }),
    ...(scale !== null && { scale }),
    ...(counted && { counted }),
  };
}

/** Whether it is narrowed by more than names and a period, so that the counts of days do not tell how many there are. */
export function isNarrowed(query: ListQuery): boolean {
  const { filter, disputed, search, outcome, reason, scale } = query;
  const facts = [filter.version, filter.tag, filter.rating].some((fact) => fact !== undefined);
  const own =
    disputed !== null || search !== null || scale !== null || Object.keys(query.switches).length > 0;
  return facts || own || outcome.length > 0 || reason.length > 0;
}

function isScale(text: string): boolean {
  if (text.length > 200) return false;
  const { values } = parseScaleKey(text);
  return values.length > 0 && values.every((value) => Number.isFinite(value));
}

function unreadable(faults: readonly AddressFault[]): ApiError {
  const message = 'the address has faults; mend each and open it again';
  return new ApiError(400, 'invalid_request', message, faults);
}
