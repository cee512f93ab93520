import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MOST_XLSX_ROWS } from '../../../../src/exports/xlsx.ts';
import type { Store } from '../../../../src/store/store.ts';
import { named, readCsv, readSheet } from '../../../exports/read.ts';
import { dialogue } from '../../../stats/dialogues.ts';
import { chromiumPath, sharedBrowser } from '../../../support/running/browser.ts';
import { now } from '../with-dashboard.ts';
import { servedDashboard, type Visit } from './fixture.ts';

const DAY_MS = 86_400_000;

/** Two each day of the last four weeks, of two teams; and more of a third one, a year ago, than an Excel file takes. */
const dialogues = [
  ...Array.from({ length: 56 }, (_, index) =>
    dialogue({
      id: `n${index}`,
      completedAt: new Date(now.getTime() - Math.floor(index / 2) * DAY_MS),
      team: index % 2 === 0 ? 'Sales' : 'Support',
      rating: (index % 5) + 1,
      comment: index % 4 === 0 ? '=1+1; так, "дуже"' : null,
    }),
  ),
  ...Array.from({ length: MOST_XLSX_ROWS + 1 }, (_, index) =>
    dialogue({ id: `o${index}`, completedAt: new Date('2026-03-02T10:00:00Z'), team: 'Archive' }),
  ),
];
const ofSales = dialogues.filter(({ team }) => team === 'Sales');

/** Days before a moment are read once that resolves; null: at once. */
let held: { until: Date; isOver: Promise<void> } | null = null;

function holding(store: Store): Store {
  return {
    ...store,
    async listDialogues(options) {
      if (held && options.from < held.until) await held.isOver;
      return store.listDialogues(options);
    },
  };
}

describe.skipIf(chromiumPath === null)('an export, in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  const served = servedDashboard(dialogues, holding);

  /** Opens the list of a team, as one who chooses it in the form. */
  async function listOf(team: string): Promise<Visit> {
    const visit = await served().enter(browser(), 'nadia');
    const { page } = visit;
    await page.goto(`${served().service.url}/dashboard/dialogues?period=365d`);
    await page.getByText('Filters', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Team' }).selectOption(team);
    await page.getByRole('link', { name: `Team: ${team}` }).waitFor();
    return visit;
  }

  /** Begins a download by a link of the list. */
  async function downloaded(page: Page, link: string): Promise<Download> {
    const begun = page.waitForEvent('download');
    await page
      .getByRole('group', { name: 'As a file' })
      .getByRole('link', { name: link, exact: true })
      .click();
    return begun;
  }

  it('to CSV holds what the list was narrowed to, and its page tells how far it is', async () => {
    const { page } = await listOf('Sales');
    let goOn = (): void => {};
    const isOver = new Promise<void>((resolve) => (goOn = resolve));
    onTestFinished(goOn);
    held = { until: new Date('2026-11-15T00:00:00Z'), isOver };
    const download = await downloaded(page, 'CSV');
    await page.getByText(/The file is being made\. \d+ rows of about 28\. Now at 16 Nov 2026\./).waitFor();
    await page.getByRole('progressbar').waitFor();
    goOn();
    held = null;
    await page.getByRole('status').getByText('The file is complete. 28 rows.').waitFor();
    expect(download.suggestedFilename()).toBe('dialogues-2025-12-01-2026-11-30.csv');
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv.startsWith('\ufeffid,')).toBe(true);
    const rows = named(readCsv(csv.slice(1)));
    expect(rows.map(({ id, team, CSAT, 'Client Comment': comment }) => [id, team, CSAT, comment])).toEqual(
      ofSales.map(({ id, rating, comment }) => [
        id,
        'Sales',
        String(rating),
        comment === null ? '' : `'${comment}`,
      ]),
    );
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.getByText('28 dialogues shown').waitFor();
  });

  it('to Excel holds the same', async () => {
    const { page } = await listOf('Sales');
    const download = await downloaded(page, 'Excel');
    await page.getByRole('status').getByText('The file is complete. 28 rows.').waitFor();
    expect(download.suggestedFilename()).toBe('dialogues-2025-12-01-2026-11-30.xlsx');
    const [, ...rows] = readSheet(await readFile(await download.path()));
    expect(rows.map(({ A }) => A?.value)).toEqual(ofSales.map(({ id }) => id));
  });

  it('to Excel is refused where there are more rows than it takes, and CSV is offered in its place', async () => {
    const { page, errors } = await listOf('Archive');
    await page.getByRole('link', { name: 'Excel', exact: true }).click();
    await page.getByText('An Excel file has 10,000 rows at most').waitFor();
    expect(errors.splice(0)).toEqual([expect.stringContaining('status of 409')]);
    const begun = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const csv = await readFile(await (await begun).path(), 'utf8');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + MOST_XLSX_ROWS + 1);
    await page.getByRole('status').getByText('The file is complete. 10,001 rows.').waitFor();
  });
});
