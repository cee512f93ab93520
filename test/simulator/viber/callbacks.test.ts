import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  authToken,
  client,
  stranger,
  simulator,
  bot,
  callRaw,
  call,
  message,
  send,
  button,
  keyboard,
  events,
  tokenIn,
  useViber,
} from './world.ts';

useViber();

describe('callbacks', () => {
  it('tell what a client does, signed over the raw bytes, with tokens beyond 2^53', async () => {
    await send(keyboard(button({ Silent: true })));
    await simulator.viber.say(client, 'привіт 🙂');
    await simulator.viber.tap(client, '5');
    await simulator.viber.block(client);
    await simulator.viber.unblock(client);
    expect(events()).toMatchObject([
      {
        event: 'message',
        silent: false,
        sender: { id: client, name: 'James Miller', language: 'en' },
        message: { type: 'text', text: 'привіт 🙂' },
      },
      { event: 'message', silent: true, message: { text: 'five' } },
      { event: 'unsubscribed', user_id: client },
      { event: 'subscribed', user: { id: client } },
    ]);
    for (const { headers, body } of bot.received) {
      expect(headers['x-viber-content-signature']).toBe(
        createHmac('sha256', authToken).update(body).digest('hex'),
      );
      expect(BigInt(tokenIn(body)) > 2n ** 53n).toBe(true);
    }
    expect(simulator.viber.chat(client).messages.map(({ text }) => text)).toEqual(['Hello', 'привіт 🙂']);
  });

  it('shows a tap that is not silent as a message of the client', async () => {
    await send(keyboard(button()));
    await simulator.viber.tap(client, '5');
    expect(simulator.viber.chat(client).messages.at(-1)).toMatchObject({ from: 'client', text: 'five' });
  });

  it('bring a receipt of each message, with its token', async () => {
    const sent = await callRaw('send_message', JSON.stringify(message()));
    await simulator.viber.say(client, 'thanks');
    const receipts = bot.received.filter(({ body }) => tokenIn(body) === tokenIn(sent));
    expect(receipts.map(({ body }) => JSON.parse(body))).toMatchObject([
      { event: 'delivered', user_id: client },
      { event: 'seen', user_id: client },
    ]);
  });

  it('give a first message no subscribed callback', async () => {
    simulator.viber.addClient(stranger);
    await simulator.viber.say(stranger.clientId, 'hello');
    expect(events()).toMatchObject([{ event: 'message', sender: { id: stranger.clientId } }]);
  });

  it('are repeated with the same token until 200, in order', async () => {
    bot.statuses.push(503, 404, 200);
    const first = simulator.viber.say(client, 'first');
    expect(await Promise.all([first, simulator.viber.say(client, 'second')])).toEqual([200, 200]);
    expect(events().map((event) => event.message.text)).toEqual(['first', 'first', 'first', 'second']);
    expect(new Set(bot.received.slice(1, 4).map(({ body }) => tokenIn(body))).size).toBe(1);
  });

  it('are given up on after the retries, and repeat the latest byte for byte', async () => {
    bot.statuses.push(503, 503, 503);
    expect(await simulator.viber.say(client, 'lost')).toBe(503);
    await send();
    expect(await simulator.viber.repeatLast()).toBe(200);
    expect(bot.received.at(-1)?.body).toBe(bot.received[1]?.body);
  });

  it('bring whatever data a modified client sends', async () => {
    await simulator.viber.forgeTap(client, 'forged');
    expect(events()).toMatchObject([{ event: 'message', message: { text: 'forged' } }]);
  });
});

