import { describe, expect, it, vi } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import {
  botTexts,
  clients,
  MINUTE,
  startTestService,
  supervisors,
  type TestService,
} from '../support/service.ts';
import { type FakeHelpdesk, startFakeHelpdesk } from './helpdesk.ts';

const secret = 'the-secret-of-the-helpdesk';

/** The whole service with a helpdesk behind it on both channels, after the arrival of its simulated people. */
async function besideHelpdesk(environment: Record<string, string> = {}) {
  const helpdesk = await startFakeHelpdesk();
  const service = await startTestService({
    environment: {
      RELAY_URL_TELEGRAM: helpdesk.url,
      RELAY_SECRET_TELEGRAM: secret,
      RELAY_URL_VIBER: helpdesk.url,
      ...environment,
    },
  });
  await service.app.worker.runAll();
  forget(helpdesk);
  return { helpdesk, service };
}

const forget = (helpdesk: FakeHelpdesk): void =>
  void [helpdesk.requests, helpdesk.updates].map((all) => all.splice(0));

async function passed(service: TestService): Promise<void> {
  await service.settle();
  await service.app.worker.runAll();
}

/** What clients wrote or tapped, of what the helpdesk got; what else it got by its kind, but what became of messages. */
const said = ({ updates }: FakeHelpdesk): unknown[] =>
  updates
    .map((update) => update.message?.text ?? update.callback_query?.data ?? update.event)
    .filter((what) => what !== 'delivered');

describe('a helpdesk behind the bot on telegram', () => {
  const clientId = clients.telegram.en;

  it('is given what a client writes without being asked, with its secret, and the client is told nothing', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    const before = service.simulator.telegram.chat(clientId).messages.length;
    await service.simulator.telegram.say(clientId, 'Where is my parcel?');
    await passed(service);
    expect(said(helpdesk)).toEqual(['Where is my parcel?']);
    expect(helpdesk.requests[0]?.headers['x-telegram-bot-api-secret-token']).toBe(secret);
    expect(service.simulator.telegram.chat(clientId).messages).toHaveLength(before + 1);
  });

  it('is not given the rating, the comment or what replies to a message of ours', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.report();
    await service.simulator.telegram.tap(clientId, '⭐⭐⭐⭐⭐');
    await passed(service);
    await service.simulator.telegram.say(clientId, 'Quick and kind');
    await passed(service);
    expect(said(helpdesk)).toEqual([]);
    expect((await service.rows())[0]).toMatchObject({ rating: 5, comment: 'Quick and kind' });
  });

  it('is not given a rating that was typed, but any other text while the rating waits, which gets no hint', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.report();
    const texts = botTexts(service.simulator.telegram.chat(clientId));
    await service.simulator.telegram.say(clientId, '2 hours I waited for you');
    await passed(service);
    expect(said(helpdesk)).toEqual(['2 hours I waited for you']);
    expect(botTexts(service.simulator.telegram.chat(clientId))).toEqual(texts);
    await service.simulator.telegram.say(clientId, '4');
    await passed(service);
    expect(said(helpdesk)).toEqual(['2 hours I waited for you']);
    expect((await service.rows())[0]).toMatchObject({ rating: 4 });
  });

  it('is given a text that comes ten minutes after the comment was asked for', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.report();
    await service.simulator.telegram.tap(clientId, '⭐');
    await service.settle();
    await service.pass(10 * MINUTE);
    await service.simulator.telegram.say(clientId, 'Another question, please', { replyTo: '' });
    await passed(service);
    expect(said(helpdesk)).toEqual(['Another question, please']);
    expect((await service.rows())[0]).toMatchObject({ rating: 1, comment: null });
  });

  it('is not given a comment that was written in time and came late, since this service was away', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    const { telegram } = service.simulator;
    await service.report();
    await telegram.tap(clientId, '⭐');
    await service.settle();
    const save = vi.spyOn(service.store, 'saveDialogue').mockImplementation(async () => {
      // The next try of the platform finds the store again.
      service.clock.step(20 * MINUTE);
      save.mockRestore();
      throw new StoreError('the store is away');
    });
    await telegram.say(clientId, 'Waited for an hour', { replyTo: '' });
    await passed(service);
    expect(said(helpdesk)).toEqual([]);
    expect((await service.rows())[0]).toMatchObject({ rating: 1, comment: 'Waited for an hour' });
  });

  it('is given a text after the end of the survey', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.report();
    await service.simulator.telegram.tap(clientId, '⭐⭐⭐⭐⭐');
    await service.settle();
    await service.simulator.telegram.say(clientId, 'Good');
    await service.settle();
    await service.simulator.telegram.say(clientId, 'And one more thing');
    await passed(service);
    expect(said(helpdesk)).toEqual(['And one more thing']);
    expect((await service.rows())[0]).toMatchObject({ comment: 'Good' });
  });

  it('answers the taps on its own buttons itself', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    const toasts = service.simulator.telegram.chat(clientId).toast;
    await service.simulator.telegram.forgeTap(clientId, 'order:17');
    await passed(service);
    expect(said(helpdesk)).toEqual(['order:17']);
    expect(service.simulator.telegram.chat(clientId).toast).toBe(toasts);
  });

  it('is given a tap that looks like ours of a dialogue that is not there', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.simulator.telegram.forgeTap(clientId, '1sAAAAAAAAAAAA:rate:5');
    await passed(service);
    expect(said(helpdesk)).toEqual(['1sAAAAAAAAAAAA:rate:5']);
  });

  it('is given /start as well, but not one of ours, and the bot greets nobody', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    const { messages } = service.simulator.telegram.chat(clientId);
    expect(messages.filter(({ from }) => from === 'bot')).toEqual([]);
    await service.simulator.telegram.say(clientId, '/start');
    await service.simulator.telegram.say(clientId, '/start aw_x');
    await service.simulator.telegram.say(clientId, '/start campaign-7');
    await passed(service);
    expect(said(helpdesk)).toEqual(['/start', '/start campaign-7']);
  });

  it('is given no answers of a supervisor, who is greeted as one', async () => {
    const { service } = await besideHelpdesk();
    await service.simulator.telegram.say(supervisors.telegram, '/start');
    await passed(service);
    const last = () => service.simulator.telegram.chat(supervisors.telegram).messages.at(-1)?.text;
    await vi.waitFor(() => expect(last()).toMatch(/Your role here: administrator/));
  });

  it('is given the answers too with RELAY_ANSWERS=true', async () => {
    const { helpdesk, service } = await besideHelpdesk({ RELAY_ANSWERS: 'true' });
    await service.report();
    await service.simulator.telegram.tap(clientId, '⭐⭐⭐⭐⭐');
    await passed(service);
    expect(said(helpdesk)).toHaveLength(1);
    expect((await service.rows())[0]).toMatchObject({ rating: 5 });
  });
});

