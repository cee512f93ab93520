import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTranslator } from '../../../../src/locales/index.ts';
import { average, count, ofScale, share } from '../../../../src/text/figures.ts';
import { chromiumPath, sharedBrowser } from '../../../support/running/browser.ts';
import { aHistory } from '../history.ts';
import { now } from '../with-dashboard.ts';
import { servedDashboard } from './fixture.ts';

const t = createTranslator('en');
const scale = '1-5';
const month = { from: '2026-11-01', to: '2026-11-30' };

/** The figures of a page as they are read, by their names. */
const figuresOn = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('#scale-1-5 .stat, #surveys .stat')].map((stat) =>
        ['.stat-name summary', '.stat-value'].map((part) => stat.querySelector(part)?.textContent),
      ),
    ),
  );

describe.skipIf(chromiumPath === null)('filters, in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  const served = servedDashboard(aHistory(400, now));

  /** The same figures as the API gives them, written as pages write them. */
  async function figuresOfApi(filter: {
    team?: string[];
    channel?: string[];
  }): Promise<Record<string, string>> {
    const { summary } = await served().api.figures.period({ ...month, ...filter });
    const rated = summary.scales.find((one) => one.scale === scale);
    return {
      'CSAT %': share(t, rated?.csatPercent),
      'Average CSAT': ofScale(t, average(t, rated?.averageCsat, scale), scale),
      CDSAT: share(t, rated?.cdsat),
      'Completed dialogues': count(t, summary.completed),
      Surveys: count(t, summary.surveys),
      'Survey percentage': share(t, summary.surveyPercentage),
      'Share asked': share(t, summary.asked / summary.completed),
      'Response rate': share(t, summary.responseRate),
    };
  }

  it('narrow the figures to what the API says, stand in the address, and outlive "back" and a reload', async () => {
    const { page } = await served().enter(browser(), 'nadia');
    const shows = (figures: Record<string, string>): Promise<void> =>
      expect.poll(() => figuresOn(page), { timeout: 10_000 }).toEqual(figures);
    const everything = await figuresOfApi({});
    const ofSales = await figuresOfApi({ team: ['Sales'] });
    const ofViber = await figuresOfApi({ team: ['Sales'], channel: ['viber'] });
    expect(new Set([everything, ofSales, ofViber].map((one) => JSON.stringify(one))).size).toBe(3);
    await shows(everything);

    await page.getByText('Filters', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Team' }).selectOption('Sales');
    await page.waitForURL('**/dashboard?team=Sales');
    await shows(ofSales);
    await page.getByRole('combobox', { name: 'Channel' }).selectOption('viber');
    await page.waitForURL('**/dashboard?channel=viber&team=Sales');
    await shows(ofViber);

    const team = page.locator('select[name=team]');
    await page.goBack();
    await page.waitForURL('**/dashboard?team=Sales');
    await shows(ofSales);
    expect(await team.inputValue()).toBe('Sales');
    await page.goBack();
    await page.waitForURL('**/dashboard');
    await shows(everything);
    expect(await team.inputValue()).toBe('');
    await page.goForward();
    await page.waitForURL('**/dashboard?team=Sales');
    await shows(ofSales);

    await page.reload();
    await shows(ofSales);
    expect(await team.inputValue()).toBe('Sales');
    await page.getByRole('link', { name: 'Team: Sales' }).click();
    await page.waitForURL('**/dashboard');
    await shows(everything);
  });

  it('dim the figures until the new ones are there; parts that follow later dim nothing', async () => {
    const { page } = await served().enter(browser(), 'nadia');
    const dimmed = (): Promise<boolean> =>
      page.locator('#content').evaluate((content) => getComputedStyle(content).opacity !== '1');
    let goOn = (): void => {};
    const isOver = new Promise<void>((resolve) => (goOn = resolve));
    onTestFinished(goOn);
    await page.route(/parts\/alerts|team=Sales$/, async (route) => {
      await isOver;
      await route.continue();
    });
    await page.reload();
    await page.locator('.later.alerts.htmx-request').waitFor();
    expect(await dimmed()).toBe(false);
    await page.getByText('Filters', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Team' }).selectOption('Sales');
    await expect.poll(dimmed).toBe(true);
    goOn();
    await page.getByRole('link', { name: 'Team: Sales' }).waitFor();
    await expect.poll(dimmed).toBe(false);
  });
});
