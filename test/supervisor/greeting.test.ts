import { expect, it } from 'vitest';
import { clients, startTestService, supervisors } from '../support/service.ts';

const last = (texts: Array<{ text: string }>): string | undefined => texts.at(-1)?.text;

it('tells a supervisor who opens the chat what comes there, and a client what the bot is for', async () => {
  const service = await startTestService({
    environment: { SUPERVISOR_LANGUAGE: 'uk', DIGEST_AT: '08:30', REPORT_TIMEZONE: 'Europe/Kyiv' },
  });
  const { telegram, viber } = service.simulator;
  expect(last(telegram.chat(supervisors.telegram).messages)).toBe(
    [
      'Вітаємо, Marta Hrytsenko! Ваша роль тут: адміністратор.',
      'У цей чат щодня надходитиме дайджест CSAT за вчорашній день. Час: 08:30 (Europe/Kyiv).',
      'Про низькі оцінки повідомлятимемо тут одразу.',
      '/help підкаже, про що можна запитати, /settings — що можна налаштувати.',
    ].join('\n'),
  );
  expect(last(viber.chat(supervisors.viber).messages)).toContain('адміністратор');
  expect(last(telegram.chat(clients.telegram.en).messages)).toBe(
    'Hello! When a conversation with our support team ends, I will ask you here how it went.',
  );
});