describe('a helpdesk behind the bot on viber', () => {
  const clientId = clients.viber.en;

  it('is given what a client writes, with the signature as it came', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.simulator.viber.say(clientId, 'Where is my parcel?');
    await passed(service);
    expect(said(helpdesk).filter((one) => one === 'message')).toHaveLength(0);
    const message = helpdesk.requests.find(({ body }) => body.includes('Where is my parcel?'));
    expect(message?.headers['x-viber-content-signature']).toMatch(/^[\da-f]{64}$/);
  });

  it('is not given the rating and the comment', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    await service.report({ channel: 'viber', clientId });
    await service.simulator.viber.tap(clientId, '⭐⭐⭐⭐⭐');
    await service.settle();
    await service.simulator.viber.say(clientId, 'Quick and kind');
    await passed(service);
    const bodies = helpdesk.requests.map(({ body }) => body).join('\n');
    expect(bodies).not.toContain('#tap:');
    expect(bodies).not.toContain('Quick and kind');
    expect((await service.rows())[0]).toMatchObject({ rating: 5, comment: 'Quick and kind' });
  });

  it('greets who opens the chat, in the answer to the platform', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    helpdesk.answer = ({ body }) =>
      body.includes('conversation_started')
        ? { status: 200, body: '{"sender":{"name":"Shop"},"type":"text","text":"Welcome to the shop!"}' }
        : { status: 200 };
    service.simulator.viber.addClient({ clientId: 'N3wcomer/A==', name: 'Nina', locale: 'uk' });
    await service.simulator.viber.open('N3wcomer/A==');
    await passed(service);
    expect(service.simulator.viber.chat('N3wcomer/A==').messages.map(({ text }) => text)).toEqual([
      'Welcome to the shop!',
    ]);
    expect(said(helpdesk)).toContain('conversation_started');
  });

  it.each<Record<string, string>>([{}, { RELAY_ANSWERS: 'true' }])(
    'leaves the answer to a chat that is opened in the middle of a survey to the survey: %j',
    async (environment) => {
      const { helpdesk, service } = await besideHelpdesk(environment);
      helpdesk.answer = ({ body }) =>
        body.includes('aw_') ? { status: 200, body: '{"type":"text","text":"Shop"}' } : { status: 200 };
      await service.report({ channel: 'viber', clientId });
      const last = () => service.simulator.viber.chat(clientId).messages.at(-1)?.text;
      const question = last();
      for (const payload of [undefined, 'aw_x']) {
        await service.simulator.viber.say(clientId, 'Hello?');
        await service.simulator.viber.block(clientId);
        await service.simulator.viber.open(clientId, payload);
        await passed(service);
        expect(last()).toBe(question);
      }
      expect(helpdesk.requests.some(({ body }) => body.includes('aw_x'))).toBe(
        'RELAY_ANSWERS' in environment,
      );
    },
  );

  it('is not given that a question did not arrive which was answered, however often the platform says so', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    const { viber } = service.simulator;
    await service.report({ channel: 'viber', clientId });
    const question = viber.chat(clientId).messages.at(-1)?.id ?? '';
    await viber.tap(clientId, '⭐⭐⭐⭐⭐');
    await service.settle();
    for (let times = 0; times < 2; times++) {
      await viber.failDelivery?.(clientId, question);
      await passed(service);
      expect(said(helpdesk)).not.toContain('failed');
    }
  });

  it('is given that a message did not arrive while a question of ours cannot be sent', async () => {
    const { helpdesk, service } = await besideHelpdesk();
    const { viber } = service.simulator;
    await service.report({ channel: 'viber', clientId });
    await viber.tap(clientId, '⭐⭐⭐⭐⭐');
    await service.settle();
    await viber.say(clientId, 'Quick and kind');
    await service.settle();
    viber.fail({ kind: 'server_error' }, 10);
    await service.report({ channel: 'viber', clientId });
    // The thanks stand for a message of the helpdesk's: neither is a question.
    const thanks = viber.chat(clientId).messages.findLast(({ from }) => from === 'bot');
    expect(await viber.failDelivery?.(clientId, thanks?.id ?? '')).toBe(200);
    await passed(service);
    expect(said(helpdesk)).toContain('failed');
  });
});
