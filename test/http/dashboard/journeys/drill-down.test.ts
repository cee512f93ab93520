import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { chromiumPath, sharedBrowser } from '../../../support/running/browser.ts';
import { aHistory } from '../history.ts';
import { now } from '../with-dashboard.ts';
import { servedDashboard } from './fixture.ts';

describe.skipIf(chromiumPath === null)('drilling down, in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  const served = servedDashboard(aHistory(240, now));
  const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

  /** Follows a figure to the list of its dialogues. @returns the rows, each cell by the name of its column */
  async function followed(page: Page, figure: Locator): Promise<Array<Record<string, string>>> {
    await figure.click();
    await page.waitForURL('**/dashboard/dialogues?**');
    return page
      .getByRole('table', { name: 'Dialogues' })
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          Object.fromEntries(
            [...row.querySelectorAll<HTMLElement>('[data-label]')].map((cell) => [
              cell.dataset['label'],
              cell.innerText.trim(),
            ]),
          ),
        ),
      );
  }

  it('leads from a figure to exactly the dialogues behind it', async () => {
    const { page } = await served().enter(browser(), 'nadia');
    const ratings = page.locator('#scale-1-5');
    const low = ratings.locator('.stat', { hasText: 'CDSAT' });
    const dissatisfied = numberIn(await low.innerText(), /(\d+) of \d+ ratings/);
    expect(dissatisfied).toBeGreaterThan(3);
    const lowRows = await followed(page, low.getByRole('link'));
    expect(lowRows).toHaveLength(dissatisfied);
    for (const { CSAT } of lowRows) expect(CSAT).toMatch(/^[12] of 5/);

    await page.goBack();
    const bar = page.locator('#histogram a').filter({ hasText: /^5 of 5/ });
    const fives = numberIn((await bar.locator('title').textContent()) ?? '', /: (\d+) ratings/);
    const fiveRows = await followed(page, bar);
    expect(fiveRows).toHaveLength(fives);
    for (const { CSAT } of fiveRows) expect(CSAT).toMatch(/^5 of 5/);

    await page.goBack();
    await page.locator('#operator .behind summary').click();
    const row = page.locator('#operator tbody tr').filter({ hasText: 'Andriy' });
    const ofAndriy = numberIn(await row.locator('td').nth(2).innerText(), /^(\d+)$/);
    const operatorRows = await followed(page, row.getByRole('link'));
    expect(operatorRows).toHaveLength(ofAndriy);
    for (const { Operator } of operatorRows) expect(Operator).toBe('Andriy');
  });

  it('goes on to a dialogue’s own page with its course, and back to the same list', async () => {
    const { enter, rated } = served();
    await rated(1, { externalId: 'T-77', team: 'Support', operator: 'Lesia', comment: 'Two days late' });
    const { page } = await enter(browser(), 'nadia', { width: 360 });
    await followed(page, page.locator('#scale-1-5 .stat', { hasText: 'CDSAT' }).getByRole('link'));
    const list = page.url();
    await page.getByRole('link', { name: 'T-77' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dialogue T-77' }).waitFor();
    const answers = page.getByRole('region', { name: 'Answers' });
    await answers.getByText('1 of 5').waitFor();
    await answers.getByText('Two days late').waitFor();
    const course = await page.getByRole('region', { name: 'Course' }).getByRole('listitem').allInnerTexts();
    const steps = [
      'Dialogue completed',
      'Reported',
      'Asked',
      'Delivered',
      'CSAT',
      'Client Comment',
      'Alert raised',
    ];
    const places = steps.map((step) => course.findIndex((said) => said.includes(step)));
    expect([places.includes(-1), places]).toEqual([false, places.toSorted((a, b) => a - b)]);
    await page.goBack();
    await page.waitForURL(list);
    await page.getByRole('link', { name: 'T-77' }).waitFor();
  });
});
