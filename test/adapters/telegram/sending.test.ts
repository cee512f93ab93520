import { describe, expect, it } from 'vitest';
import { uploaded } from '../../../simulator/telegram/request/parameters.ts';
import type { Message } from '../../../src/channel.ts';
import { create, failure, refused } from './fake-telegram.ts';

describe('what is sent to Telegram', () => {
  it('asks whether a message may still go right before it goes, and passes on why not', async () => {
    const { adapter, callsOf } = await create();
    const reason = new Error('taken over');
    const beforeRequest = async () => {
      expect(callsOf('sendMessage')).toHaveLength(0);
      throw reason;
    };
    expect(await failure(adapter.send('1', { text: 'Q' }, { beforeRequest }))).toBe(reason);
    expect(callsOf('sendMessage')).toHaveLength(0);
  });

  it('sends into a thread, and into the chat when the thread is gone', async () => {
    const { adapter, callsOf } = await create(({ method, body }) =>
      method === 'sendMessage' && body['message_thread_id'] === 8
        ? refused(400, 'Bad Request: message thread not found')
        : undefined,
    );
    await adapter.send('1', { text: 'Q', thread: '7' });
    await adapter.send('1', { text: 'Q', thread: '8' });
    expect(callsOf('sendMessage').map(({ body }) => body['message_thread_id'])).toEqual([7, 8, undefined]);
  });

  it('sends HTML without previews, to the number of the chat', async () => {
    const { adapter, callsOf } = await create();
    const choices = [[{ label: 'Yes', token: 'y' }]];
    expect(await adapter.send('552041877', { title: 'T', text: '<i>', choices })).toEqual({
      messageId: '41',
    });
    await adapter.edit?.('552041877', '41', { text: 'done' });
    const common = { chat_id: 552041877, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
    expect(callsOf('sendMessage')[0]?.body).toEqual({
      ...common,
      text: '<b>T</b>\n&lt;i&gt;',
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] },
    });
    expect(callsOf('editMessageText')[0]?.body).toEqual({ ...common, message_id: 41, text: 'done' });
  });

  it.each([
    ['one chat', { perChatMs: 30 }, ['1', '1', '1', '1'], [0, 30, 60, 90]],
    ['all chats', { globalMs: 30 }, ['1', '2', '3', '4', '5', '6'], [0, 0, 30, 60, 90, 120]],
  ])('keeps its distance between messages to %s', async (_, options, clients, expected) => {
    let time = 0;
    const times: number[] = [];
    const { adapter } = await create(
      () => {
        times.push(time);
        return undefined;
      },
      { ...options, pace: { monotonic: () => time, wait: async (ms) => void (time += ms) } },
    );
    for (const client of clients) await adapter.send(client, { text: 'Q' });
    expect(times).toEqual(expected);
  });
});

describe('what a message may want on Telegram', () => {
  const sent = async (message: Message, method = 'sendMessage') => {
    const { adapter, callsOf } = await create();
    expect(await adapter.send('1', message)).toEqual({ messageId: '41' });
    return callsOf(method).map(({ body }) => body);
  };
  const choices = [[{ label: 'Yes', token: 'y' }]];
  const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] };

  it('is nothing more than before, unless it says so', async () => {
    const [body] = await sent({ text: 'Q' });
    expect(Object.keys(body ?? {}).toSorted()).toEqual([
      'chat_id',
      'link_preview_options',
      'parse_mode',
      'text',
    ]);
  });

  it('is silence, and a reply that does without its message', async () => {
    expect(await sent({ text: 'Q', silent: true, replyTo: '40' })).toMatchObject([
      {
        disable_notification: true,
        reply_parameters: { message_id: 40, allow_sending_without_reply: true },
      },
    ]);
    expect((await sent({ text: 'Q', replyTo: 'viber-token' }))[0]).not.toHaveProperty('reply_parameters');
  });

  it('is an answer: the reply field opens, beside buttons too', async () => {
    const openReply = { key: 'k' };
    expect(await sent({ text: 'Q', openReply })).toMatchObject([{ reply_markup: { force_reply: true } }]);
    expect(await sent({ text: 'Q', openReply, replyTo: '40' })).toMatchObject([
      { reply_markup: { force_reply: true, selective: true } },
    ]);
    expect(await sent({ text: 'Q', openReply, choices })).toMatchObject([
      { reply_markup: { ...keyboard, force_reply: true } },
    ]);
  });

  it('is a look at an address', async () => {
    const link = { label: 'See', url: 'https://shop.example/7' };
    expect(await sent({ text: 'Q', choices: [[link]] })).toMatchObject([
      { reply_markup: { inline_keyboard: [[{ text: 'See', url: link.url }]] } },
    ]);
  });

  it('is to be said in the name of a business account, in an edit too', async () => {
    const { adapter, callsOf } = await create();
    await adapter.send('1', { text: 'Q', connection: 'b-1' });
    await adapter.edit?.('1', '41', { text: 'Q', connection: 'b-1' });
    for (const method of ['sendMessage', 'editMessageText']) {
      expect(callsOf(method)[0]?.body).toMatchObject({ business_connection_id: 'b-1' });
    }
  });

  it('is to be said in a group', async () => {
    const { adapter, callsOf } = await create();
    await adapter.send('-1001234567890', { text: 'Q' });
    expect(callsOf('sendMessage')[0]?.body).toMatchObject({ chat_id: -1001234567890 });
    for (const id of ['@shop', '-0', '0', '1.5', '-', '9'.repeat(17)]) {
      expect(await failure(adapter.send(id, { text: 'Q' }))).toMatchObject({ code: 'unreachable' });
    }
    expect(callsOf('sendMessage')).toHaveLength(1);
  });
});

