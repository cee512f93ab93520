import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { chromiumPath, sharedBrowser } from '../../support/running/browser.ts';
import { act, api, receiver, simulator, telegram, telegramMessage, useHelpdesk } from './world.ts';

useHelpdesk();

const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 780 } } as const;

describe.skipIf(chromiumPath === null)('the inbox on the page', { timeout: 30_000 }, () => {
  const browser = sharedBrowser();

  const opened: Array<{ context: BrowserContext; errors: string[] }> = [];
  /** Runs before the simulator is stopped, whose pages would then say that their connection is gone. */
  afterEach(async () => {
    for (const { context, errors } of opened.splice(0)) {
      await context.close();
      expect(errors).toEqual([]);
    }
  });

  /** @param channels of which Afterword passes on what is not its own */
  async function open(size: keyof typeof sizes, channels: Array<'telegram' | 'viber'>): Promise<Page> {
    simulator.connectHelpdesk({
      baseUrl: 'http://127.0.0.1:1',
      apiKey: 'key',
      supervisors: { telegram: '100', viber: 'supervisor-viber==' },
      describe: 'nothing',
      scenarios: ['csat'],
      relay: Object.fromEntries(channels.map((name) => [name, `${simulator.url}/helpdesk/${name}`])),
    });
    const context = await browser().newContext({ viewport: sizes[size] });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    opened.push({ context, errors });
    await page.goto(simulator.url);
    await page.getByText('live', { exact: true }).waitFor();
    return page;
  }
  /** Whether the page is no wider than its window, and nothing of the helpdesk wider than its column. */
  const fits = (page: Page): Promise<unknown> =>
    page.evaluate(`
      document.documentElement.scrollWidth <= window.innerWidth &&
      [...document.querySelectorAll('.helpdesk :is(input, button, pre, label)')].every(
        (node) => node.offsetParent === null ||
          node.getBoundingClientRect().right <= node.closest('.facts, .card, .desks').getBoundingClientRect().right,
      )`);
  const client = (number: number): never => ({ id: 600 + number, first_name: `Client ${number}` }) as never;

  for (const size of ['desktop', 'phone'] as const) {
    it(`goes from a message to the rating in a private note, at a ${size}'s width`, async () => {
      await act('settings', { webhookUrl: receiver.url, signingSecret: '' });
      const page = await open(size, ['telegram', 'viber']);
      const notes = page.getByTestId('inbox-note');
      await telegram(telegramMessage('Where is <b>my parcel</b>?'));
      await page.getByTestId('inbox-client').getByText('Where is <b>my parcel</b>?').waitFor();
      await page.getByTestId('desk-inbox').getByText('(1)').waitFor();
      await page.getByTestId('inbox-input').fill('With the courier');
      await page.getByTestId('inbox-input').press('Enter');
      await page.getByTestId('inbox-operator').getByText('With the courier').waitFor();
      expect(simulator.telegram.chat('501').messages.at(-1)?.text).toBe('With the courier');

      await page.getByTestId('inbox-resolve').click();
      await page.getByTestId('inbox-reopen').waitFor();
      const { id, status } = JSON.parse(receiver.received[0]?.body ?? '');
      expect(status).toBe('resolved');
      await api('POST', `/${id}/messages`, { content: 'Rated 5 of 5 \\(really\\)', private: true });
      await notes.getByText('Rated 5 of 5 (really)', { exact: true }).waitFor();
      await api('POST', `/${id}/custom_attributes`, { custom_attributes: { csat_rating: 5 } });
      await page.getByTestId('inbox-attributes').getByText('csat_rating: 5').waitFor();
      await page.getByTestId('inbox-reopen').click();
      await page.getByTestId('inbox-resolve').waitFor();
      expect(await page.getByTestId('inbox-notice').textContent()).toBe('');
      expect(await page.getByTestId('inbox-error').textContent()).toBe('');
      expect(await fits(page)).toBe(true);
      await telegram(telegramMessage('And from me', client(1)));
      await telegram(telegramMessage('It came back'));
      await page.getByTestId('desk-inbox').getByText('(2)').waitFor();
      await page.getByTestId('desk-form').click();
      expect(await fits(page)).toBe(true);
    });

    it(`shows what to set where nothing is passed on, at a ${size}'s width`, async () => {
      const page = await open(size, []);
      await page.getByTestId('helpdesk-complete').waitFor();
      await page.getByTestId('desk-inbox').click();
      await page.getByText('This helpdesk receives nothing yet').waitFor();
      expect(await page.getByTestId('helpdesk-complete').isVisible()).toBe(false);
      await page.getByText('Connect it to Afterword', { exact: true }).click();
      expect((await page.getByTestId('inbox-env').textContent())?.split('\n')).toEqual([
        `RELAY_URL_TELEGRAM=${simulator.url}/helpdesk/telegram`,
        'RELAY_SECRET_TELEGRAM=simulated-helpdesk-secret',
        `RELAY_URL_VIBER=${simulator.url}/helpdesk/viber`,
        'CONNECT_CHATWOOT_SECRET=simulated-connect-secret',
        `CONNECT_CHATWOOT_URL=${simulator.url}/helpdesk`,
        'CONNECT_CHATWOOT_API_TOKEN=simulated-helpdesk-api-token',
        'CONNECT_CHATWOOT_ACCOUNT=1',
      ]);
      await page.getByTestId('inbox-suggest').click();
      await page.getByTestId('inbox-save').click();
      await page.getByTestId('inbox-saved').getByText('Saved.').waitFor();
      await page.getByText('Try an outage').click();
      await page.getByTestId('inbox-mode-down').click();
      await page.getByText('It answers everything with 500.').waitFor();
      expect((await telegram(telegramMessage('lost?'))).status).toBe(500);
      expect(await fits(page)).toBe(true);
      await page.getByText('All updates since the start are counted').waitFor();
    });
  }

  it('counts the conversations, and keeps the open one in sight while the list is scrolled', async () => {
    for (let number = 1; number <= 6; number++) await telegram(telegramMessage('Hi', client(number)));
    const page = await open('desktop', ['telegram', 'viber']);
    await page.getByTestId('inbox-total').getByText('6 conversations, 6 waiting').waitFor();
    const list = page.getByTestId('inbox-list');
    const opened = list.locator('[aria-pressed="true"]');
    await opened.getByText('Client 6').waitFor();
    const scrolled = await page.evaluate(`(() => {
      const list = document.querySelector('[data-testid="inbox-list"]');
      list.scrollTo(0, list.scrollHeight);
      return list.scrollTop;
    })()`);
    expect(scrolled).toBeGreaterThan(60);
    const [outer, inner] = [await list.boundingBox(), await opened.boundingBox()];
    expect(inner?.y).toBeGreaterThanOrEqual(outer?.y ?? Number.NaN);
    expect(inner?.y).toBeLessThan((outer?.y ?? 0) + (outer?.height ?? 0) - (inner?.height ?? 0));
  });

  it('says whose phone is shown once opening a conversation has changed that', async () => {
    await telegram(telegramMessage('Where is it?'));
    await telegram(telegramMessage('Де вона?', { id: 502, first_name: 'Олена' } as never));
    const page = await open('phone', ['telegram', 'viber']);
    const row = (name: string): Locator => page.getByTestId('inbox-conversation').filter({ hasText: name });
    await row('Олена').click();
    await page.getByText('Telegram was switched to the phone of Олена.').waitFor();
    await row('Олена').click();
    await expect.poll(() => page.getByTestId('inbox-switched').textContent()).toBe('');
    await row('Emily').click();
    await page.getByText('Telegram was switched to the phone of Emily Carter.').waitFor();
    await page.getByTestId('inbox-look').click();
    await page.getByTestId('telegram-chat').waitFor();
    expect(await page.getByTestId('telegram-client-501').getAttribute('aria-pressed')).toBe('true');
  });

  it('says that nobody is told of a conversation while no webhook is saved', async () => {
    await telegram(telegramMessage('Where is it?'));
    const page = await open('desktop', ['telegram', 'viber']);
    const notice = page.getByTestId('inbox-error');
    await page.getByTestId('inbox-resolve').click();
    await notice.getByText('Nobody was told of this: save a webhook URL under').waitFor();
    await act('settings', { webhookUrl: receiver.url, signingSecret: '' });
    await page.getByTestId('inbox-reopen').click();
    await page.getByTestId('inbox-resolve').waitFor();
    await expect.poll(() => notice.textContent()).toBe('');
  });

  it('says of which channel nothing is passed on', async () => {
    const page = await open('desktop', ['telegram']);
    await page.getByText('receives nothing of Viber yet: set RELAY_URL_VIBER in .env').waitFor();
  });
});
