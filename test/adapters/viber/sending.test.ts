import { describe, expect, it } from 'vitest';
import type { ClientEvent, Message } from '../../../src/channel.ts';
import { create, failure, request } from './fake-viber.ts';

describe('what is sent to Viber', () => {
  it('sends a text with its sender and, only when it has one, its keyboard', async () => {
    const { adapter, callsOf } = await create();
    const sent = await adapter.send('a==', { text: 'Q', choices: [[{ label: 'Yes', token: 'y' }]] });
    expect(sent).toEqual({ messageId: '5741311803571721' });
    await adapter.send('a==', { text: 'Thanks' });
    const [first, second] = callsOf('send_message').map((call) => call.body);
    expect(first).toMatchObject({
      receiver: 'a==',
      type: 'text',
      text: 'Q',
      sender: { name: 'Afterword, the service of su' },
      min_api_version: 6,
      keyboard: { Buttons: [{ Text: 'Yes', ActionBody: '#tap:y' }] },
    });
    expect(second).toMatchObject({ text: 'Thanks' });
    expect(second).not.toHaveProperty('keyboard');
    expect(second).not.toHaveProperty('min_api_version');
  });

  it('names a message by every digit, in the answer and when it failed', async () => {
    const { adapter } = await create(
      () => (response) => response.end('{"status":0,"message_token":4912661846655238145}'),
    );
    const { messageId } = await adapter.send('a==', { text: 'Q' });
    const seen: ClientEvent[] = [];
    await adapter.start(async (event) => void seen.push(event));
    expect(await adapter.webhook?.(request('failed'))).toEqual({ status: 200 });
    expect(seen).toMatchObject([{ kind: 'failed', messageId }]);
  });
});

describe('what a sender asks right before a request of Viber', () => {
  const choices = [[{ label: '⭐', token: 'y', typed: '1' }]];

  it('comes right before it, and sends nothing when it rejects', async () => {
    const { adapter, callsOf } = await create();
    const order: number[] = [];
    const beforeRequest = async () => void order.push(callsOf('send_message').length);
    await adapter.send('a==', { text: 'Q' }, { beforeRequest });
    const lost = new Error('the lease is lost');
    const error = await failure(
      adapter.send('a==', { text: 'Q' }, { beforeRequest: () => Promise.reject(lost) }),
    );
    expect(error).toBe(lost);
    expect(order).toEqual([0]);
    expect(callsOf('send_message')).toHaveLength(1);
  });

  it.each([13, 14])('is asked again before the words that follow status %i', async (status) => {
    const { adapter, callsOf } = await create(({ body }) => (body['keyboard'] ? { status } : undefined));
    const order: number[] = [];
    const beforeRequest = async () => void order.push(callsOf('send_message').length);
    await adapter.send('a==', { text: 'Rate us', choices }, { beforeRequest });
    expect(order).toEqual([0, 1]);
    const second = callsOf('send_message')[1]?.body;
    expect(second).toMatchObject({ text: 'Rate us\n\n1' });
    expect(second).not.toHaveProperty('keyboard');
    expect(second).not.toHaveProperty('min_api_version');
  });

  it.each([13, 14])('is not asked for ever: words that are refused with %i are rejected', async (status) => {
    const { adapter, callsOf } = await create(() => ({ status }));
    expect(await failure(adapter.send('a==', { text: 'Q', choices }))).toMatchObject({ code: 'rejected' });
    expect(callsOf('send_message')).toHaveLength(2);
    expect(await failure(adapter.send('a==', { text: 'Q' }))).toMatchObject({ code: 'rejected' });
    expect(callsOf('send_message')).toHaveLength(3);
  });
});

