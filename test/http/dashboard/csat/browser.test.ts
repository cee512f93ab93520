import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFaults,
  chromiumPath,
  openPage,
  sharedBrowser,
  tooWideBy,
} from '../../../support/running/browser.ts';
import { figuresPages } from '../figures-pages.ts';
import { aHistory } from '../history.ts';
import { type Dashboard, now, openDashboard } from '../with-dashboard.ts';

describe.skipIf(chromiumPath === null)('pages of figures in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  let pages: Dashboard;
  let origin: string;

  beforeAll(async () => {
    const target = { metric: 'csatPercent', scale: null, team: null, value: 0.8 } as const;
    pages = await figuresPages(
      aHistory(500, now),
      { targets: { list: async () => [target] } },
      openDashboard,
    );
    origin = await pages.server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => pages?.close());

  async function open(
    path: string,
    { width, theme, language }: { width: number; theme: string; language: string },
  ): Promise<Page> {
    const cookies = { url: `${origin}/dashboard`, values: { aw_theme: theme, aw_language: language } };
    const { page } = await openPage(browser(), { width, cookies });
    await page.goto(`${origin}${path}`);
    await page.waitForFunction(() => document.querySelectorAll('.later').length === 0);
    return page;
  }

  it.each([
    ['/dashboard?team=Support', { width: 360, theme: 'light', language: 'uk' }],
    ['/dashboard', { width: 1440, theme: 'dark', language: 'en' }],
    ['/dashboard?scale=nps&period=90d', { width: 768, theme: 'light', language: 'en' }],
    ['/dashboard/funnel?by=scenario', { width: 360, theme: 'dark', language: 'en' }],
    ['/dashboard?team=Nobody', { width: 768, theme: 'light', language: 'uk' }],
  ])('axe finds nothing on %s, and nothing is wider than the screen', async (path, options) => {
    const page = await open(path, options);
    expect(await axeFaults(page)).toEqual([]);
    expect(await tooWideBy(page)).toBe(0);
    expect(await reachingOver(page)).toEqual([]);
  });

  /** Figures that reach into the one at their right. */
  const reachingOver = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('.stat')].flatMap((stat) => {
        const value = stat.querySelector('.stat-value');
        const [own, next] = [value, stat.nextElementSibling].map((one) => one?.getBoundingClientRect());
        const isOver = own && next && next.top < own.bottom && own.right > next.left;
        return isOver ? [value?.textContent ?? ''] : [];
      }),
    );

  it('narrows the page when something is chosen, shows it in the address, and goes back', async () => {
    const page = await open('/dashboard', { width: 1440, theme: 'light', language: 'en' });
    await page.getByText('Filters', { exact: true }).click();
    await page.locator('select[name=team]').selectOption({ label: 'Sales' });
    await page.waitForURL(`${origin}/dashboard?team=Sales`);
    await page.getByRole('link', { name: 'Team: Sales' }).waitFor();
    await page.getByRole('link', { name: 'Week' }).click();
    await page.waitForURL(/step=week/);
    expect(await page.getByRole('heading', { name: 'CSAT by week' }).count()).toBe(1);
    await page.getByRole('link', { name: 'Team: Sales' }).click();
    await page.waitForURL(`${origin}/dashboard?step=week`);
    await page.locator('input[name=from]').fill('2026-11-10');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/from=2026-11-10/);
    await page.getByText('10 – 30 Nov 2026').waitFor();
  });

  it('opens a definition, and the numbers behind a chart, by the keyboard', async () => {
    const page = await open('/dashboard', { width: 1440, theme: 'light', language: 'en' });
    const name = page.locator('#scale-1-5 summary', { hasText: 'CDSAT' });
    await name.focus();
    await page.keyboard.press('Enter');
    await page.locator('#scale-1-5').getByText('dissatisfied ratings / all ratings').waitFor();
    const table = page.locator('#trend .behind summary');
    await table.focus();
    await page.keyboard.press('Enter');
    await page.locator('#trend table').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
  });
});
