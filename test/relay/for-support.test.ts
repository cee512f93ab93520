import { describe, expect, it } from 'vitest';
import { botTexts, clients, keyboardOf, MINUTE, startTestService } from '../support/service.ts';
import { startFakeHelpdesk } from './helpdesk.ts';

async function besideHelpdesk() {
  const helpdesk = await startFakeHelpdesk();
  const service = await startTestService({
    environment: { RELAY_URL_TELEGRAM: helpdesk.url, RELAY_URL_VIBER: helpdesk.url },
  });
  await service.app.worker.runAll();
  helpdesk.requests.splice(0);
  const bodies = () => helpdesk.requests.map(({ body }) => body).join('\n');
  const settle = async (): Promise<void> => {
    await service.settle();
    await service.app.worker.runAll();
  };
  return { service, bodies, settle };
}

describe.each(['telegram', 'viber'] as const)('a text that was taken as the comment on %s', (channel) => {
  const clientId = clients[channel].uk;
  const label = 'Передати підтримці';

  it('is taken out of it and goes to the helpdesk, once its writer says that it is for support', async () => {
    const { service, bodies, settle } = await besideHelpdesk();
    const platform = service.simulator[channel];
    await service.report({ channel, clientId });
    await platform.tap(clientId, '⭐⭐⭐⭐');
    await settle();
    await platform.say(clientId, 'А де моя посилка?', { replyTo: '' });
    await settle();
    expect((await service.rows())[0]).toMatchObject({ rating: 4, comment: 'А де моя посилка?' });
    expect(bodies()).not.toContain('посилка');
    expect(keyboardOf(platform, clientId)).toEqual([label]);

    await platform.tap(clientId, label);
    await settle();
    expect((await service.rows())[0]).toMatchObject({ rating: 4, comment: null, outcome: 'answered' });
    expect(bodies()).toContain('А де моя посилка?');
    expect(bodies()).not.toContain('~support');
    expect(keyboardOf(platform, clientId)).not.toContain(label);
  });

  it('stays the comment once the time for changes is over, and is kept nowhere else then', async () => {
    const { service, bodies, settle } = await besideHelpdesk();
    const platform = service.simulator[channel];
    await service.report({ channel, clientId });
    await platform.tap(clientId, '⭐⭐⭐⭐');
    await settle();
    await platform.say(clientId, 'Дякую', { replyTo: '' });
    await settle();
    expect((await service.rows())[0]?.survey?.asides).toBeDefined();
    await service.pass(15 * MINUTE);
    expect((await service.rows())[0]?.survey?.asides).toBeUndefined();
    expect((await service.rows())[0]?.wakeAt).toBeNull();
    await platform.tap(clientId, label);
    await settle();
    expect((await service.rows())[0]).toMatchObject({ comment: 'Дякую' });
    expect(bodies()).not.toContain('Дякую');
  });
});

it('has no such button when it replied to the question, or when nobody else uses the bot', async () => {
  const clientId = clients.telegram.en;
  const beside: Record<string, string> = { RELAY_URL_TELEGRAM: (await startFakeHelpdesk()).url };
  for (const environment of [{}, beside]) {
    const service = await startTestService({ environment });
    const { telegram } = service.simulator;
    await service.report();
    await telegram.tap(clientId, '⭐⭐⭐⭐⭐');
    await service.settle();
    const prompt = telegram.chat(clientId).messages.at(-1)?.id ?? '';
    await telegram.say(clientId, 'Good', { replyTo: prompt });
    await service.settle();
    expect(botTexts(telegram.chat(clientId)).at(-1)).toMatch(/^Thank you!/);
    expect(telegram.chat(clientId).messages.at(-1)?.keyboard).toEqual([]);
  }
});

it('a text that goes to the helpdesk goes with what was edited in it, on Telegram', async () => {
  const { service, bodies, settle } = await besideHelpdesk();
  const { telegram: platform } = service.simulator;
  const clientId = clients.telegram.uk;
  await service.report({ clientId });
  await platform.tap(clientId, '⭐⭐⭐⭐');
  await settle();
  await platform.say(clientId, 'Де посилка?', { replyTo: '' });
  await settle();
  const written = platform.chat(clientId).messages.findLast(({ from }) => from === 'client');
  await platform.edit?.(clientId, written?.id ?? '', 'Де посилка 17?');
  await settle();
  expect(bodies()).toBe('');
  await platform.tap(clientId, 'Передати підтримці');
  await settle();
  expect(bodies()).toMatch(/Де посилка\?[^]*edited_message[^]*Де посилка 17\?/);
  expect((await service.rows())[0]).toMatchObject({ comment: null });
});
