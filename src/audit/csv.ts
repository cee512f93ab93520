import type { Cell } from '../exports/columns.ts';
import { BYTE_ORDER_MARK, csvRows } from '../exports/csv.ts';
import { localTimes } from '../exports/local-time.ts';

/**
 * A table as a CSV file, a piece at a time: as exports are written, with times by the clock of a zone.
 * @param head the names of its columns, which never change, since programs read them
 */
export async function* csvTable(
  zone: string,
  head: readonly string[],
  pieces: AsyncIterable<Cell[][]> | Iterable<Cell[][]>,
): AsyncGenerator<string, void> {
  const localTime = localTimes(zone);
  const written = (value: Cell): Cell => (value instanceof Date ? localTime(value).iso : value);
  yield BYTE_ORDER_MARK + csvRows([[...head]]);
  for await (const rows of pieces) {
    if (rows.length > 0) yield csvRows(rows.map((row) => row.map(written)));
  }
}
