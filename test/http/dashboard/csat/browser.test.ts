import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { figuresPages } from '../figures-pages.ts';
import { aHistory } from '../history.ts';
import { type Dashboard, now, openDashboard } from '../with-dashboard.ts';

const executablePath = inject('chromiumPath');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(executablePath === null)('pages of figures in a real browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let pages: Dashboard;
  let origin: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    const target = { metric: 'csatPercent', scale: null, team: null, value: 0.8 } as const;
    pages = await figuresPages(
      aHistory(500, now),
      { targets: { list: async () => [target] } },
      openDashboard,
    );
    origin = await pages.server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });

  async function open(
    path: string,
    options: { width: number; theme: string; language: string },
  ): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: options.width, height: 900 } });
    onTestFinished(() => context.close());
    const cookies = { aw_theme: options.theme, aw_language: options.language };
    await context.addCookies(
      Object.entries(cookies).map(([name, value]) => ({ name, value, url: `${origin}/dashboard` })),
    );
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(() => expect(errors).toEqual([]));
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
    // What is folded is looked at as well.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string }> }> }> };
      };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
    });
    expect(found).toEqual([]);
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond).toBe(0);
  });

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
