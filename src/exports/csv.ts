import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Dialogue } from '../dialogue.ts';
import { type Cell, columns } from './columns.ts';
import { localTimes } from './local-time.ts';
import { dialoguePages, type ExportWanted } from './pages.ts';

/** Without it Excel reads UTF-8 as the code page of its country. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The dialogues as CSV (RFC 4180, UTF-8): a header, then a row each. Cells that a spreadsheet would take for a formula
 * begin with an apostrophe; times are ISO 8601 in the report zone. Reads on only as fast as it is read.
 */
export function csvStream(wanted: ExportWanted): Readable {
  return Readable.from(chunks(wanted), { objectMode: false });
}

async function* chunks(wanted: ExportWanted): AsyncGenerator<string, void> {
  const write = csvWriter(wanted.statistics.zone);
  yield header();
  for await (const page of dialoguePages(wanted)) yield write(page);
}

/** What a file begins with. */
export const header = (): string => BYTE_ORDER_MARK + rows([columns.map(({ name }) => name)]);

/** @returns writes dialogues as rows, without a header */
export function csvWriter(zone: string): (dialogues: readonly Dialogue[]) => string {
  const localTime = localTimes(zone);
  const cell = (value: Cell): Cell => (value instanceof Date ? localTime(value).iso : value);
  return (dialogues) => rows(dialogues.map((dialogue) => columns.map(({ of }) => cell(of(dialogue)))));
}

const rows = (cells: readonly Cell[][]): string =>
  stringify([...cells], {
    record_delimiter: '\r\n',
    // Otherwise a single LF or CR in a comment would begin a row for most readers.
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: (value) => String(value) },
  });
