import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedText } from '../../support/scenarios.ts';
import {
  botTexts,
  clients,
  HOUR,
  keyboardOf,
  MINUTE,
  startTestService,
  type TestService,
} from '../../support/service.ts';
import { tempFolder } from '../../support/temp.ts';

const words = {
  en: {
    question: 'Please rate the quality of service',
    withdrawn: 'Your conversation goes on, so this question can wait. We will ask you when it is over.',
  },
  uk: {
    question: 'Оцініть, будь ласка, якість обслуговування',
    withdrawn: 'Ваша розмова триває, тож із цим запитанням можна зачекати. Запитаємо, коли вона завершиться.',
  },
};

for (const channel of ['telegram', 'viber'] as const) {
  for (const language of ['en', 'uk'] as const) {
    describe(`a conversation that goes on, in the client’s chat on ${channel} in ${language}`, () => {
      const clientId = clients[channel][language];
      const { question, withdrawn } = words[language];
      const report = (service: TestService) => service.report({ channel, clientId, externalId: 'H-1' });
      const reopen = async (service: TestService) => {
        const ids = { channel, clientId, externalId: 'H-1' };
        const { status, body } = await service.api('POST', '/dialogues/reopen', ids);
        await service.settle();
        return { status, ...body.dialogue };
      };

      it('loses its question and the buttons, and has them again after its next end', async () => {
        const service = await startTestService();
        const platform = service.simulator[channel];
        await report(service);
        expect(keyboardOf(platform, clientId)).toHaveLength(5);
        expect(await reopen(service)).toMatchObject({ status: 200, outcome: 'silent', round: 1 });
        expect(botTexts(platform.chat(clientId))).toEqual([question, withdrawn]);
        expect(keyboardOf(platform, clientId)).toEqual([]);

        await platform.say(clientId, 'It is broken again');
        await service.settle();
        expect(botTexts(platform.chat(clientId))).toEqual([question, withdrawn]);
        service.clock.set(HOUR);
        const { status, body } = await report(service);
        expect([status, body.asked]).toEqual([201, true]);
        expect(botTexts(platform.chat(clientId)).at(-1)).toBe(question);
        await platform.tap(clientId, '⭐⭐⭐⭐');
        await service.settle();
        const listed = await service.client.dialogues.list();
        const shown = listed.dialogues.map((one) => [one.round, one.superseded, one.rating]);
        expect(shown).toEqual([
          [2, false, 4],
          [1, true, null],
        ]);
        const figures = await service.client.figures.period({ from: '2026-11-22', to: '2026-11-22' });
        expect(figures.summary).toMatchObject({ completed: 1, asked: 1, answered: 1 });
      });

      it('keeps the rating that was given, and has the question for a comment closed', async () => {
        const service = await startTestService();
        const platform = service.simulator[channel];
        await report(service);
        await platform.tap(clientId, '⭐⭐');
        await service.settle();
        expect(await reopen(service)).toMatchObject({ outcome: 'answered', rating: 2 });
        expect(botTexts(platform.chat(clientId)).at(-1)).toBe(withdrawn);
        expect(keyboardOf(platform, clientId)).not.toContain(language === 'en' ? 'Skip' : 'Пропустити');
        await platform.say(clientId, 'It is broken again');
        await service.settle();
        expect((await service.rows())[0]).toMatchObject({ rating: 2, comment: null });
      });
    });
  }
}

describe('on Viber, where a chat has one keyboard', () => {
  it('a question that is closed gives it to the question of another dialogue', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    const client = { channel: 'viber', clientId: clients.viber.en };
    await service.report({ ...client, externalId: 'H-1' });
    await service.report({ ...client, externalId: 'H-2', scenario: 'thumbs' });
    await service.client.dialogues.reopenLast({ ...client, externalId: 'H-1' });
    await service.settle();
    expect(botTexts(viber.chat(clients.viber.en)).slice(-2)).toEqual([
      words.en.withdrawn,
      'Did we answer your question?',
    ]);
    expect(keyboardOf(viber, clients.viber.en)).toEqual(['👍', '👎']);
  });
});

describe('an ask that is taken back', () => {
  it.each(['telegram', 'viber'] as const)(
    'is said to the client on %s in the words of the scenario',
    async (channel) => {
      const folder = tempFolder();
      const own = 'phrases: { withdrawn: { en: "Never mind.", uk: "Не зважайте." } }\nstart:';
      writeFileSync(join(folder, 'csat.yaml'), shippedText('csat').replace('start:', own));
      const service = await startTestService({ environment: { SCENARIOS_DIR: folder } });
      const clientId = clients[channel].en;
      const { body } = await service.report({ channel, clientId });
      const path = `/dialogues/${body.dialogue.id}/cancel`;
      expect((await service.api('POST', path, { reason: 'spam' })).status).toBe(200);
      expect((await service.api('POST', path, { reason: 'spam' })).status).toBe(200);
      await service.settle();
      const platform = service.simulator[channel];
      expect(botTexts(platform.chat(clientId))).toEqual([words.en.question, 'Never mind.']);
      expect(keyboardOf(platform, clientId)).toEqual([]);
    },
  );

  it('before its delay is over is never heard of', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'csat.yaml'), shippedText('csat').replace('delay: 0s', 'delay: 10m'));
    const service = await startTestService({ environment: { SCENARIOS_DIR: folder } });
    const { body } = await service.report();
    const cancelled = await service.api('POST', `/dialogues/${body.dialogue.id}/cancel`);
    expect(cancelled.body.dialogue).toMatchObject({ outcome: 'not_asked', notAskedReason: 'not_wanted' });
    await service.pass(10 * MINUTE);
    expect(botTexts(service.simulator.telegram.chat(clients.telegram.en))).toEqual([]);
  });
});
