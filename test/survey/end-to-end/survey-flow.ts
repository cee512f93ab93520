import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import {
  botTexts,
  digestTexts,
  digestTitles,
  clients,
  DAY,
  HOUR,
  keyboardOf,
  startTestService,
  supervisors,
} from '../../support/service.ts';

const words = {
  en: {
    question: 'Please rate the quality of service',
    ask: 'Thank you! Please leave a comment on your rating',
    thanks: 'Thank you! Your answer helps us improve.',
    skip: 'Skip',
  },
  uk: {
    question: 'Оцініть, будь ласка, якість обслуговування',
    ask: 'Дякуємо! Залиште, будь ласка, коментар до своєї оцінки',
    thanks: 'Дякуємо! Ваша відповідь допомагає нам ставати кращими.',
    skip: 'Пропустити',
  },
} as const;

/** The main job from a completed dialogue to the digest, over one store: what a client and a supervisor see. */
export function testSurveyFlow(name: string, createStore: () => Promise<Store>): void {
  describe(`the main job on ${name}`, () => {
    for (const channel of ['telegram', 'viber'] as const) {
      for (const language of ['en', 'uk'] as const) {
        it(`asks, rates, comments and thanks on ${channel} in ${language}`, async () => {
          const service = await startTestService({ store: await createStore() });
          const platform = service.simulator[channel];
          const clientId = clients[channel][language];
          const said = words[language];

          const { status, body } = await service.report({ channel, clientId, operator: 'Anna' });
          expect([status, body.asked, body.reason]).toEqual([201, true, null]);
          expect(botTexts(platform.chat(clientId)).at(-1)).toBe(said.question);
          expect(keyboardOf(platform, clientId)).toEqual(['⭐⭐⭐⭐⭐', '⭐⭐⭐⭐', '⭐⭐⭐', '⭐⭐', '⭐']);

          expect(await platform.tap(clientId, '⭐⭐⭐⭐')).toBe(200);
          await service.settle();
          expect(botTexts(platform.chat(clientId)).at(-1)).toBe(said.ask);
          expect(keyboardOf(platform, clientId).at(-1)).toBe(said.skip);

          expect(await platform.say(clientId, 'Швидко & <b>чемно</b> 👏🏽')).toBe(200);
          await service.settle();
          expect(botTexts(platform.chat(clientId)).at(-1)).toBe(said.thanks);
          expect((await service.rows())[0]).toMatchObject({
            outcome: 'answered',
            rating: 4,
            comment: 'Швидко & <b>чемно</b> 👏🏽',
            operator: 'Anna',
            outbox: [],
            sendingUntil: null,
            wakeAt: null,
          });
        });
      }
    }

    it('collapses the used Telegram keyboard into the rating; Viber’s goes with the next question', async () => {
      const service = await startTestService({ store: await createStore() });
      const { telegram, viber } = service.simulator;
      await service.report({ channel: 'telegram', clientId: clients.telegram.en });
      await service.report({ channel: 'viber', clientId: clients.viber.en });
      await telegram.tap(clients.telegram.en, '⭐⭐⭐');
      await viber.tap(clients.viber.en, '⭐⭐⭐');
      await service.settle();
      const used = telegram.chat(clients.telegram.en).messages.find(({ edited }) => edited);
      expect(used?.text).toBe(`${words.en.question}\n\n⭐⭐⭐`);
      expect(used?.keyboard.flat().map(({ label }) => label)).toEqual(['Change']);
      expect(
        viber
          .chat(clients.viber.en)
          .bottomKeyboard.flat()
          .map(({ label }) => label),
      ).toEqual(['Skip']);
    });

    it('records a rating alone, a comment alone, and nothing of the silent', async () => {
      const service = await startTestService({ store: await createStore() });
      const { telegram, viber } = service.simulator;
      await service.report({ clientId: clients.telegram.en, externalId: 'rating' });
      await telegram.tap(clients.telegram.en, '⭐⭐');
      await service.report({
        clientId: clients.telegram.uk,
        externalId: 'comment',
        scenario: 'comment-only',
      });
      await telegram.say(clients.telegram.uk, 'Дякую');
      await service.report({ channel: 'viber', clientId: clients.viber.en, externalId: 'silent' });
      await viber.open(clients.viber.en);
      await service.pass(DAY);

      const { dialogues } = await service.client.dialogues.list();
      const shown = Object.fromEntries(
        dialogues.map((one) => [one.externalId, [one.rating, one.comment, one.outcome]]),
      );
      expect(shown).toEqual({
        rating: [2, null, 'answered'],
        comment: [null, 'Дякую', 'answered'],
        silent: [null, null, 'silent'],
      });
    });

    it('sends each supervisor yesterday’s digest once, with the figures of the day', async () => {
      const service = await startTestService({ store: await createStore() });
      const { telegram } = service.simulator;
      for (const stars of ['⭐⭐⭐⭐⭐', '⭐⭐']) {
        await service.report();
        await telegram.tap(clients.telegram.en, stars);
        await service.settle();
        await telegram.say(clients.telegram.en, `I give ${stars.length}`);
        await service.settle();
      }
      service.clock.set(21 * HOUR);
      await service.app.digests.enqueueDue();
      await service.app.worker.runAll();
      await service.app.digests.enqueueDue();
      await service.app.worker.runAll();

      for (const channel of ['telegram', 'viber'] as const) {
        const chat = service.simulator[channel].chat(supervisors[channel]);
        expect(digestTitles(chat)).toEqual(['CSAT digest', 'CSAT digest of the week']);
        const digest = digestTexts(chat).find((text) => text.startsWith('CSAT digest:'));
        expect(digest).toContain('3.5');
        expect(digest).toContain('“I give 2”');
      }
    });
  });
}
