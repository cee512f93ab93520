import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { chromiumPath, sharedBrowser } from '../../../support/running/browser.ts';
import { chatOf, type Name, servedDashboard } from './fixture.ts';

describe.skipIf(chromiumPath === null)('a low rating, in a real browser', { timeout: 60_000 }, () => {
  const browser = sharedBrowser();
  const served = servedDashboard();
  const card = (page: Page) => page.getByRole('region', { name: 'Low rating' });
  /** What somebody's chat shows of the alert. */
  const told = (name: Name) =>
    served()
      .platforms.telegram.chat(chatOf(name))
      .messages.findLast(({ text }) => text.includes('Rude'));

  it('is taken and resolved on its page, and the others see by whom', async () => {
    const { enter, rated, service } = served();
    const id = await rated(1, { externalId: 'T-5', team: 'Support', operator: 'Andriy', comment: 'Rude' });
    const path = `/dashboard/dialogues/${id}`;
    for (const name of ['olena', 'marta'] as const) expect(told(name)).toBeDefined();
    const { page: ofOlena } = await enter(browser(), 'olena');
    const { page: ofMarta } = await enter(browser(), 'marta', { width: 360 });

    await ofMarta.goto(`${service.url}${path}`);
    await card(ofMarta).getByText('Nobody has taken it yet').waitFor();
    await ofOlena
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Dialogues', exact: true })
      .click();
    await ofOlena.getByRole('link', { name: 'T-5' }).click();
    await card(ofOlena).getByRole('button', { name: 'I take it' }).click();
    await ofOlena.getByRole('status').getByText('The low rating is yours.').waitFor();
    await card(ofOlena).getByText('Taken: Olena, 30 Nov 2026, 14:01').waitFor();
    expect(await card(ofOlena).getByRole('button').allTextContents()).toEqual(['Resolved']);

    // Marta still has the page as it was before.
    await card(ofMarta).getByRole('button', { name: 'I take it' }).click();
    await ofMarta.getByText('Olena took it first.').waitFor();
    await card(ofMarta).getByText('Taken: Olena').waitFor();
    await service.app.worker.runAll();
    for (const name of ['olena', 'marta'] as const) expect(told(name)?.text).toContain('Taken by Olena');

    await card(ofOlena).getByLabel('How it was resolved').fill('Refunded & apologised');
    await card(ofOlena).getByRole('button', { name: 'Resolved' }).click();
    await ofOlena.getByRole('status').getByText('Resolved. The others can see it.').waitFor();
    await ofMarta.reload();
    await card(ofMarta).getByText('Resolved: Olena').waitFor();
    await card(ofMarta).getByText('Refunded & apologised').waitFor();
    expect(await card(ofMarta).getByRole('button').count()).toBe(0);
    const course = ofMarta.getByRole('region', { name: 'Course' });
    for (const step of ['Alert taken', 'Alert resolved']) await course.getByText(step).waitFor();
    await service.app.worker.runAll();
    expect(told('marta')?.text).toContain('Refunded & apologised');
  });
});
