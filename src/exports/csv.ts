import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Dialogue } from '../dialogue.ts';
import { type Cell, columns } from './columns.ts';
import { localTimes } from './local-time.ts';
import { dialoguePages, type ExportWanted } from './pages.ts';

/** Without it Excel reads UTF-8 as the code page of its country; some programs take it for a part of the first header. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * The dialogues as CSV (RFC 4180, UTF-8): a header, then a row each. Cells that a spreadsheet would take for a formula
 * begin with an apostrophe; times are ISO 8601 in the report zone. Reads on only as fast as it is read.
 * @param options.bom false: without a byte order mark
 */
export function csvStream(wanted: ExportWanted, options: { bom?: boolean } = {}): Readable {
  return Readable.from(chunks(wanted, options), { objectMode: false });
}

async function* chunks(
  wanted: ExportWanted,
  { bom = true }: { bom?: boolean },
): AsyncGenerator<string, void> {
  const write = csvWriter(wanted.statistics.zone);
  yield bom ? header() : header().slice(BYTE_ORDER_MARK.length);
  for await (const page of dialoguePages(wanted)) yield write(page);
}

/** What a file begins with. */
export const header = (): string => BYTE_ORDER_MARK + csvRows([columns.map(({ name }) => name)]);

/** @returns writes dialogues as rows, without a header */
export function csvWriter(zone: string): (dialogues: readonly Dialogue[]) => string {
  const localTime = localTimes(zone);
  const cell = (value: Cell): Cell => (value instanceof Date ? localTime(value).iso : value);
  return (dialogues) => csvRows(dialogues.map((dialogue) => columns.map(({ of }) => cell(of(dialogue)))));
}

/** Rows of any table, by the rules of the file: no cell is a formula. */
export const csvRows = (cells: readonly Cell[][]): string =>
  stringify([...cells], {
    record_delimiter: '\r\n',
    // Otherwise a single LF or CR in a comment would begin a row for most readers.
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: (value) => String(value) },
  });
