import { caseVariants } from '../../../text/search.ts';
import type { ListOptions, ListPosition } from '../../ports/figures.ts';
import { counted, inRange } from '../documents.ts';

type Direction = 1 | -1;
type Field = 'completedAt' | 'heardAt' | '_id';

/** The fields of an order, the first first. */
export type Order = ReadonlyArray<readonly [Field, Direction]>;

export const orders = {
  newest: [
    ['completedAt', -1],
    ['_id', 1],
  ],
  oldest: [
    ['completedAt', 1],
    ['_id', -1],
  ],
  answered: [
    ['heardAt', -1],
    ['_id', 1],
  ],
} as const satisfies Record<string, Order>;

/** Those that follow a place in an order. */
export function behind(order: Order, place: ListPosition): object {
  const values = valuesOf(place);
  const [first] = order;
  const alternatives = order.map(([field, direction], index) => ({
    ...Object.fromEntries(order.slice(0, index).map(([before]) => [before, values[before]])),
    [field]: { [direction === 1 ? '$gt' : '$lt']: values[field] },
  }));
  // The first condition alone is a range of an index, which is entered where the last page ended.
  const range = first && { [first[0]]: { [first[1] === 1 ? '$gte' : '$lte']: values[first[0]] } };
  return { $and: [range ?? {}, { $or: alternatives }] };
}

/** Those up to a place, that one included. */
export function upTo(order: Order, place: ListPosition): object {
  return { $nor: [behind(order, place)] };
}

function valuesOf({ completedAt, id, heardAt = null }: ListPosition) {
  return { completedAt, _id: id, heardAt };
}

/** What is looked at: all of the range, or those with a comment where only they are wanted. */
export function lookedAt(options: ListOptions) {
  const completedAt = { $gte: options.from, $lt: options.to };
  return { completedAt, ...(isCommented(options) && { comment: { $ne: null } }) };
}

/** Whether only dialogues with a comment are wanted. */
export const isCommented = ({ commented, search }: ListOptions): boolean =>
  (commented !== undefined && commented !== false) || search !== undefined;

/** What is wanted of it. */
export function wanted(options: ListOptions): object {
  const { commented, counted: onlyCounted, delivered, disputed, finished, rated, scale } = options;
  const { outcomes, notAskedReasons, search } = options;
  const conditions: object[] = [lookedAt(options)];
  if (commented === false) conditions.push({ comment: null });
  if (commented instanceof Date) {
    conditions.push({ $or: [{ commentedAt: null }, { commentedAt: { $lt: commented } }] });
  }
  if (rated !== undefined) conditions.push({ rating: rated ? { $ne: null } : null });
  if (disputed !== undefined) conditions.push({ disputed: disputed || null });
  if (scale !== undefined) conditions.push({ scale });
  if (outcomes || notAskedReasons) {
    const fates = [{ outcome: { $in: outcomes ?? [] } }, { notAskedReason: { $in: notAskedReasons ?? [] } }];
    conditions.push({ $or: fates });
  }
  const arrived = ['deliveredAt', 'rating', 'comment'].map((field) => ({ [field]: { $ne: null } }));
  if (delivered !== undefined) conditions.push({ [delivered ? '$or' : '$nor']: arrived });
  if (finished !== undefined) conditions.push({ finished: finished || null });
  if (search !== undefined) conditions.push({ comment: { $regex: patternOf(search) } });
  return { ...inRange(options), ...(onlyCounted && counted), $and: conditions };
}

/** Alternatives rather than a class or the option `i`, which a server that reads bytes would take apart. */
function patternOf(text: string): string {
  const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return caseVariants(text)
    .map((variants) => variants.map(escaped))
    .map((variants) => (variants.length > 1 ? `(?:${variants.join('|')})` : variants.join('')))
    .join('');
}
