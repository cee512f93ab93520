import { describe, expect, it } from 'vitest';
import { aHistory } from '../http/dashboard/history.ts';
import { axeFaults, chromiumPath, openPage, sharedBrowser, tooWideBy } from '../support/running/browser.ts';
import { asked, audited, at, DECEMBER, packed } from './packed.ts';

/** Pixels of the width of A4 in portrait between margins of 12 mm. */
const PAPER = 703;

describe.skipIf(chromiumPath === null)('the page of evidence in a browser', () => {
  const browser = sharedBrowser();

  it.each(['en', 'uk'] as const)(
    'fits on paper and on a phone, and axe finds nothing: %s',
    async (language) => {
      const long = asked('long', language, {
        externalId: 'T'.repeat(120),
        operator: 'Operator '.repeat(12),
        topic: 'ї'.repeat(100),
        voided: { at: at(22).getTime(), by: 'helpdesk', reason: 'Reason'.repeat(30) },
      });
      const { page: html } = await packed(await audited([...aHistory(120, DECEMBER), long]), { language });
      const { page } = await openPage(browser(), { width: 360 });
      await page.setContent(html);
      expect(await axeFaults(page)).toEqual([]);
      expect(await tooWideBy(page)).toBe(0);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: PAPER, height: 1000 });
      expect(await tooWideBy(page)).toBe(0);
    },
  );
});
