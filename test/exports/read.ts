import { inflateRawSync } from 'node:zlib';
import { readXml } from '../charts/read-svg.ts';

/** The rows of a CSV text (RFC 4180). Fails on a quote where none may stand. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, bare = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The rows by the names of their header. */
export function named(rows: readonly string[][]): Array<Record<string, string>> {
  const [header = [], ...others] = rows;
  return others.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** The files of a ZIP archive, by its central directory. */
export function unzip(archive: Uint8Array): Map<string, string> {
  const zip = Buffer.from(archive);
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [size, nameLength, extra, comment] = [20, 28, 30, 32].map((offset, index) =>
      index === 0 ? zip.readUInt32LE(at + offset) : zip.readUInt16LE(at + offset),
    ) as [number, number, number, number];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    const text = (zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString('utf8');
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), text);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

export interface SheetCell {
  /** Of the format: `s` a text, `n` a number or a time, `b` a truth value. */
  type: string;
  /** A text, or the number as it stands. */
  value: string;
}

/** The cells of the first sheet of an Excel file, by row and column. */
export function readSheet(file: Uint8Array): Array<Record<string, SheetCell>> {
  const files = unzip(file);
  const shared = readXml((files.get('xl/sharedStrings.xml') ?? '').replace(/^<\?.*?\?>\s*/, ''))
    .filter(({ name }) => name === 't')
    .map(({ text }) => text);
  const sheet = (files.get('xl/worksheets/sheet1.xml') ?? '').replace(/^<\?.*?\?>\s*/, '');
  const rows: Array<Record<string, SheetCell>> = [];
  let cell: SheetCell | undefined;
  for (const { name, attributes, text } of readXml(sheet)) {
    if (name === 'row') rows.push({});
    if (name === 'c') {
      cell = { type: attributes.t ?? 'n', value: '' };
      const row = rows.at(-1);
      if (row) row[attributes.r?.replace(/\d/g, '') ?? ''] = cell;
    }
    if (name === 'v' && cell) cell.value = cell.type === 's' ? (shared[Number(text)] ?? '') : text;
  }
  return rows;
}
