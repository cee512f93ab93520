import { describe, expect, it } from 'vitest';
import { columns } from '../../src/exports/columns.ts';
import { MOST_XLSX_ROWS, xlsxFile } from '../../src/exports/xlsx.ts';
import { aDialogue } from '../support/dialogues.ts';
import { endless, exported } from './exported.ts';
import { readSheet, type SheetCell, unzip } from './read.ts';

const letterOf = (column: string): string =>
  String.fromCharCode(65 + columns.findIndex(({ name }) => name === column));
const cellOf = (row: Record<string, SheetCell> | undefined, column: string) => row?.[letterOf(column)];

/** The days since 1899-12-30, as Excel counts them. @see ECMA-376, part 1, 18.17.4.1 */
const serial = (shown: string): number => (Date.parse(`${shown}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;

describe('an export for Excel', () => {
  it('has a header and real numbers, times and truth values', async () => {
    const dialogue = aDialogue({
      outcome: 'answered',
      rating: 4,
      comment: 'Дякую',
      tags: ['vip'],
      superseded: true,
    });
    const [head, row, ...others] = readSheet(await xlsxFile(await exported([dialogue])));
    expect(others).toEqual([]);
    expect(Object.values(head ?? {}).map(({ value }) => value)).toEqual(columns.map(({ name }) => name));
    expect(cellOf(row, 'CSAT')).toEqual({ type: 'n', value: '4' });
    expect(cellOf(row, 'Client Comment')).toEqual({ type: 's', value: 'Дякую' });
    expect(cellOf(row, 'superseded')).toEqual({ type: 'b', value: '1' });
    expect(cellOf(row, 'voided')?.value ?? '').toBe('');
    const completed = cellOf(row, 'completedAt');
    expect(completed?.type).toBe('n');
    // 09:00 in UTC is 11:00 in Kyiv, in November.
    expect(Number(completed?.value)).toBeCloseTo(serial('2026-11-22T11:00:00'), 8);
  });

  it('takes no text for a formula, and keeps it as it is', async () => {
    const texts = ['=1+1', '+1', '<b>&amp;</b>', '"a", b\nc', '👍🏽 дякую', 'дуже '.repeat(800)];
    const dialogues = texts.map((comment, index) => aDialogue({ id: `comment0000${index}`, comment }));
    const file = await xlsxFile(await exported(dialogues));
    const rows = readSheet(file).slice(1);
    expect(rows.map((row) => cellOf(row, 'Client Comment')?.value)).toEqual(texts);
    expect(unzip(file).get('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  });

  it('is readable with what XML cannot hold, and with more than a cell can', async () => {
    const dialogues = [
      aDialogue({ id: 'dialogue000a', comment: 'a\u0000\u0008b\ud83d' }),
      aDialogue({ id: 'dialogue000b', comment: `${'x'.repeat(32_765)}👍 and more` }),
    ];
    const [, odd, long] = readSheet(await xlsxFile(await exported(dialogues)));
    expect(cellOf(odd, 'Client Comment')?.value).toMatch(/^ab/);
    expect(cellOf(long, 'Client Comment')?.value).toBe(`${'x'.repeat(32_765)}…`);
  });

  it('has as many rows as it may, and is refused with one more, naming CSV', async () => {
    const period = { from: '2026-11-22', to: '2026-11-22' };
    const dialogue = aDialogue({ comment: 'Дякую' });
    const wanted = (rows: number) => ({ ...endless(() => dialogue, rows), period, filter: {} });
    const most = readSheet(await xlsxFile(wanted(MOST_XLSX_ROWS)));
    expect(most).toHaveLength(MOST_XLSX_ROWS + 1);
    const more = endless(() => dialogue, 1_000_000);
    await expect(xlsxFile({ ...more, period, filter: {} })).rejects.toMatchObject({
      status: 409,
      code: 'too_many_rows',
      message: expect.stringMatching(/more than 10000 dialogues.*ask for CSV/),
    });
    expect(more.read()).toBeLessThan(MOST_XLSX_ROWS + 1_001);
  });
});
