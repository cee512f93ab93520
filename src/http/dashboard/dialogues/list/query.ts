import { notAskedReasons, type NotAskedReason, type Outcome, outcomes } from '../../../../dialogue.ts';
import { ApiError } from '../../../../errors.ts';
import { parseScaleKey } from '../../../../scale.ts';
import type { DialoguesQuery } from '../../../../stats/lists/query.ts';
import { type ListOrder, listOrders, type ListPosition } from '../../../../store/ports/figures.ts';
import { type Fault, type FaultAt, faultOf } from '../../../../text/fault.ts';
import { noScale, type PageQuery, type Query, readAddress, valuesOf } from '../../kit/address.ts';
import { unreadable } from '../../kit/faults/refused.ts';
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
 * @param others faults of parameters that the list does not have
 * @throws {ApiError} 400, with the fault of each parameter
 */
export function readListQuery(
  query: Query,
  now: Date,
  zone: string,
  others: readonly FaultAt[] = [],
): ListQuery {
  const read = readAddress(query, now, zone);
  const faults: FaultAt[] = 'faults' in read ? [...read.faults, ...others] : [...others];
  const kept = new URLSearchParams('faults' in read ? '' : read.params);
  const refuse = (path: string, fault: Fault): void => void faults.push({ path, ...fault });

  /** The values of a parameter that are among those that there are. */
  const among = <Value extends string>(name: string, known: readonly Value[]): Value[] => {
    const given = valuesOf(query, name);
    const found = known.filter((one) => given.includes(one));
    if (given.some((one) => !found.includes(one as Value)))
      refuse(name, faultOf('not_among', { names: known }));
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
      refuse('search', faultOf('too_long', { length: search.length, most: LONGEST_SEARCH }));
    else if (/[\p{Cs}\0]/u.test(search)) refuse('search', faultOf('no_character_of_comments'));
    kept.append('search', search);
  }
  const [scale = null] = valuesOf(query, 'scale');
  if (scale !== null) {
    if (!isScale(scale)) faults.push(noScale());
    kept.append('scale', scale);
  }
  const outcome = among('outcome', outcomes);
  const reason = among('reason', notAskedReasons);
  const given = switches.map((name) => [name, yesOrNo(name)] as const);
  const counted = yesOrNo('counted') ?? false;
  const [named] = valuesOf(query, 'order');
  const order = listOrders.find((one) => one === (named ?? usualOrder));
  if (!order) refuse('order', faultOf('not_among', { names: listOrders }));
  if (order && order !== usualOrder) kept.append('order', order);
  const after = order ? placeIn(query, order) : null;
  if (after === 'nowhere') refuse('cursor', faultOf('no_page_of_the_list'));
  if ('faults' in read || !order || after === 'nowhere' || faults.length > 0) throw unreadable(faults);
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

/** Where the list goes on; null: it begins. */
function placeIn(query: Query, order: ListOrder): ListPosition | 'nowhere' | null {
  const [cursor] = valuesOf(query, 'cursor');
  if (cursor === undefined) return null;
  try {
    return readListCursor(cursor, order);
  } catch (error) {
    if (error instanceof ApiError) return 'nowhere';
    throw error;
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
