import { createRequire } from 'node:module';
import pLimit from 'p-limit';
import { ApiError } from '../errors.ts';
import { onThread, type ThreadWork } from '../thread/on-thread.ts';
import { type Cell, columns } from './columns.ts';
import { localTimes } from './local-time.ts';
import { dialoguePages, type ExportWanted } from './pages.ts';

/** The file is made in memory, so it has an end; CSV has none. */
export const MOST_XLSX_ROWS = 10_000;

/** What Excel takes in one cell, in UTF-16 units. @see Excel specifications and limits, Microsoft */
const LONGEST_CELL = 32_767;
const CUT = '…';

const require = createRequire(import.meta.url);

/** 10,000 rows take almost a second, which is too long for a thread that answers taps. */
const write: ThreadWork = {
  code: `
    const { default: writeXlsxFile } = load('write-excel-file');
    const cellOf = (value) =>
      value instanceof Date ? { value, type: Date, format: 'yyyy-mm-dd hh:mm:ss' } : value;
    const header = data.header.map((value) => ({ value, fontWeight: 'bold' }));
    const rows = [header, ...data.rows.map((row) => row.map(cellOf))];
    writeXlsxFile(rows, { sheet: 'dialogues', stickyRowsCount: 1 }).toBuffer().then(done);
  `,
  libraries: { 'write-excel-file': require.resolve('write-excel-file/node') },
};
const oneAtATime = pLimit(1);

/**
 * The dialogues as an Excel file. Numbers, times and truth values are such, a time as the clocks of the report zone
 * show it; a text is never a formula.
 * @throws {ApiError} `too_many_rows`, past `MOST_XLSX_ROWS`
 */
export function xlsxFile(wanted: ExportWanted): Promise<Uint8Array> {
  // Also what is read for it is in memory.
  return oneAtATime(() => makeFile(wanted));
}

async function makeFile(wanted: ExportWanted): Promise<Uint8Array> {
  const localTime = localTimes(wanted.statistics.zone);
  const cellOf = (value: Cell): Cell => {
    if (value instanceof Date) return localTime(value).shown;
    return typeof value === 'string' ? fitting(value) : value;
  };
  const rows: Cell[][] = [];
  for await (const page of dialoguePages(wanted)) {
    for (const dialogue of page) rows.push(columns.map(({ of }) => cellOf(of(dialogue))));
    if (rows.length > MOST_XLSX_ROWS) throw tooMany(wanted);
  }
  return onThread(write, { header: columns.map(({ name }) => name), rows });
}

const fitting = (text: string): string =>
  text.length <= LONGEST_CELL
    ? text
    : text.slice(0, LONGEST_CELL - CUT.length).replace(/[\ud800-\udbff]$/, '') + CUT;

const tooMany = ({ period: { from, to } }: ExportWanted): ApiError =>
  new ApiError(
    409,
    'too_many_rows',
    `there are more than ${MOST_XLSX_ROWS} dialogues from ${from} to ${to}, which is the most for Excel; ask for CSV, or for fewer days`,
  );
