import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import type { Belonging } from '../../../stats/lists/belonging.ts';
import { faultAt } from '../../../text/fault.ts';

/** Where a list stands, which is ordered by a moment and among equals by an id. */
export interface Position {
  at: Date;
  id: string;
}

/** Where a list goes on, for the caller to send back as it is. */
export function writeCursor({ at, id }: Position): string {
  return Buffer.from(`${at.getTime()}:${id}`).toString('base64url');
}

/** @throws {ApiError} for anything that `writeCursor` did not write */
export function readCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, time, id] = /^(-?\d{1,16}):(.{1,500})$/su.exec(text) ?? [];
  const at = new Date(Number(time));
  if (id !== undefined && !id.includes('\uFFFD') && !id.includes('\0') && !Number.isNaN(at.getTime())) {
    const position = { at, id };
    if (writeCursor(position) === cursor) return position;
  }
  throw noCursor();
}

export function noCursor(): ApiError {
  const fault = faultAt('cursor', 'not_a_cursor');
  return new ApiError(400, 'invalid_request', `cursor: ${fault.message}`, [fault]);
}

export const cursorField = z
  .string()
  .optional()
  .meta({ description: 'The `next` of the page before, with the same query; without it, the first page.' });

/** In an answer: where the list goes on. */
export const nextField = z
  .string()
  .nullable()
  .meta({ description: 'To be sent as `cursor` for the next page; null: this was the last.' });

/**
 * A page of a list.
 * @param read gives at most so many behind the position, in order
 */
export async function pageOf<T>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  read: (page: { limit: number; after?: Position }) => Promise<readonly T[]>,
  positionOf: (one: T) => Position,
): Promise<{ page: T[]; next: string | null }> {
  const after = cursor ? readCursor(cursor) : undefined;
  // One more tells whether there is a next page.
  const found = await read({ limit: limit + 1, ...(after && { after }) });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last ? writeCursor(positionOf(last)) : null };
}

/** So many of a list are looked at for one page. */
const MOST_LOOKED_AT = 2_000;

/**
 * A page of those of a list that are asked for. It may be short though the list goes on, once enough was looked at.
 * @param read gives what is behind the position, in order, each with whether it is asked for
 */
export async function pageOfThose<T>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  read: (page: { after?: Position }) => AsyncIterable<Belonging<T>>,
  positionOf: (one: T) => Position,
): Promise<{ page: T[]; next: string | null }> {
  const after = cursor ? readCursor(cursor) : undefined;
  const page: T[] = [];
  let looked = 0;
  for await (const { one, isIn } of read({ ...(after && { after }) })) {
    if (isIn) page.push(one);
    looked += 1;
    if (page.length <= limit && looked < MOST_LOOKED_AT) continue;
    const last = page.length > limit ? page[limit - 1] : one;
    return { page: page.slice(0, limit), next: last ? writeCursor(positionOf(last)) : null };
  }
  return { page, next: null };
}

/** A page of a list that is short enough to be read whole. @param idOf unique in the list */
export function sliceOf<T>(
  all: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  idOf: (one: T) => string,
): { page: T[]; next: string | null } {
  const write = (one: T): string => Buffer.from(idOf(one)).toString('base64url');
  const last = cursor ? all.findIndex((one) => write(one) === cursor) : -1;
  if (cursor && last === -1) throw noCursor();
  const page = all.slice(last + 1, last + 1 + limit);
  const end = page.at(-1);
  return { page, next: end && last + 1 + limit < all.length ? write(end) : null };
}