describe('a picture or a document on Telegram', () => {
  const bytes = new Uint8Array([0, 13, 10, 255]);
  const image = { bytes, name: 'week "22"; of\r\nNovember.png' };
  const file = { bytes, name: 'тиждень.csv' };

  it('goes with its text as the caption, marked up and with its buttons', async () => {
    const { adapter, callsOf } = await create();
    const choices = [[{ label: 'Yes', token: 'y' }]];
    await adapter.send('1', { title: 'Week', text: '<92 %>', image, choices, silent: true, thread: '7' });
    const [{ body } = { body: {} }] = callsOf('sendPhoto');
    expect(body).toMatchObject({
      chat_id: '1',
      caption: '<b>Week</b>\n&lt;92 %&gt;',
      parse_mode: 'HTML',
      disable_notification: 'true',
      message_thread_id: '7',
      reply_markup: '{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}',
    });
    expect(uploaded(body, 'photo')).toEqual({ name: 'week_22_of_November.png', bytes: Buffer.from(bytes) });
    expect(callsOf('sendMessage')).toEqual([]);
    await adapter.send('1', { text: '', file });
    expect(uploaded(callsOf('sendDocument')[0]?.body ?? {}, 'document')).toMatchObject({ name: file.name });
    expect(callsOf('sendDocument')[0]?.body).not.toHaveProperty('caption');
  });

  it('has a caption of at most 1024 characters, counted before they are escaped', async () => {
    const { adapter, api, callsOf } = await create();
    await adapter.send('1', { title: 'T', text: '<'.repeat(1022), image });
    expect(callsOf('sendMessage')).toEqual([]);
    api.calls.length = 0;
    const choices = [[{ label: 'Yes', token: 'y' }]];
    await adapter.send('1', { title: 'T', text: '<'.repeat(1023), image, file, choices, replyTo: '40' });
    expect(api.calls.map(({ method }) => method)).toEqual(['sendPhoto', 'sendDocument', 'sendMessage']);
    const [photo, document, words] = api.calls.map(({ body }) => body);
    expect(photo).toMatchObject({ reply_parameters: expect.stringContaining('40') });
    for (const part of [photo, document]) {
      expect(part).not.toHaveProperty('caption');
      expect(part).not.toHaveProperty('reply_markup');
    }
    expect(words).toMatchObject({ reply_markup: { inline_keyboard: [[{ text: 'Yes' }]] } });
    expect(words).not.toHaveProperty('reply_parameters');
  });

  it('is paced and asked for part by part, and what is refused ends it', async () => {
    const { adapter, api } = await create(({ method }) =>
      method === 'sendPhoto'
        ? refused(429, 'Too Many Requests: retry after 4', { retry_after: 4 })
        : undefined,
    );
    const asked: number[] = [];
    const beforeRequest = async () => void asked.push(api.calls.length);
    const sending = adapter.send('1', { text: 'x'.repeat(1100), image }, { beforeRequest });
    expect(await failure(sending)).toMatchObject({ code: 'rate_limited', retryAfterMs: 4_000 });
    expect(asked).toEqual([0]);
    expect(await failure(adapter.send('2', { text: 'Q' }))).toMatchObject({ code: 'rate_limited' });
  });

  it('goes into the chat when the thread is gone', async () => {
    const { adapter, callsOf } = await create(({ body }) =>
      body['message_thread_id'] === undefined
        ? undefined
        : refused(400, 'Bad Request: message thread not found'),
    );
    await adapter.send('1', { text: 'Week', image, thread: '8' });
    expect(callsOf('sendPhoto').map(({ body }) => body['message_thread_id'])).toEqual(['8', undefined]);
  });

  it('is changed in its caption, cut to what fits there', async () => {
    const { adapter, callsOf } = await create(({ method }) =>
      method === 'editMessageText'
        ? refused(400, 'Bad Request: there is no text in the message to edit')
        : undefined,
    );
    await adapter.edit?.('1', '41', { text: 'x'.repeat(1025) });
    expect(callsOf('editMessageCaption')).toMatchObject([
      { body: { chat_id: 1, message_id: 41, caption: `${'x'.repeat(1023)}…`, parse_mode: 'HTML' } },
    ]);
  });
});
