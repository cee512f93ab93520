import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createExportKinds } from '../../src/exports/file-kinds.ts';
import type { NameFilter } from '../../src/stats/filter.ts';
import { aDialogue } from '../support/dialogues.ts';
import { exported } from './exported.ts';
import { named, readCsv, readSheet } from './read.ts';

const payload = { person: 'person-1', from: '2026-11-22', to: '2026-11-22' };

async function kindsFor(scopes: Record<string, NameFilter>) {
  const dialogues = [aDialogue({ team: 'Доставка' }), aDialogue({ team: 'Оплата' })];
  const { statistics } = await exported(dialogues);
  return createExportKinds({ statistics, scopeOf: async (person) => scopes[person] ?? null });
}

describe('the address of an export', () => {
  it('gives what the person may see when it is opened', async () => {
    const scopes: Record<string, NameFilter> = { 'person-1': { team: 'ДОСТАВКА' } };
    const { export_csv, export_xlsx } = await kindsFor(scopes);
    const csv = await export_csv.open(payload);
    const rows = named(readCsv((await text(csv?.body as Readable)).slice(1)));
    expect([csv?.type, rows.map(({ team }) => team)]).toEqual(['text/csv; charset=utf-8', ['Доставка']]);
    scopes['person-1'] = {};
    const xlsx = await export_xlsx.open(payload);
    expect(readSheet(xlsx?.body as Uint8Array)).toHaveLength(1 + 2);
    expect(xlsx?.type).toContain('spreadsheetml');
  });

  it('gives nothing to somebody who may not export any more, or for another payload', async () => {
    const { export_csv } = await kindsFor({});
    expect(await export_csv.open(payload)).toBeNull();
    const { export_xlsx } = await kindsFor({ 'person-1': {} });
    for (const other of [null, 7, [], { person: 'person-1' }])
      expect(await export_xlsx.open(other)).toBeNull();
  });
});
