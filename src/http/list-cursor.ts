import { ApiError } from '../errors.ts';
import { type ListOrder, listOrders, type ListPosition } from '../store/ports/figures.ts';
import { type FaultAt, faultAt } from '../text/fault.ts';

/**
 * Where a list goes on, for the caller to send back as it is. It names its order; one of `newest`, which lists had before
 * they had another, does not.
 */
export function writeListCursor(place: ListPosition, order: ListOrder = 'newest'): string {
  const { completedAt, id, rating = null, scale = null, heardAt = null } = place;
  const time = completedAt.getTime();
  const rest = {
    newest: [],
    oldest: [],
    worst: [rating, scale],
    best: [rating, scale],
    answered: [heardAt?.getTime() ?? null],
  };
  const text = order === 'newest' ? `${time}:${id}` : JSON.stringify([order, time, id, ...rest[order]]);
  return Buffer.from(text).toString('base64url');
}

/**
 * @param order that of the list that is to go on
 * @throws {ApiError} for anything that `writeListCursor` did not write, and for a cursor of another order
 */
export function readListCursor(cursor: string, order: ListOrder = 'newest'): ListPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const read = text.startsWith('[') ? readOrdered(text) : readNewest(text);
  if (!read || writeListCursor(read.place, read.order) !== cursor) {
    throw refusal(faultAt('cursor', 'not_a_cursor'));
  }
  if (read.order === order) return read.place;
  throw refusal(faultAt('cursor', 'cursor_of_another_order', { given: read.order, wanted: order }));
}

interface Read {
  order: ListOrder;
  place: ListPosition;
}

function readNewest(text: string): Read | null {
  const [, time, id] = /^(-?\d{1,16}):(.{1,200})$/su.exec(text) ?? [];
  const completedAt = new Date(Number(time));
  if (id === undefined || !isPlace(completedAt, id)) return null;
  return { order: 'newest', place: { completedAt, id } };
}

function readOrdered(text: string): Read | null {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(values)) return null;
  const [named, time, id, value = null, scale = null] = values as unknown[];
  const order = listOrders.find((one) => one === named);
  if (!order || typeof time !== 'number' || typeof id !== 'string') return null;
  const completedAt = new Date(time);
  if (!isPlace(completedAt, id)) return null;
  const isNumber = value === null || typeof value === 'number';
  const isText = scale === null || typeof scale === 'string';
  if (!isNumber || !isText) return null;
  if (order !== 'answered') return { order, place: { completedAt, id, rating: value, scale } };
  const heardAt = value === null ? null : new Date(value);
  if (heardAt && Number.isNaN(heardAt.getTime())) return null;
  return { order, place: { completedAt, id, heardAt } };
}

const isPlace = (completedAt: Date, id: string): boolean =>
  id !== '' && id.length <= 200 && !id.includes('\uFFFD') && !Number.isNaN(completedAt.getTime());

function refusal(fault: FaultAt): ApiError {
  return new ApiError(400, 'invalid_request', `cursor: ${fault.message}`, [fault]);
}
