import { describe, expect, it } from 'vitest';
import {
  act,
  desk,
  openConversation,
  simulator,
  telegram,
  telegramMessage,
  texts,
  viber,
  viberMessage,
  useHelpdesk,
} from './world.ts';

useHelpdesk();

const greeting = 'Hello! You have reached the helpdesk. Write here, and an operator answers.';
const received = async (after = 0): Promise<any> =>
  (await fetch(`${simulator.url}/helpdesk/received?after=${after}`)).json();

describe('an update of Telegram', () => {
  it('opens one conversation for the client, whose messages stay in order', async () => {
    const id = await openConversation('one');
    await telegram(telegramMessage('two'));
    await telegram(telegramMessage('from another', { id: 502, is_bot: false, first_name: 'Олена' } as never));
    const { conversations } = await desk();
    expect(
      conversations.map(({ name, channel }: { name: string; channel: string }) => [name, channel]),
    ).toEqual(
      expect.arrayContaining([
        ['Emily Carter', 'telegram'],
        ['Олена', 'telegram'],
      ]),
    );
    expect(await texts(id)).toEqual(['client: one', `operator: ${greeting}`, 'client: two']);
  });

  it('is answered with a greeting as a method of the bot API, for the first message alone', async () => {
    expect((await telegram(telegramMessage('/start'))).body).toEqual({
      method: 'sendMessage',
      chat_id: 501,
      text: greeting,
    });
    expect((await telegram(telegramMessage('hello'))).body).toEqual({});
  });

  it('of a client who speaks Ukrainian is greeted in Ukrainian', async () => {
    const olena = { id: 502, is_bot: false, first_name: 'Олена', language_code: 'uk' } as never;
    expect((await telegram(telegramMessage('Доброго дня', olena))).body.text).toBe(
      'Вітаємо! Це служба підтримки. Напишіть сюди, і вам відповість оператор.',
    );
  });

  it('is refused without the secret that the helpdesk registered', async () => {
    expect((await telegram(telegramMessage('forged'), 'another-secret')).status).toBe(401);
    expect((await desk()).conversations).toEqual([]);
    expect((await received()).counts.telegram).toEqual({ taken: 0, repeats: 0, refused: 1, missed: 0 });
  });

  it('that comes twice is one message', async () => {
    const update = telegramMessage('once');
    await telegram(update);
    await telegram(update);
    const { conversations } = await desk();
    expect((await texts(conversations[0].id)).filter((line) => line === 'client: once')).toHaveLength(1);
    expect((await received()).counts.telegram).toMatchObject({ taken: 2, repeats: 1 });
  });

  it('with an edit changes the message, and one with a tap or an attachment is told in words', async () => {
    const id = await openConversation();
    const from = { id: 501, first_name: 'Emily', last_name: 'Carter' };
    const chat = { id: 501, type: 'private' };
    await telegram({ update_id: 1, message: { message_id: 7, from, chat, photo: [], caption: 'broken' } });
    await telegram({ update_id: 2, edited_message: { message_id: 7, from, chat, text: 'broken box' } });
    await telegram({ update_id: 3, callback_query: { id: '9', from, data: 'plan:2' } });
    await telegram({
      update_id: 4,
      my_chat_member: { from, chat, new_chat_member: { status: 'kicked' } },
    });
    expect((await texts(id)).slice(2)).toEqual([
      'client: broken box',
      'client: [button] plan:2',
      'event: Blocked the bot',
    ]);
  });

  it('that is none is acknowledged, so that it is not repeated for ever', async () => {
    expect(await telegram({ hello: 'world' })).toEqual({ status: 200, body: {} });
    expect((await received()).counts.telegram.refused).toBe(1);
  });
});

describe('a callback of Viber', () => {
  it('is taken with the signature of its bytes alone', async () => {
    expect((await viber(viberMessage('Hi', '5700000000000000001'))).status).toBe(200);
    expect((await viber(viberMessage('Hi', '5700000000000000002'), 'another-token')).status).toBe(401);
    const { conversations } = await desk();
    expect(conversations).toMatchObject([{ name: 'James Miller', channel: 'viber', last: 'Hi' }]);
  });

  it('is told from its neighbour by a token beyond 2^53', async () => {
    await viber(viberMessage('one', '5700000000000000001'));
    await viber(viberMessage('two', '5700000000000000002'));
    await viber(viberMessage('two', '5700000000000000002'));
    const [{ id }] = (await desk()).conversations;
    expect(await texts(id)).toEqual(['client: one', 'client: two']);
  });

  it('conversation_started is answered with a welcome, and opens no conversation', async () => {
    const body =
      '{"event":"conversation_started","message_token":5700000000000000003,"type":"open","user":{"id":"client-james==","name":"James Miller"},"subscribed":false}';
    expect((await viber(body)).body).toMatchObject({ type: 'text', sender: { name: 'Helpdesk' } });
    expect((await desk()).conversations).toEqual([]);
  });

  it('conversation_started is answered in the client’s language', async () => {
    const opened = (token: string, language: string): string =>
      `{"event":"conversation_started","message_token":${token},"type":"open","user":{"id":"${token}","language":"${language}"},"subscribed":false}`;
    expect((await viber(opened('5700000000000000004', 'uk-UA'))).body.text).toMatch(/^Вітаємо! .+ у Viber/);
    expect((await viber(opened('5700000000000000005', 'de'))).body.text).toMatch(/^Hello! .+ in Viber/);
  });
});

describe('a message to a conversation that was resolved', () => {
  it('reopens it', async () => {
    const id = await openConversation();
    await act('resolve', { conversation: id });
    expect((await desk(id)).open.status).toBe('resolved');
    await telegram(telegramMessage('It came back'));
    expect((await desk(id)).open.status).toBe('open');
  });
});

describe('what the helpdesk received', () => {
  it('is told as JSON, each update with its bytes, and from a number on', async () => {
    const first = telegramMessage('one');
    await telegram(first);
    await viber(viberMessage('two', '5700000000000000001'));
    const { updates } = await received();
    expect(updates).toMatchObject([
      { number: 1, channel: 'telegram', kind: 'message', clientId: '501', text: 'one', isRepeat: false },
      { number: 2, channel: 'viber', id: '5700000000000000001', clientId: 'client-james==', text: 'two' },
    ]);
    expect(updates[0].body).toBe(JSON.stringify(first));
    expect((await received(1)).updates).toHaveLength(1);
  });

  it('is nothing while it is down: each request is answered with 500 and counted', async () => {
    await act('outage', { mode: 'down' });
    expect((await telegram(telegramMessage('lost?'))).status).toBe(500);
    expect((await received()).counts.telegram).toEqual({ taken: 0, repeats: 0, refused: 0, missed: 1 });
    await act('outage', { mode: 'works' });
    expect((await telegram(telegramMessage('again'))).status).toBe(200);
  });

  it('is nothing while it hangs: the request ends when the helpdesk works again', async () => {
    await act('outage', { mode: 'hangs' });
    const request = telegram(telegramMessage('lost?')).catch(() => 'cut');
    await expect.poll(async () => (await received()).counts.telegram.missed).toBe(1);
    await act('outage', { mode: 'works' });
    expect(await request).toBe('cut');
    expect((await desk()).conversations).toEqual([]);
  });

  it('is taken while it is slow, before it answers', async () => {
    await act('outage', { mode: 'slow' });
    const request = telegram(telegramMessage('slowly'));
    await expect.poll(async () => (await desk()).conversations.length).toBe(1);
    await simulator.stop();
    await request.catch(() => undefined);
  });
});
