import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/channel.ts';
import { create, deliver, failure, refused } from './fake-telegram.ts';

const group = '-100500';

describe('a message to a group of Telegram', () => {
  it('is refused with the new id where the group has moved, whatever is done there', async () => {
    const { adapter } = await create(() =>
      refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: -1001234567890,
      }),
    );
    const moved = { code: 'moved', movedTo: '-1001234567890' };
    expect(await failure(adapter.send(group, { text: 'Q' }))).toMatchObject(moved);
    expect(await failure(adapter.edit!(group, '41', { text: 'Q' }))).toMatchObject(moved);
    const from = { clientId: '7', messageId: '3' };
    expect(await failure(adapter.forward!(from, { clientId: group }))).toMatchObject(moved);
  });

  it('goes into the group itself where its topic is closed', async () => {
    const { adapter, callsOf } = await create(({ body }) =>
      body['message_thread_id'] === 8 ? refused(400, 'Bad Request: TOPIC_CLOSED') : undefined,
    );
    await adapter.send(group, { text: 'Q', thread: '8' });
    expect(callsOf('sendMessage').map(({ body }) => body['message_thread_id'])).toEqual([8, undefined]);
  });

  it('is its words alone where the group takes no pictures', async () => {
    const { adapter, callsOf } = await create(({ method }) =>
      method === 'sendPhoto'
        ? refused(400, 'Bad Request: not enough rights to send photos to the chat')
        : undefined,
    );
    const image = { bytes: new Uint8Array(1), name: 'week.png' };
    await adapter.send(group, { text: 'Week', image, thread: '8' });
    expect(callsOf('sendMessage')).toMatchObject([{ body: { text: 'Week', message_thread_id: 8 } }]);
  });

  it.each([
    'Bad Request: not enough rights to send text messages to the chat',
    'Bad Request: have no rights to send a message',
    'Bad Request: group chat was deactivated',
    'Forbidden: bot was kicked from the supergroup chat',
  ])('reaches nobody: %s', async (description) => {
    const code = description.startsWith('Forbidden') ? 403 : 400;
    const { adapter } = await create(() => refused(code, description));
    expect(await failure(adapter.send(group, { text: 'Q' }))).toMatchObject({ code: 'unreachable' });
  });

  it('opens the reply field for the member who is asked, whom it names', async () => {
    const { adapter, callsOf } = await create();
    const from = { id: '7', name: 'Олена <b>' };
    const message: Message = { title: 'A note', text: 'What was done?', openReply: { key: 'k', from } };
    await adapter.send(group, message);
    await adapter.send('7', message);
    await adapter.send(group, { ...message, openReply: { key: 'k', from: { ...from, isBot: true } } });
    expect(callsOf('sendMessage').map(({ body }) => [body['text'], body['reply_markup']])).toEqual([
      [
        '<a href="tg://user?id=7">Олена &lt;b&gt;</a>\n<b>A note</b>\nWhat was done?',
        { force_reply: true, selective: true },
      ],
      ['<b>A note</b>\nWhat was done?', { force_reply: true }],
      ['<b>A note</b>\nWhat was done?', { force_reply: true }],
    ]);
  });
});

describe('what is said about a group that has moved', () => {
  it('is not said under its old id', async () => {
    const channel = await create();
    await deliver(channel, 'migrated', async () => ({ text: 'Followed' }));
    expect(channel.callsOf('sendMessage')).toEqual([]);
  });
});

describe('a message that is forwarded on Telegram', () => {
  const from = { clientId: '552041877', messageId: '12' };

  it('keeps its author, and goes into the thread without a sound', async () => {
    const { adapter, callsOf } = await create(({ method }) =>
      method === 'forwardMessage' ? { ok: true, result: { message_id: 77 } } : undefined,
    );
    const asked: number[] = [];
    const beforeRequest = async () => void asked.push(callsOf('forwardMessage').length);
    const to = { clientId: group, thread: '8', silent: true as const };
    expect(await adapter.forward!(from, to, { beforeRequest })).toEqual({ messageId: '77' });
    expect(callsOf('forwardMessage').map(({ body }) => body)).toEqual([
      {
        chat_id: -100500,
        from_chat_id: 552041877,
        message_id: 12,
        message_thread_id: 8,
        disable_notification: true,
      },
    ]);
    expect(asked).toEqual([0]);
  });

  it('is refused for good when it is gone, and reaches nobody without a chat', async () => {
    const { adapter, callsOf } = await create(() =>
      refused(400, 'Bad Request: message to forward not found'),
    );
    const fault = await failure(adapter.forward!(from, { clientId: group }));
    expect(fault).toMatchObject({ code: 'rejected' });
    for (const [source, target] of [
      ['@shop', group],
      ['7', '@shop'],
    ] as const) {
      const forwarded = adapter.forward!({ clientId: source, messageId: '1' }, { clientId: target });
      expect(await failure(forwarded)).toMatchObject({ code: 'unreachable' });
    }
    expect(callsOf('forwardMessage')).toHaveLength(1);
  });
});

describe('the menu of a chat on Telegram', () => {
  it('is that of this chat alone, and is taken away without commands', async () => {
    const { adapter, callsOf } = await create();
    await adapter.setMenu!('7', [{ name: 'today', about: 'x'.repeat(300) }]);
    await adapter.setMenu!('7', []);
    const scope = { type: 'chat', chat_id: 7 };
    expect(callsOf('setMyCommands').map(({ body }) => body)).toEqual([
      { scope, commands: [{ command: 'today', description: `${'x'.repeat(255)}…` }] },
    ]);
    expect(callsOf('deleteMyCommands').map(({ body }) => body)).toEqual([{ scope }]);
  });
});
