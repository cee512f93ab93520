import { ApiError } from '../../errors.ts';
import type { Dialogue } from '../../dialogue.ts';

type Position = Pick<Dialogue, 'completedAt' | 'id'>;

/** Where a list goes on, for the caller to send back as it is. */
export function writeCursor({ completedAt, id }: Position): string {
  return Buffer.from(`${completedAt.getTime()}:${id}`).toString('base64url');
}

/** @throws {ApiError} for anything that `writeCursor` did not write */
export function readCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, time, id] = /^(-?\d{1,16}):(.{1,200})$/su.exec(text) ?? [];
  const completedAt = new Date(Number(time));
  if (id !== undefined && !id.includes('\uFFFD') && !Number.isNaN(completedAt.getTime())) {
    const position = { completedAt, id };
    if (writeCursor(position) === cursor) return position;
  }
  const message =
    'is not a cursor; send "next" of the page before as it is, or leave it out for the first page';
  throw new ApiError(400, 'invalid_request', `cursor: ${message}`, [{ path: 'cursor', message }]);
}
