import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { act, api, receiver, simulator, telegram, telegramMessage } from './world.ts';

const executablePath = inject('chromiumPath');
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 780 } } as const;

describe.skipIf(executablePath === null)('the inbox on the page', { timeout: 30_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(() => browser?.close());

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
    const context = await browser.newContext({ viewport: sizes[size] });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(async () => {
      await context.close();
      expect(errors).toEqual([]);
    });
    await page.goto(simulator.url);
    await page.getByText('live', { exact: true }).waitFor();
    return page;
  }
  const fits = (page: Page): Promise<unknown> =>
    page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

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
    });
  }

  it('says of which channel nothing is passed on', async () => {
    const page = await open('desktop', ['telegram']);
    await page.getByText('receives nothing of Viber yet: set RELAY_URL_VIBER in .env').waitFor();
  });
});
