import { expect, it } from 'vitest';
import { clients, startTestService } from '../../support/service.ts';

it('opens the reply field on Telegram where words are asked for, with the button that skips, and not at a rating', async () => {
  const service = await startTestService();
  const clientId = clients.telegram.en;
  const last = () => service.simulator.telegram.chat(clientId).messages.at(-1);
  await service.report();
  expect(last()).not.toHaveProperty('opensReply');
  await service.simulator.telegram.tap(clientId, '⭐⭐⭐⭐⭐');
  await service.settle();
  expect(last()).toMatchObject({ opensReply: true, keyboard: [[{ label: 'Skip' }]] });
});
