import type { Locator, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTelegramAdapter } from '../adapters/telegram/adapter.ts';
import { chromiumPath, openPage, sharedBrowser } from './support/running/browser.ts';
import { clients, DAY, startTestService, supervisors, type TestService } from './support/service.ts';

const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  small: { width: 360, height: 740 },
} as const;
/** Of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9D2VQAAAABJRU5ErkJggg==',
  'base64',
);
const words = {
  telegram: { skip: 'Skip', thanks: 'Thank you! Your answer helps us improve.' },
  viber: { skip: 'Skip', thanks: 'Thank you! Your answer helps us improve.' },
} as const;

describe.skipIf(chromiumPath === null)('the page in a real browser', { timeout: 30_000 }, () => {
  const browser = sharedBrowser();

  /** The page of a fresh service; the test fails on any error of the page, its console or its requests. */
  async function open(
    size: keyof typeof sizes,
  ): Promise<{ page: Page; service: TestService; show: (view: string) => Promise<void> }> {
    const service = await startTestService();
    const { page } = await openPage(browser(), sizes[size]);
    await page.goto(service.url);
    await page.getByText('live', { exact: true }).waitFor();
    const show = async (view: string): Promise<void> => {
      if (size !== 'desktop') await page.getByTestId(`view-${view}`).click();
    };
    return { page, service, show };
  }

  const button = (chat: Locator, name: string): Locator =>
    chat.getByRole('button', { name, exact: true }).last();

  for (const size of ['desktop', 'phone'] as const) {
    for (const channel of ['telegram', 'viber'] as const) {
      it(`rates a dialogue on ${channel} and reads the digest, at a ${size}'s width`, async () => {
        const { page, service, show } = await open(size);
        await show('helpdesk');
        await page.getByTestId('helpdesk-client').selectOption(`${channel}:${clients[channel].en}`);
        await page.getByTestId('helpdesk-operator').fill('Anna <b>');
        await page.getByTestId('helpdesk-complete').click();

        await show(channel);
        const chat = page.getByTestId(`${channel}-chat`);
        await chat.getByText('Please rate the quality of service').waitFor();
        await button(chat, '⭐⭐').click();
        const messages = page.getByTestId(`${channel}-messages`);
        await messages.getByText('We are sorry to hear that. What went wrong?').waitFor();
        if (channel === 'telegram') await button(chat, 'Change').waitFor();
        await page.getByTestId(`${channel}-input`).fill('Too slow & <i>rude</i> 😕');
        await page.getByTestId(`${channel}-send`).click();
        await chat.getByText(words[channel].thanks).waitFor();

        await show('helpdesk');
        const row = page.getByTestId('dialogue-row').first();
        await row.getByText('Too slow & <i>rude</i> 😕').waitFor();
        expect(await row.textContent()).toContain('2');

        await show('supervisor');
        await page.getByTestId('digest-button').click();
        for (const supervisor of ['telegram', 'viber']) {
          await page.getByTestId(`supervisor-tab-${supervisor}`).click();
          const digests = page.getByTestId(`supervisor-${supervisor}-chat`);
          const digest = digests.getByText('Average CSAT: 2.0 of 5');
          await digest.waitFor();
          expect(await digest.textContent()).toContain('“Too slow & <i>rude</i> 😕”');
        }
        expect(await service.rows()).toMatchObject([
          { rating: 2, operator: 'Anna <b>', comment: 'Too slow & <i>rude</i> 😕' },
        ]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      });
    }
  }

  it('skips the comment, changes the rating, and shows a client who blocked the bot as not asked', async () => {
    const { page, service } = await open('desktop');
    await page.getByTestId('helpdesk-client').selectOption(`telegram:${clients.telegram.en}`);
    await page.getByTestId('helpdesk-complete').click();
    const chat = page.getByTestId('telegram-chat');
    await button(chat, '⭐⭐⭐⭐⭐').click();
    await button(chat, 'Skip').click();
    await chat.getByText(words.telegram.thanks).waitFor();
    await button(chat, 'Change').click();
    await button(chat, '⭐⭐⭐').click();
    await page.getByTestId('telegram-toast').getByText('Your answer is now: ⭐⭐⭐').waitFor();
    expect(await service.rows()).toMatchObject([{ rating: 3, comment: null }]);

    service.clock.set(1000);
    await page.getByTestId('telegram-block').click();
    await page.getByTestId('telegram-block').getByText('Unblock').waitFor();
    await page.getByTestId('helpdesk-complete').click();
    await page.getByTestId('dialogue-row').first().getByText('the bot cannot write to this client').waitFor();
  });

  it('replies to the question for a comment, unless the client closes the reply field', async () => {
    const { page, service } = await open('small');
    const [input, reply] = [page.getByTestId('telegram-input'), page.getByTestId('telegram-reply')];
    const question = 'Thank you! Please leave a comment on your rating';
    const written = (): { text: string; replyTo?: string } | undefined =>
      service.simulator.telegram.chat(clients.telegram.en).messages.findLast(({ from }) => from === 'client');
    for (const isClosed of [true, false]) {
      await service.report();
      await page.getByTestId('view-telegram').click();
      await button(page.getByTestId('telegram-chat'), '⭐⭐⭐⭐⭐').click();
      await reply.getByText(question).waitFor();
      await expect.poll(() => inSight(page, 'telegram-messages', 'Skip')).toBe(true);
      if (isClosed) await page.getByTestId('telegram-reply-close').click();
      if (isClosed) await reply.waitFor({ state: 'hidden' });
      await input.fill(isClosed ? 'A new question' : 'Very quick');
      await input.press('Enter');
      await page.getByTestId('telegram-messages').getByText(words.telegram.thanks).last().waitFor();
      await reply.waitFor({ state: 'hidden' });
      expect(written()).toMatchObject({ text: isClosed ? 'A new question' : 'Very quick' });
      expect(written()?.replyTo === undefined).toBe(isClosed);
      service.clock.set(365 * DAY);
    }
    expect(await page.getByTestId('telegram-messages').locator('.quote').allTextContents()).toEqual([
      `Afterword${question}`,
    ]);
  });

  it('shows all of a Viber keyboard with five rows on a small phone', async () => {
    const { page, service } = await open('small');
    await service.report({ channel: 'viber', clientId: clients.viber.en });
    await page.getByTestId('view-viber').click();
    for (const stars of ['⭐⭐⭐⭐⭐', '⭐']) {
      await expect.poll(() => inSight(page, 'viber-keyboard', stars)).toBe(true);
    }
  });

  it('tells a question that was withdrawn from one that nobody answered, and marks an earlier round', async () => {
    const { page, service } = await open('desktop');
    await service.report({ externalId: 'T-9' });
    await service.client.dialogues.reopenLast({
      channel: 'telegram',
      clientId: clients.telegram.en,
      externalId: 'T-9',
    });
    const [row, rows] = [page.getByTestId('dialogue-row').last(), page.getByTestId('dialogue-row')];
    await service.settle();
    await row.getByText('withdrawn: the conversation went on').waitFor();
    service.clock.set(365 * DAY);
    await service.report({ externalId: 'T-9' });
    await row.getByText('an earlier round, not in the figures').waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.first().textContent()).not.toContain('not in the figures');
  });

  for (const size of ['desktop', 'small'] as const) {
    it(`shows a supervisor all that the bot sends, at a ${size} screen`, async () => {
      const { page, service, show } = await open(size);
      const { telegram: platform, viber } = service.simulator;
      const bot = createTelegramAdapter({
        token: '1000000001:simulated-telegram-bot-token',
        apiRoot: platform.apiUrl,
        now: () => service.clock.now(),
        perChatMs: 0,
      });
      onTestFinished(() => bot.stop());
      const to = supervisors.telegram;
      const more = Array.from({ length: 9 }, (_, i) => `Line ${i} & ${'long '.repeat(12)}`).join('\n');
      await bot.setMenu?.(to, [{ name: 'nonsense', about: `About ${'this '.repeat(20)}` }]);
      await bot.send(to, { title: 'Day', text: 'CSAT 86%', more, image: { bytes: png, name: 'day.png' } });
      await bot.send(to, {
        text: 'Rows',
        file: { bytes: new Uint8Array([97]), name: `${'x'.repeat(90)}.csv` },
      });
      await platform.attach(clients.telegram.en, { kind: 'voice', seconds: 65 });
      const said = platform.chat(clients.telegram.en).messages.findLast(({ from }) => from === 'client');
      const from = { clientId: clients.telegram.en, messageId: said?.id ?? '' };
      await bot.forward?.(from, { clientId: to });
      const { messageId } = await bot.send(to, { text: 'Nobody took it' });
      await bot.edit?.(to, messageId, { text: 'Taken by Marta' });
      await bot.send(to, { text: 'What was done?', openReply: { key: 'k' } });

      await show('supervisor');
      const chat = page.getByTestId('supervisor-telegram-messages');
      await chat.getByText('Forwarded from Emily Carter').waitFor();
      await chat.getByText('🎤 Voice message, 1:05').waitFor();
      await chat.locator('.bubble', { hasText: 'Taken by Marta' }).getByText('edited').waitFor();
      const width = "document.querySelector('.picture img').naturalWidth";
      await expect.poll(() => page.evaluate(width)).toBe(1);
      const saving = page.waitForEvent('download');
      await chat.getByRole('link', { name: '.csv' }).click();
      expect((await saving).suggestedFilename()).toBe(`${'x'.repeat(90)}.csv`);

      const quote = chat.locator('blockquote');
      const height = async () => (await quote.boundingBox())?.height ?? 0;
      const folded = await height();
      await chat.getByRole('button', { name: 'Show more', expanded: false }).click();
      expect(await height()).toBeGreaterThan(2 * folded);
      await chat.getByRole('button', { name: 'Show less', expanded: true }).click();
      expect(await height()).toBe(folded);

      const written = () => platform.chat(to).messages.findLast((message) => message.from === 'client');
      await page.getByTestId('supervisor-telegram-reply').getByText('What was done?').waitFor();
      await page.getByTestId('supervisor-telegram-input').fill('Refunded');
      await page.getByTestId('supervisor-telegram-send').click();
      await expect.poll(written).toMatchObject({ text: 'Refunded', replyTo: expect.any(String) });
      await page.getByTestId('supervisor-telegram-menu').click();
      await page.getByTestId('supervisor-telegram-commands').getByText('/nonsense').click();
      await expect.poll(() => written()?.text).toBe('/nonsense');
      await page.getByTestId('supervisor-telegram-commands').waitFor({ state: 'hidden' });
      await page.getByTestId('supervisor-tab-viber').click();
      await page.getByTestId('supervisor-viber-input').fill('/help');
      await page.getByTestId('supervisor-viber-send').click();
      await expect
        .poll(() => viber.chat(supervisors.viber).messages.map(({ text }) => text))
        .toContain('/help');
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    });
  }

  it('sends a voice message of a client', async () => {
    const { page } = await open('desktop');
    await page.getByTestId('telegram-voice').click();
    await page.getByTestId('telegram-messages').getByText('🎤 Voice message, 0:07').waitFor();
  });

  it('speaks Ukrainian to a client who does', async () => {
    const { page } = await open('desktop');
    await page.getByTestId(`telegram-client-${clients.telegram.uk}`).click();
    await page.getByTestId('helpdesk-client').selectOption(`telegram:${clients.telegram.uk}`);
    await page.getByTestId('helpdesk-complete').click();
    const chat = page.getByTestId('telegram-chat');
    await chat.getByText('Оцініть, будь ласка, якість обслуговування').waitFor();
    await button(chat, '⭐⭐⭐⭐').click();
    await button(chat, 'Пропустити').click();
    await chat.getByText('Дякуємо! Ваша відповідь допомагає нам ставати кращими.').waitFor();
  });
});

/** Whether all of a button is seen in what it scrolls with. */
async function inSight(page: Page, within: string, name: string): Promise<boolean> {
  const outer = await page.getByTestId(within).boundingBox();
  const inner = await page
    .getByTestId(within)
    .getByRole('button', { name, exact: true })
    .last()
    .boundingBox();
  if (!outer || !inner) return false;
  return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}
