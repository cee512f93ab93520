import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFaults, chromiumPath, sharedBrowser, tooWideBy } from '../../../support/running/browser.ts';
import { aHistory } from '../history.ts';
import { now } from '../with-dashboard.ts';
import { type Looks, servedDashboard } from './fixture.ts';

const phone = { width: 360 };
const desk = { width: 1440 };
const light = { theme: 'light', language: 'en' } as const;
const dark = { theme: 'dark', language: 'uk' } as const;
/** As long as helpdesks and clients write them. */
const long = 'Довгеслово'.repeat(12);

describe.skipIf(chromiumPath === null)(
  'pages that show no figures, in a real browser',
  { timeout: 60_000 },
  () => {
    const browser = sharedBrowser();
    const served = servedDashboard(aHistory(60, now));

    it.each<[said: string, Looks, paths: string[]]>([
      ['on a phone, dark', { ...phone, ...dark }, ['/dialogues', '/sessions', '/audit']],
      ['on a desktop, light', { ...desk, ...light }, ['/dialogues', '/sessions', '/audit']],
      [
        'on a phone, light',
        { ...phone, ...light },
        ['/dialogues/{long}', '/dialogues?search=nothing', '/exports?format=csv', '/status'],
      ],
      ['on a desktop, dark', { ...desk, ...dark }, ['/dialogues/{long}', '/status']],
    ])('pass axe, and are no wider than the screen, %s', async (_said, looks, paths) => {
      const { enter, rated, service } = served();
      const id = await rated(1, { externalId: long, team: 'Support', operator: long, comment: long });
      const { page } = await enter(browser(), 'iryna', looks);
      for (const path of paths) {
        await page.goto(`${service.url}/dashboard${path.replace('{long}', id)}`);
        expect([path, await tooWideBy(page), await axeFaults(page)]).toEqual([path, 0, []]);
        // A table scrolls on a phone alone.
        if (looks.width === desk.width) expect([path, await scrolled(page)]).toEqual([path, []]);
      }
    });

    it.each<[said: string, Looks]>([
      ['on a phone, dark', { ...phone, ...dark }],
      ['on a desktop, light', { ...desk, ...light }],
    ])('do so as well where one signs in or is refused, %s', async (_said, looks) => {
      const { buttonsFor, service, visit } = served();
      const [link] = await buttonsFor('olena');
      const { page, errors } = await visit(browser(), looks);
      const signIn = `${service.url}/dashboard/sign-in`;
      for (const address of [link?.url ?? '', signIn, `${signIn}/unknown`, `${signIn}/un/known`]) {
        await page.goto(address);
        expect([address, await tooWideBy(page), await axeFaults(page)]).toEqual([address, 0, []]);
      }
      const missing = expect.stringContaining('status of 404');
      expect(errors.splice(0)).toEqual([missing, missing]);
    });

    /** The tables that are wider than their place. */
    const scrolled = (page: Page): Promise<Array<string | null>> =>
      page.evaluate(() =>
        [...document.querySelectorAll('.table-scroll')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map((table) => table.getAttribute('aria-label')),
      );
  },
);
