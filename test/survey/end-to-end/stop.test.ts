import { describe, expect, it, vi } from 'vitest';
import { startFakeHelpdesk } from '../../relay/helpdesk.ts';
import { clients, keyboardOf, startTestService } from '../../support/service.ts';

describe.each(['telegram', 'viber'] as const)('a client who writes /stop on %s', (channel) => {
  const clientId = clients[channel].uk;

  it('is told so, is asked no more, is counted as opted out, and is asked again after /start', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    const last = () => platform.chat(clientId).messages.at(-1)?.text;
    await platform.say(clientId, '/stop');
    await vi.waitFor(() =>
      expect(last()).toBe('Більше не проситимемо вас оцінити розмову. Якщо передумаєте, надішліть /start.'),
    );

    const refused = await service.report({ channel, clientId });
    expect(refused.body).toMatchObject({ asked: false, reason: 'opted_out' });
    const body = await service.client.figures.period({ from: '2026-11-22', to: '2026-11-22' });
    expect(body.summary.notAsked.opted_out).toBe(1);

    await platform.say(clientId, '/start');
    await vi.waitFor(() => expect(last()).toMatch(/^Вітаємо!/));
    const asked = await service.report({ channel, clientId });
    expect(asked.body).toMatchObject({ asked: true });
  });

  it('loses the buttons of an open survey, whose answers stay', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    await service.report({ channel, clientId });
    await platform.tap(clientId, '⭐⭐⭐⭐');
    await service.settle();
    await platform.say(clientId, '/stop');
    await service.settle();
    await vi.waitFor(() => expect(keyboardOf(platform, clientId)).not.toContain('Пропустити'));
    await platform.say(clientId, 'Late words', { replyTo: '' });
    await service.settle();
    expect((await service.rows())[0]).toMatchObject({ rating: 4, outcome: 'answered' });
  });

  it('keeps the buttons of the question that waits when it asks for help, and has it again after /start', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    await service.report({ channel, clientId });
    const question = platform.chat(clientId).messages.at(-1)?.text;
    const keyboard = keyboardOf(platform, clientId);
    const last = () => platform.chat(clientId).messages.at(-1)?.text;
    await platform.say(clientId, '/help');
    await vi.waitFor(() => expect(last()).toContain('/stop'));
    expect(keyboardOf(platform, clientId)).toEqual(keyboard);
    await platform.say(clientId, '/start');
    await vi.waitFor(() => expect(last()).toBe(question));
    expect(keyboardOf(platform, clientId)).toEqual(keyboard);
  });

  it('and /help is told what the bot does and how to stop it', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    await platform.say(clientId, '/help');
    await vi.waitFor(() => expect(platform.chat(clientId).messages.at(-1)?.text).toContain('/stop'));
  });
});

it('passes /stop and /help on to the helpdesk as well', async () => {
  const helpdesk = await startFakeHelpdesk();
  const service = await startTestService({ environment: { RELAY_URL_TELEGRAM: helpdesk.url } });
  const clientId = clients.telegram.en;
  await service.simulator.telegram.say(clientId, '/stop');
  await service.simulator.telegram.say(clientId, '/help');
  await service.app.worker.runAll();
  expect(helpdesk.updates.map(({ message }) => message?.text).slice(-2)).toEqual(['/stop', '/help']);
  expect((await service.report()).body.reason).toBe('opted_out');
});
