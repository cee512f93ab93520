import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import * as telegram from './telegram/fake-telegram.ts';
import * as viber from './viber/fake-viber.ts';

const relayUrl = 'https://desk.example/hook';

/** Posts bytes to the adapter's webhook; gives what it made of them. */
async function takenFromTelegram(rawBody: Buffer, options = { relayUrl: relayUrl as string | undefined }) {
  const events: ClientEvent[] = [];
  const { adapter, callsOf } = await telegram.create(() => undefined, options as { relayUrl: string });
  await adapter.start(async (event) => void events.push(event));
  const secret = String(callsOf('setWebhook')[0]?.body['secret_token']);
  const headers = { 'x-telegram-bot-api-secret-token': secret };
  const answer = await adapter.webhook?.({ headers, query: {}, rawBody });
  return { events, answer };
}

async function takenFromViber(rawBody: Buffer) {
  const events: ClientEvent[] = [];
  const { adapter } = await viber.create(() => undefined, 5000, { relayUrl });
  await adapter.start(async (event) => void events.push(event));
  const signature = createHmac('sha256', viber.token).update(rawBody).digest('hex');
  const answer = await adapter.webhook?.({
    headers: { 'x-viber-content-signature': signature },
    query: {},
    rawBody,
  });
  return { events, answer, signature };
}

