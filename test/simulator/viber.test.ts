import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import type { SimulatorOptions } from '../../simulator/platform.ts';
import { type Bot, startBot } from './bot.ts';

const authToken = 'viber-token';
const client = 'client-james==';
const stranger = { clientId: 'stranger==', name: 'Ada', locale: 'en' };

let simulator: Simulator;
let bot: Bot;
const started: Array<() => Promise<void>> = [];

async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
  simulator = await startSimulator({
    telegramToken: '42:token',
    viberToken: authToken,
    now: () => new Date('2026-11-22T09:00:00Z'),
    webhookRetries: { times: 2, pauseMs: 1 },
    ...options,
  });
  started.push(() => simulator.stop());
}

async function callRaw(method: string, body: string, token: string | null = authToken): Promise<string> {
  const response = await fetch(`${simulator.viber.apiUrl}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== null && { 'x-viber-auth-token': token }) },
    body,
  });
  expect(response.status).toBe(200);
  return response.text();
}

async function call(
  method: string,
  body: object = {},
  token?: string | null,
): Promise<Record<string, unknown>> {
  return JSON.parse(await callRaw(method, JSON.stringify(body), token)) as Record<string, unknown>;
}

const message = (more: object = {}): object => ({
  receiver: client,
  type: 'text',
  text: 'Hello',
  sender: { name: 'Afterword' },
  min_api_version: 7,
  ...more,
});
const send = (more: object = {}): Promise<Record<string, unknown>> => call('send_message', message(more));
const button = (more: object = {}): object => ({
  Columns: 6,
  Rows: 1,
  ActionType: 'reply',
  ActionBody: 'five',
  Text: '5',
  ...more,
});
const keyboard = (...buttons: object[]): object => ({ keyboard: { Type: 'keyboard', Buttons: buttons } });
/** What the bot received since the webhook was set, receipts aside. */
// oxlint-disable-next-line typescript/no-explicit-any -- read as a bot without types would
const events = (): any[] =>
  bot.received
    .map(({ body }) => JSON.parse(body))
    .filter(({ event }) => !['webhook', 'delivered', 'seen'].includes(event));
const tokenIn = (text: string): string => /"message_token":(\d+)/.exec(text)?.[1] ?? '';

beforeEach(async () => {
  await start();
  bot = await startBot();
  started.push(() => bot.close());
  expect(await call('set_webhook', { url: bot.url })).toMatchObject({ status: 0 });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((stop) => stop()));
});

describe('the REST API', () => {
  it('tells a wrong token and a missing one', async () => {
    expect(await call('get_account_info', {}, 'wrong')).toEqual({
      status: 2,
      status_message: 'invalidAuthToken',
    });
    expect(await call('get_account_info', {}, null)).toEqual({
      status: 2,
      status_message: 'missing_auth_token',
    });
    expect(await call('get_account_info', { auth_token: authToken }, null)).toMatchObject({
      status: 0,
      webhook: bot.url,
      subscribers_count: 3,
    });
  });

  it('refuses what is not a JSON object', async () => {
    expect(JSON.parse(await callRaw('send_message', '{'))).toMatchObject({ status: 3 });
    expect(JSON.parse(await callRaw('send_message', '[]'))).toMatchObject({ status: 3 });
  });
});

describe('set_webhook', () => {
  it('calls the webhook at once, signed, and fails when it does not answer 200', async () => {
    expect(bot.received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = bot.received;
    expect(JSON.parse(body)).toMatchObject({ event: 'webhook' });
    expect(headers['x-viber-content-signature']).toBe(
      createHmac('sha256', authToken).update(body).digest('hex'),
    );
    bot.statuses.push(500);
    expect(await call('set_webhook', { url: bot.url })).toMatchObject({ status: 1 });
    expect(await call('set_webhook', { url: 'http://example.org/' })).toMatchObject({ status: 1 });
    expect(await call('set_webhook', {})).toMatchObject({ status: 4 });
  });

  it('sends the events that were asked for and those that nobody can refuse', async () => {
    expect(await call('set_webhook', { url: bot.url, event_types: ['seen'] })).toMatchObject({
      event_types: ['message', 'subscribed', 'unsubscribed', 'seen'],
    });
    expect(await simulator.viber.open(client)).toBe(200);
    expect(events()).toEqual([]);
  });

  it('with an empty address ends the conversation', async () => {
    await call('set_webhook', { url: '' });
    expect(await send()).toMatchObject({ status: 10 });
    expect(await simulator.viber.say(client, 'anybody?')).toBe(0);
  });
});

describe('send_message', () => {
  it('answers a token beyond 2^53 as a number', async () => {
    const text = await callRaw('send_message', JSON.stringify(message()));
    const shown = simulator.viber.chat(client).messages.at(-1);
    expect(tokenIn(text)).toBe(shown?.id);
    expect(BigInt(tokenIn(text)) > 2n ** 53n).toBe(true);
    expect(String(JSON.parse(text).message_token)).not.toBe(shown?.id);
  });

  it('reaches subscribers alone', async () => {
    expect(await send({ receiver: 'nobody==' })).toMatchObject({ status: 5 });
    simulator.viber.addClient(stranger);
    const write = (): Promise<object> => send({ receiver: stranger.clientId });
    expect(await write()).toMatchObject({ status: 6 });
    await simulator.viber.open(stranger.clientId);
    expect(await write()).toMatchObject({ status: 6 });
    await simulator.viber.say(stranger.clientId, 'hello');
    expect(await write()).toMatchObject({ status: 0 });
    await simulator.viber.block(stranger.clientId);
    expect(await write()).toMatchObject({ status: 6 });
  });

  it.each([
    ['without a receiver', { receiver: undefined }, 4],
    ['without a type', { type: undefined }, 4],
    ['without a text', { text: undefined }, 4],
    ['with an empty text', { text: '' }, 3],
    ['with 7001 characters', { text: 'x'.repeat(7001) }, 3],
    ['without a sender', { sender: undefined }, 4],
    ['with a sender of 29 characters', { sender: { name: 'x'.repeat(29) } }, 3],
    ['of another type', { type: 'telepathy' }, 17],
    ['for clients that do not exist yet', { min_api_version: 99 }, 13],
    ['with Silent below version 6', { min_api_version: 3, ...keyboard(button({ Silent: true })) }, 14],
    ['with a keyboard without its Type', { keyboard: { Buttons: [button()] } }, 3],
    ['with a keyboard without buttons', keyboard(), 3],
    ['with 7 Columns', keyboard(button({ Columns: 7 })), 3],
    ['with no Columns', keyboard(button({ Columns: 0 })), 3],
    ['with 3 Rows', keyboard(button({ Rows: 3 })), 3],
    ['with an unknown ActionType', keyboard(button({ ActionType: 'dance' })), 3],
    ['without an ActionBody', keyboard(button({ ActionBody: undefined })), 3],
    ['with an ActionBody of 101 bytes', keyboard(button({ ActionBody: `${'я'.repeat(50)}x` })), 3],
    ['with a label of 251 characters', keyboard(button({ Text: 'x'.repeat(251) })), 3],
    ['with 25 rows', keyboard(...Array.from({ length: 25 }, () => button())), 3],
  ])('refuses a message %s', async (_what, more, status) => {
    expect(await send(more)).toMatchObject({ status });
    expect(simulator.viber.chat(client).messages).toEqual([]);
  });

  it('takes what just fits', async () => {
    const most = keyboard(
      button({ ActionBody: 'я'.repeat(50), Text: 'x'.repeat(250) }),
      ...Array.from({ length: 23 }, () => button()),
    );
    expect(await send({ text: 'x'.repeat(7000), sender: { name: 'x'.repeat(28) }, ...most })).toMatchObject({
      status: 0,
    });
  });

  it('draws bold without its marks, and lays buttons out by their Columns', async () => {
    const two = button({ Columns: 2, Text: '<b>Good &amp; quick</b>' });
    await send({ text: '*Rate* 2*3*4 the _service_', ...keyboard(two, two, two, button({ Columns: 3 })) });
    const chat = simulator.viber.chat(client);
    expect(chat.messages.at(-1)).toMatchObject({
      text: 'Rate 2*3*4 the service',
      markup: '*Rate* 2*3*4 the _service_',
    });
    expect(chat.bottomKeyboard.map((row) => row.map(({ label }) => label))).toEqual([
      ['Good & quick', 'Good & quick', 'Good & quick'],
      ['5'],
    ]);
  });

  it('takes the keyboard away with a message that has none', async () => {
    const old = await callRaw('send_message', JSON.stringify(message(keyboard(button()))));
    await send();
    expect(simulator.viber.chat(client).bottomKeyboard).toEqual([]);
    await expect(simulator.viber.tap(client, '5')).rejects.toThrow('No button “5”');
    expect(await simulator.viber.tap(client, '5', tokenIn(old))).toBe(200);
  });

  it('is refused past 100 a second, unless the rates are off', async () => {
    const statuses = async (): Promise<unknown[]> =>
      (await Promise.all(Array.from({ length: 101 }, () => send()))).map(({ status }) => status);
    expect((await statuses()).filter((status) => status === 12)).toHaveLength(1);
    await start({ rateLimits: false });
    await call('set_webhook', { url: bot.url });
    expect(new Set(await statuses())).toEqual(new Set([0]));
  });
});

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

describe('faults', () => {
  const raw = (): Promise<Response> =>
    fetch(`${simulator.viber.apiUrl}/send_message`, {
      method: 'POST',
      headers: { 'x-viber-auth-token': authToken },
      body: JSON.stringify(message()),
    });

  it('are met by the next requests', async () => {
    simulator.viber.fail({ kind: 'rate_limit', retryAfterSeconds: 7 });
    expect(await send()).toMatchObject({ status: 12 });
    simulator.viber.fail({ kind: 'server_error' });
    expect((await raw()).status).toBe(500);
    simulator.viber.fail({ kind: 'empty' });
    expect(await (await raw()).text()).toBe('');
    simulator.viber.fail({ kind: 'cut' });
    await expect(raw().then((response) => response.text())).rejects.toThrow();
    expect(await send()).toMatchObject({ status: 0 });
  });
});
