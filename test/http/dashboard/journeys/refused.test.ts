import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { chromiumPath, sharedBrowser } from '../../../support/running/browser.ts';
import { type Name, servedDashboard } from './fixture.ts';

describe.skipIf(chromiumPath === null)('a role that may not, in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  const served = servedDashboard();
  const pages = { csat: '', funnel: '/funnel', dialogues: '/dialogues', audit: '/audit', status: '/status' };
  type Section = keyof typeof pages;
  const address = (path: string): string => `${served().service.url}/dashboard${path}`;
  const buttonsOn = (page: Page): Promise<string[]> =>
    page.locator('main').getByRole('button').allTextContents();

  it('reaches no dialogue of another team by its id in the address, and is offered what it may do alone', async () => {
    const { enter, rated } = served();
    const own = await rated(1, { externalId: 'S-1', team: 'Sales', operator: 'Lesia', comment: 'Slow' });
    const other = await rated(1, { externalId: 'B-1', team: 'Billing', operator: 'Secret', comment: 'Hush' });
    const { page, errors } = await enter(browser(), 'taras');
    await page.getByRole('link', { name: 'Dialogues', exact: true }).click();
    await page.getByText('1 dialogue shown').waitFor();
    await page.getByRole('link', { name: 'S-1' }).click();
    await page.waitForURL(address(`/dialogues/${own}`));
    // A supervisor handles the alert, disputes and writes notes; voiding is an administrator's.
    expect(await buttonsOn(page)).toEqual(['I take it', 'Resolved', 'Add the note']);
    await page.getByText('Dispute the rating').first().waitFor();
    expect(await page.getByText('Void the rating').count()).toBe(0);

    await page.goto(page.url().replace(own, other));
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    const said = await page.locator('main').innerText();
    for (const secret of ['B-1', 'Billing', 'Secret', 'Hush']) expect(said).not.toContain(secret);
    expect(errors.splice(0)).toEqual([expect.stringContaining('status of 404')]);
    await page.getByRole('link', { name: 'To the dashboard' }).click();
    await page.getByRole('heading', { name: 'Surveys' }).waitFor();
    await page.goto(address('/dialogues?team=Billing&operator=Secret'));
    await page.getByText('No dialogues', { exact: true }).waitFor();
  });

  it('is offered, as an operator, nothing but a dispute of their own rating', async () => {
    const { enter, rated } = served();
    const id = await rated(1, { externalId: 'A-1', team: 'Support', operator: 'Andriy', comment: 'Rude' });
    const { page } = await enter(browser(), 'andriy', { width: 360 });
    await page.getByRole('link', { name: 'Dialogues', exact: true }).click();
    await page.getByRole('link', { name: 'A-1' }).click();
    await page.waitForURL(address(`/dialogues/${id}`));
    await page.getByText('Dispute the rating').first().waitFor();
    expect(await buttonsOn(page)).toEqual([]);
  });

  it.each<[Name, Section[]]>([
    ['taras', ['csat', 'funnel', 'dialogues', 'audit']],
    ['andriy', ['csat', 'funnel', 'dialogues']],
    ['ihor', ['status']],
  ])(
    'begins, as %s, on the first page of the menu, %j, and is refused every other one',
    async (name, allowed) => {
      const { page, errors } = await served().enter(browser(), name);
      const menu = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
      const hrefs = await menu.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      expect(hrefs).toEqual(allowed.map((section) => `/dashboard${pages[section]}`));
      expect(page.url()).toBe(`${served().service.url}${hrefs[0]}`);
      expect(errors).toEqual([]);
      for (const [section, path] of Object.entries(pages)) {
        await page.goto(address(path));
        const isRefused =
          (await page.getByRole('heading', { name: 'You may not see this page' }).count()) > 0;
        expect([section, isRefused]).toEqual([section, !allowed.includes(section as Section)]);
        expect(errors.splice(0)).toEqual(isRefused ? [expect.stringContaining('status of 403')] : []);
      }
    },
  );
});
