import { describe, expect, it } from 'vitest';
import { chromiumPath, sharedBrowser } from '../../../support/running/browser.ts';
import { chatOf, servedDashboard } from './fixture.ts';

describe.skipIf(chromiumPath === null)('signing in, in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  const served = servedDashboard();

  it('goes by a link out of the chat, which opening does not spend, and which works once', async () => {
    const { buttonsFor, visit } = served();
    const [link] = await buttonsFor('olena');
    expect(link?.label).toBe('Open in the browser');
    const { page } = await visit(browser());
    for (let times = 0; times < 2; times++) {
      await page.goto(link?.url ?? '');
      await page.getByText('You will be signed in as Olena (supervisor).').waitFor();
    }
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
    await page.getByRole('link', { name: 'Olena' }).waitFor();

    const second = await visit(browser());
    await second.page.goto(link?.url ?? '');
    await second.page.getByRole('alert').getByText('This link was used already.').waitFor();
    expect(await second.page.getByRole('button', { name: 'Sign in' }).count()).toBe(0);
    await second.page.goto(`${served().service.url}/dashboard`);
    expect(new URL(second.page.url()).pathname).toBe('/dashboard/sign-in');
    expect(second.errors.splice(0)).toEqual([expect.stringContaining('status of 410')]);
  });

  it('begins a session that is listed, and after whose end the dashboard asks to sign in', async () => {
    const { enter, service } = served();
    const phone = await enter(browser(), 'taras', { width: 360 });
    const { page } = await enter(browser(), 'taras');
    await page.getByRole('link', { name: 'Taras' }).click();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
    const sessions = page.locator('.sessions li');
    expect(await sessions.count()).toBe(2);
    for (const line of await sessions.allTextContents()) {
      expect(line).toMatch(/Chrome.*Signed in 30 Nov 2026, 14:00, last seen 30 Nov 2026, 14:00/);
    }
    const current = sessions.filter({ hasText: 'This session' });
    expect(await current.count()).toBe(1);

    await sessions.filter({ hasNotText: 'This session' }).getByRole('button').click();
    await page.getByRole('status').getByText('The session was ended.').waitFor();
    expect(await sessions.count()).toBe(1);
    await phone.page.reload();
    await phone.page.getByText('Write /dashboard to the bot').waitFor();

    await current.getByRole('button').click();
    await page.waitForURL('**/dashboard/sign-in');
    await page.goto(`${service.url}/dashboard/dialogues`);
    expect(new URL(page.url()).pathname).toBe('/dashboard/sign-in');
  });

  it('goes by a Mini App of the platform as well, for who is enrolled', async () => {
    const { buttonsFor, platforms, visit } = served();
    const [, app] = await buttonsFor('marta');
    expect([app?.label, app?.opens]).toEqual(['Open here', 'app']);
    const address = platforms.telegram.openApp?.(chatOf('marta'), 'Open here') ?? '';
    const { page } = await visit(browser(), { width: 360 });
    for (let times = 0; times < 2; times++) {
      await page.goto('about:blank');
      await page.goto(address);
      await page.waitForURL('**/dashboard');
      await page.getByRole('link', { name: 'Marta' }).waitFor();
    }
    await page.getByRole('link', { name: 'Marta' }).click();
    expect(await page.locator('.sessions li').count()).toBe(1);

    const forged = await visit(browser());
    await forged.page.goto(address.replace('Marta', 'Nadia'));
    await forged.page.getByRole('alert').getByText('It could not be confirmed who you are.').waitFor();
    expect(forged.errors.splice(0)).toEqual([expect.stringContaining('status of 401')]);
  });

  it('ends by "Sign out"', async () => {
    const { enter } = served();
    const { page } = await enter(browser(), 'nadia');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/dashboard/sign-in');
    await page.goBack();
    await page.waitForURL('**/dashboard/sign-in');
  });
});