describe('what a message may want on Viber', () => {
  const bodies = async (message: Message) => {
    const { adapter, callsOf } = await create();
    await adapter.send('a==', message);
    return callsOf('send_message').map(({ body }) => body);
  };
  const bytes = new Uint8Array(7);
  const image = { bytes, name: 'week.png', url: 'https://csat.example.com/week.png' };
  const file = { bytes, name: 'week.csv', url: 'https://csat.example.com/week.csv' };

  it('is a reply, whose key goes along', async () => {
    const [body] = await bodies({ text: 'Q', openReply: { key: 'alert:7' } });
    expect(body).toMatchObject({ text: 'Q', tracking_data: '{"reply":"alert:7"}' });
    expect(body).not.toHaveProperty('keyboard');
  });

  it('is a look at an address', async () => {
    const [body] = await bodies({ text: 'Q', choices: [[{ label: 'See', url: 'https://shop.example/7' }]] });
    expect(body).toMatchObject({
      min_api_version: 6,
      keyboard: {
        Buttons: [
          { ActionType: 'open-url', ActionBody: 'https://shop.example/7', Text: 'See', Silent: true },
        ],
      },
    });
  });

  it('is a picture, with a text of at most 768 characters under it', async () => {
    const words = 'x'.repeat(768);
    const [body, ...rest] = await bodies({ text: words, image });
    expect(body).toMatchObject({ type: 'picture', media: image.url, text: words });
    expect(rest).toEqual([]);
    expect(await bodies({ text: `${words}x`, image })).toMatchObject([
      { type: 'picture', media: image.url, text: '' },
      { type: 'text', text: `${words}x` },
    ]);
  });

  it('is a document, which has no words of its own', async () => {
    const document = { type: 'file', media: file.url, size: 7, file_name: 'week.csv' };
    const choices = [[{ label: 'Yes', token: 'y' }]];
    const [first, second] = await bodies({ text: 'The week', file, choices });
    expect(first).toMatchObject(document);
    expect(first).not.toHaveProperty('keyboard');
    expect(second).toMatchObject({ type: 'text', text: 'The week', keyboard: { Type: 'keyboard' } });
    expect(await bodies({ text: '', file, choices })).toMatchObject([
      { ...document, keyboard: { Type: 'keyboard' } },
    ]);
  });

  it('is a document whose name has no line breaks in it, which Viber refuses', async () => {
    const named = { ...file, name: 'week\u2028of\r\nTeam A.csv' };
    expect(await bodies({ text: '', file: named })).toMatchObject([{ file_name: 'week of Team A.csv' }]);
  });

  it('is left out where it stands at no address', async () => {
    const nowhere = { bytes, name: 'week.png' };
    expect(await bodies({ text: 'The week', image: nowhere, file: nowhere })).toMatchObject([
      { type: 'text', text: 'The week' },
    ]);
  });

  it('is in words for an app too old for keyboards, and the picture comes once', async () => {
    for (const [text, expected] of [
      ['Q', ['picture Q!', 'picture Q\n\n1, See: https://x.example/']],
      [
        'x'.repeat(800),
        ['picture ', `text ${'x'.repeat(800)}!`, `text ${'x'.repeat(800)}\n\n1, See: https://x.example/`],
      ],
      [
        'x'.repeat(760),
        [`picture ${'x'.repeat(760)}!`, 'picture ', `text ${'x'.repeat(760)}\n\n1, See: https://x.example/`],
      ],
    ] as const) {
      const { adapter, callsOf } = await create(({ body }) =>
        body['keyboard'] ? { status: 13 } : undefined,
      );
      const link = { label: 'See', url: 'https://x.example/' };
      await adapter.send('a==', { text, image, choices: [[{ label: '⭐', token: 'y', typed: '1' }, link]] });
      expect(
        callsOf('send_message').map(
          ({ body }) => `${String(body['type'])} ${String(body['text'])}${body['keyboard'] ? '!' : ''}`,
        ),
      ).toEqual(expected);
    }
  });

  it('gives the id of its last part', async () => {
    let token = 0;
    const { adapter } = await create(() => ({ status: 0, message_token: ++token }));
    expect(await adapter.send('a==', { text: 'Q', file })).toEqual({ messageId: '2' });
  });

  it('ends with the part that is refused', async () => {
    const { adapter, callsOf } = await create(({ body }) =>
      body['type'] === 'picture' ? { status: 3 } : undefined,
    );
    const sent = adapter.send('a==', { text: 'x'.repeat(800), image });
    expect(await failure(sent)).toMatchObject({ code: 'rejected' });
    expect(callsOf('send_message')).toHaveLength(1);
  });
});
