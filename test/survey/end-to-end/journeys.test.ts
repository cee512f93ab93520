import { describe, expect, it } from 'vitest';
import { botTexts, clients, DAY, MINUTE, startTestService } from '../../support/service.ts';

const en = clients.telegram.en;

describe('on Telegram, over HTTP', () => {
  it('two open surveys are told apart by what a reply replies to', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    const first = telegram.chat(en).messages.at(-1)?.id ?? '';
    await service.report();
    await telegram.say(en, '4', { replyTo: first });
    await service.settle();
    expect((await service.rows()).map(({ externalId, rating }) => [externalId, rating])).toEqual(
      expect.arrayContaining([
        ['T-1', 4],
        ['T-2', null],
      ]),
    );
  });

  it('a comment that is edited in the chat is changed, and the client is told', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    await telegram.tap(en, '⭐⭐');
    await service.settle();
    await telegram.say(en, 'It was slwo');
    await service.settle();
    const written = telegram.chat(en).messages.findLast(({ from }) => from === 'client')?.id ?? '';
    await telegram.edit?.(en, written, 'It was slow');
    expect(await service.rows()).toMatchObject([{ rating: 2, comment: 'It was slow' }]);
    await expect.poll(() => botTexts(telegram.chat(en)).at(-1)).toBe('Your answer is now: It was slow');
  });

  it('what is sent in answer stands in the thread in which the client wrote', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    await telegram.say(en, '5', { thread: '7' });
    await service.settle();
    await telegram.say(en, 'Great', { thread: '7' });
    await service.settle();
    const threads = telegram
      .chat(en)
      .messages.flatMap(({ from, thread }) => (from === 'bot' ? [thread] : []));
    expect(threads.slice(-2)).toEqual(['7', '7']);
  });
});

describe.each(['telegram', 'viber'] as const)('on %s, over HTTP', (channel) => {
  const clientId = clients[channel].en;

  it('a sticker at the rating gets the hint, and one at the comment is kept', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    await service.report({ channel, clientId });
    await platform.attach(clientId, { kind: 'sticker' });
    await expect
      .poll(() => botTexts(platform.chat(clientId)).at(-1))
      .toBe('Please press one of the buttons, or type one of: 5, 4, 3, 2, 1.');
    await platform.tap(clientId, '⭐');
    await service.settle();
    await platform.attach(clientId, { kind: 'sticker' });
    await service.settle();
    expect(await service.rows()).toMatchObject([{ rating: 1, comment: '[sticker]' }]);
  });

  it('a second line right after the thanks belongs to the comment; much later it is told that all is over', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    await service.report({ channel, clientId });
    await platform.tap(clientId, '⭐⭐⭐⭐');
    await service.settle();
    await platform.say(clientId, 'First line');
    await service.settle();
    service.clock.set(MINUTE);
    await platform.say(clientId, 'Second line');
    expect(await service.rows()).toMatchObject([{ comment: 'First line\nSecond line' }]);
    service.clock.set(DAY);
    await platform.say(clientId, 'Hello?');
    await expect
      .poll(() => botTexts(platform.chat(clientId)).at(-1))
      .toBe('This survey is already closed. Thank you!');
  });

  it('a client who blocked the bot is asked as soon as they are back, while there is time', async () => {
    const service = await startTestService();
    const platform = service.simulator[channel];
    await platform.block(clientId);
    expect((await service.report({ channel, clientId })).body.reason).toBe('unreachable');
    service.clock.set(MINUTE);
    await platform.unblock(clientId);
    await service.pass(1_000);
    expect(botTexts(platform.chat(clientId)).at(-1)).toBe('Please rate the quality of service');
    expect(await service.rows()).toMatchObject([{ outcome: 'open' }]);
  });
});

describe('on Viber, over HTTP', () => {
  const clientId = clients.viber.en;

  it('a client whose app is too old for buttons is asked in words, and answers in words', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    viber.setOutdated?.(clientId, true);
    await service.report({ channel: 'viber', clientId });
    expect(botTexts(viber.chat(clientId)).at(-1)).toBe('Please rate the quality of service\n\n5, 4, 3, 2, 1');
    await viber.say(clientId, '4');
    await service.settle();
    expect(botTexts(viber.chat(clientId)).at(-1)).toMatch(/\n\nSkip$/);
    expect(await service.rows()).toMatchObject([{ rating: 4, outcome: 'answered' }]);
  });

  it('a question that Viber took and could not deliver was not asked', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    await service.report({ channel: 'viber', clientId });
    const question = viber.chat(clientId).messages.at(-1)?.id ?? '';
    expect(await viber.failDelivery?.(clientId, question)).toBe(200);
    expect(await service.rows()).toMatchObject([{ outcome: 'not_asked', notAskedReason: 'undelivered' }]);
  });

  it('a client who has not subscribed is asked a minute after they have written', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    viber.addClient({ clientId: 'new==', name: 'New', locale: 'en' });
    await viber.open('new==');
    expect((await service.report({ channel: 'viber', clientId: 'new==' })).body.reason).toBe('unreachable');
    await viber.say('new==', 'Hello');
    await service.pass(1_000);
    expect(botTexts(viber.chat('new=='))).toEqual([]);
    await service.pass(MINUTE);
    expect(botTexts(viber.chat('new==')).at(-1)).toBe('Please rate the quality of service');
  });
});