describe('with a helpdesk behind it, Telegram', () => {
  it.each([
    [
      'what surveys read',
      '{ "update_id": 9, "message": {"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"Ї"} }',
      'text',
      '5',
    ],
    ['a kind that they do not read', '{"update_id":9,"poll":{"id":"1"}}', 'other', 'update 9'],
    [
      'what a person does anywhere',
      '{"update_id":9,"inline_query":{"id":"1","from":{"id":5}}}',
      'other',
      '5',
    ],
    [
      'what happens in a chat of any kind',
      '{"update_id":9,"deleted_business_messages":{"chat":{"id":5,"type":"private"},"message_ids":[1]}}',
      'other',
      '5',
    ],
    [
      'a post of a channel',
      '{"update_id":9,"channel_post":{"message_id":1,"date":1,"chat":{"id":-105,"type":"channel"},"text":"x"}}',
      'other',
      '-105',
    ],
    [
      'a tap in a channel',
      '{"update_id":9,"callback_query":{"id":"7","from":{"id":5},"message":{"message_id":1,"chat":{"id":-105,"type":"channel"}},"data":"x"}}',
      'other',
      '-105',
    ],
    [
      'a message without a word',
      '{"update_id":9,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"new_chat_title":"x"}}',
      'other',
      '5',
    ],
    ['what cannot be read', '{"update_id":9,"message":{"chat":"?"}}', 'other', 'update 9'],
    [
      'a group',
      '{"update_id":9,"message":{"message_id":1,"date":1,"chat":{"id":-5,"type":"group"},"text":"x"}}',
      'text',
      '-5',
    ],
  ])('gives %s as it came', async (_what, body, kind, queue) => {
    const { events } = await takenFromTelegram(Buffer.from(body));
    expect(events).toHaveLength(1);
    expect(events[0]?.kind).toBe(kind);
    expect(events[0]?.received).toEqual({ id: '000000000009', queue, body, headers: {} });
  });

  it.each([
    '{"update_id":9,"poll_answer":{"poll_id":"1","user":{"id":5}}}',
    '{"update_id":9,"message":{"message_id":"?","chat":{"id":5}}}',
  ])('keeps %s in the order of its chat', async (body) => {
    const { events } = await takenFromTelegram(Buffer.from(body));
    expect(events[0]?.received?.queue).toBe('5');
  });

  it('keeps bytes that are no UTF-8', async () => {
    const rawBody = Buffer.concat([
      Buffer.from('{"update_id":9,"x":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]);
    const { events } = await takenFromTelegram(rawBody);
    expect(events[0]?.received).toMatchObject({ body: rawBody.toString('base64'), base64: true });
  });

  it('has no such thing without one', async () => {
    const { events } = await takenFromTelegram(Buffer.from('{"update_id":9,"inline_query":{"id":"1"}}'), {
      relayUrl: undefined,
    });
    expect(events).toEqual([]);
  });

  it('gives equal JSON of updates that it fetches', async () => {
    const update = {
      update_id: 9,
      message: { message_id: 1, date: 1, chat: { id: 5, type: 'private' }, text: 'Ї' },
    };
    let fetched = 0;
    const events: ClientEvent[] = [];
    const { adapter } = await telegram.create(
      ({ method, body }) => {
        if (method !== 'getUpdates') return undefined;
        if (fetched++ === 0) return telegram.ok([update]);
        // The last request of the adapter, which confirms, does not wait for updates.
        return body['timeout'] === 0 ? telegram.ok([]) : () => {};
      },
      { webhookUrl: undefined, relayUrl },
    );
    await adapter.start(async (event) => void events.push(event));
    await vi.waitFor(() => expect(events).toHaveLength(1));
    expect(JSON.parse(events[0]?.received?.body ?? '')).toEqual(update);
  });

  it('leaves a tap that was passed on to be answered by the helpdesk', async () => {
    const { adapter, api, callsOf } = await telegram.create(() => undefined, { relayUrl });
    await adapter.start(async () => ({ passedOn: true }));
    const secret = String(callsOf('setWebhook')[0]?.body['secret_token']);
    const body = '{"update_id":9,"callback_query":{"id":"7","from":{"id":5},"data":"order:1"}}';
    const headers = { 'x-telegram-bot-api-secret-token': secret };
    expect(await adapter.webhook?.({ headers, query: {}, rawBody: Buffer.from(body) })).toEqual({
      status: 200,
    });
    expect(api.calls.map(({ method }) => method)).not.toContain('answerCallbackQuery');
  });
});

describe('with a helpdesk behind it, Viber', () => {
  it('knows a message that comes again by its token, whatever else differs', async () => {
    const body =
      '{"event":"message","message_token":5741311803571721087,"sender":{"id":"a=="},"message":{"text":"x"}}';
    const ids = [];
    for (const text of [body, body.replace('{', '{"timestamp":1,')]) {
      const { events } = await takenFromViber(Buffer.from(text));
      ids.push(events[0]?.received?.id);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    [
      'what surveys read',
      '{"event":"message","message_token":1,"sender":{"id":"a=="},"message":{"type":"text","text":"Ї"}}',
      'text',
    ],
    ['a kind that they do not read', '{"event":"seen","message_token":1,"user_id":"a=="}', 'other'],
    ['what cannot be read', '{"event":"message","message_token":1,"sender":{"id":"a=="}}', 'other'],
  ])('gives %s as it came, with its signature', async (_what, body, kind) => {
    const { events, signature } = await takenFromViber(Buffer.from(body));
    expect(events).toHaveLength(1);
    expect(events[0]?.kind).toBe(kind);
    expect(events[0]?.received).toMatchObject({
      queue: 'a==',
      body,
      headers: { 'x-viber-content-signature': signature },
    });
  });

  it('keeps to itself that Viber tries the webhook', async () => {
    const { events, answer } = await takenFromViber(
      Buffer.from('{"event":"webhook","timestamp":1,"message_token":1}'),
    );
    expect(events).toEqual([]);
    expect(answer).toEqual({ status: 200 });
  });

  it("answers with the helpdesk's answer to who opens the chat", async () => {
    const { adapter } = await viber.create(() => undefined, 5000, { relayUrl });
    const response = { status: 200, body: { type: 'text', text: 'Welcome to the shop' } };
    await adapter.start(async () => ({ passedOn: true, response }));
    const rawBody = Buffer.from('{"event":"conversation_started","message_token":1,"user":{"id":"a=="}}');
    const signature = createHmac('sha256', viber.token).update(rawBody).digest('hex');
    expect(
      await adapter.webhook?.({ headers: { 'x-viber-content-signature': signature }, query: {}, rawBody }),
    ).toEqual(response);
  });
});
