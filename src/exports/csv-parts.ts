import type { Dialogue } from '../dialogue.ts';
import { csvWriter, header } from './csv.ts';
import { dialoguePages, type ExportWanted } from './pages.ts';

/** A whole CSV file with some of the rows. */
export interface CsvPart {
  /** 1 for the first. */
  number: number;
  rows: number;
  body: Uint8Array;
  /** Its oldest dialogue, behind which the next part begins; null: it has no rows. */
  last: Pick<Dialogue, 'completedAt' | 'id'> | null;
  isLast: boolean;
}

/**
 * The dialogues as several CSV files of at most `mostBytes` each, for a platform that takes none that are larger. One
 * part is in memory at a time; without dialogues there is one of the header alone.
 * @throws {RangeError} when a single row is larger
 */
export async function* csvParts(wanted: ExportWanted, mostBytes: number): AsyncGenerator<CsvPart, void> {
  const write = csvWriter(wanted.statistics.zone);
  const encode = (dialogues: readonly Dialogue[]): Buffer => Buffer.from(write(dialogues));
  const head = Buffer.from(header());
  let number = 1;
  let rows = 0;
  let bytes = head.length;
  let body: Buffer[] = [head];
  let last: CsvPart['last'] = null;

  for await (const page of dialoguePages(wanted)) {
    const whole = encode(page);
    // Only where a part ends is it looked which row is the first that has no room.
    const pieces = bytes + whole.length <= mostBytes ? [page] : page.map((dialogue) => [dialogue]);
    for (const piece of pieces) {
      const written = piece === page ? whole : encode(piece);
      if (head.length + written.length > mostBytes) {
        throw new RangeError(
          `a row of ${written.length} bytes has no room in a file of ${mostBytes}; allow larger files`,
        );
      }
      if (bytes + written.length > mostBytes) yield part(false);
      body.push(written);
      bytes += written.length;
      rows += piece.length;
      last = piece.at(-1) ?? last;
    }
  }
  if (rows > 0 || number === 1) yield part(true);

  function part(isLast: boolean): CsvPart {
    const made = { number, rows, body: Buffer.concat(body), last, isLast };
    number += 1;
    rows = 0;
    bytes = head.length;
    body = [head];
    return made;
  }
}
