import { z } from 'zod';
import type { FileKind } from '../files/files.ts';
import type { NameFilter } from '../stats/filter.ts';
import type { Statistics } from '../stats/statistics.ts';
import { csvStream } from './csv.ts';
import { contentTypes } from './file-name.ts';
import type { ExportWanted } from './pages.ts';
import { xlsxFile } from './xlsx.ts';

/** What the address of an export says: whose it is, and of which days. */
const exportPayload = z.object({ person: z.string(), from: z.string(), to: z.string() });

export interface ExportKindOptions {
  statistics: Pick<Statistics, 'dialogues' | 'zone'>;
  /**
   * To what a person's exports are narrowed now, by the id of the person; null: they may export nothing (any more). It
   * is asked when the address is opened, so that an address gives nothing to somebody who was removed meanwhile.
   */
  scopeOf: (person: string) => Promise<NameFilter | null>;
}

/** Exports behind addresses: `export_csv` and `export_xlsx`. */
export function createExportKinds({ statistics, scopeOf }: ExportKindOptions) {
  const kind = (
    type: string,
    make: (wanted: ExportWanted) => Promise<Uint8Array> | ReturnType<typeof csvStream>,
  ): FileKind => ({
    async open(payload) {
      const { data } = exportPayload.safeParse(payload);
      const filter = data && (await scopeOf(data.person));
      if (!data || !filter) return null;
      const period = { from: data.from, to: data.to };
      return { type, body: await make({ statistics, period, filter }) };
    },
  });
  return {
    export_csv: kind(contentTypes.csv, csvStream),
    export_xlsx: kind(contentTypes.xlsx, xlsxFile),
  };
}