describe('what else happens in a chat', () => {
  it.each([
    [
      { kind: 'photo', caption: 'look' },
      { type: 'picture', text: 'look', file_name: 'picture.jpg' },
    ],
    [
      { kind: 'video', seconds: 7 },
      { type: 'video', duration: 7 },
    ],
    [
      { kind: 'file', name: 'bill.pdf' },
      { type: 'file', file_name: 'bill.pdf' },
    ],
    [
      { kind: 'voice', seconds: 3 },
      { type: 'file', file_name: 'voice.m4a' },
    ],
    [{ kind: 'sticker' }, { type: 'sticker', sticker_id: 40_133 }],
    [{ kind: 'contact' }, { type: 'contact', contact: { phone_number: '+380441234567' } }],
    [{ kind: 'location' }, { type: 'location', location: { lat: 50.4501, lon: 30.5234 } }],
  ] as const)('a client sends a %j', async (attachment, expected) => {
    expect(await simulator.viber.attach(client, attachment)).toBe(200);
    expect(events()).toMatchObject([
      { event: 'message', silent: false, sender: { id: client }, message: expected },
    ]);
    expect(simulator.viber.chat(client).messages.at(-1)).toMatchObject({ from: 'client' });
  });

  it('a message that was accepted does not arrive', async () => {
    const token = tokenIn(await callRaw('send_message', JSON.stringify(message())));
    expect(await simulator.viber.failDelivery?.(client, token)).toBe(200);
    expect(bot.received.at(-1)?.body).toContain(`"message_token":${token}`);
    expect(events()).toMatchObject([{ event: 'failed', user_id: client, desc: expect.any(String) }]);
    await expect(simulator.viber.failDelivery?.(client, '1')).rejects.toThrow('No message 1');
  });

  it('failed is told to those who asked for it alone', async () => {
    await call('set_webhook', { url: bot.url, event_types: ['failed'] });
    const token = tokenIn(await callRaw('send_message', JSON.stringify(message())));
    await simulator.viber.failDelivery?.(client, token);
    expect(events()).toHaveLength(1);
    await call('set_webhook', { url: bot.url, event_types: [] });
    await simulator.viber.failDelivery?.(client, token);
    expect(events()).toHaveLength(1);
  });

  it("an old app shows no keyboard and no newer version's message", async () => {
    simulator.viber.setOutdated?.(client, true);
    expect(await send(keyboard(button()))).toMatchObject({ status: 13 });
    expect(await send({ min_api_version: 2 })).toMatchObject({ status: 13 });
    expect(await send({ min_api_version: undefined })).toMatchObject({ status: 0 });
    bot.bodies.push(JSON.stringify(message({ receiver: undefined, ...keyboard(button()) })));
    await simulator.viber.open(client);
    expect(events().at(-1)).toMatchObject({ user: { api_version: 1 } });
    expect(simulator.viber.chat(client).messages).toHaveLength(1);
    simulator.viber.setOutdated?.(client, false);
    expect(await send(keyboard(button()))).toMatchObject({ status: 0 });
  });
});

describe('conversation_started', () => {
  beforeEach(() => simulator.viber.addClient(stranger));

  it('carries the context, and delivers the message in its answer as the welcome', async () => {
    bot.bodies.push(JSON.stringify(message({ receiver: undefined, text: 'Welcome', ...keyboard(button()) })));
    expect(await simulator.viber.open(stranger.clientId, 'promo')).toBe(200);
    expect(events()).toMatchObject([
      { event: 'conversation_started', type: 'open', context: 'promo', subscribed: false },
    ]);
    const chat = simulator.viber.chat(stranger.clientId);
    expect(chat.messages.map(({ text }) => text)).toEqual(['Welcome']);
    expect(chat.bottomKeyboard).toMatchObject([[{ label: '5', data: 'five' }]]);
    await simulator.viber.open(client);
    expect(events().at(-1)).toMatchObject({ subscribed: true });
  });

  it('drops a bad welcome, or none, without a word', async () => {
    bot.bodies.push(JSON.stringify(message({ text: '' })), 'not JSON', '{}');
    for (let i = 0; i < 3; i++) expect(await simulator.viber.open(stranger.clientId)).toBe(200);
    expect(simulator.viber.chat(stranger.clientId).messages).toEqual([]);
  });
});
