import { describe, expect, it } from 'vitest';
import { readUpdate, updateKinds } from '../../../adapters/telegram/updates/updates.ts';
import { fixture } from '../../support/fixture.ts';

const options = { now: new Date('2025-11-21T09:00:05Z'), botName: 'our_bot' };
const read = (update: object) => readUpdate({ update_id: 1, ...update }, options);
const olena = { id: 7, is_bot: false, first_name: 'Олена', language_code: 'uk' };
const group = { id: -100500, type: 'supergroup', title: 'Shop' };
const message = (fields: object) => ({ message_id: 9, date: 1_763_715_600, from: olena, ...fields });

describe('what happens in a group of Telegram', () => {
  const said = (fields: object) => read({ message: message({ chat: group, ...fields }) })?.event;

  it('is told with the group as the chat and the person as the actor, whose language is not the group’s', () => {
    expect(said({ text: 'hello', reply_to_message: { message_id: 3 } })).toEqual({
      id: '1',
      channel: 'telegram',
      clientId: '-100500',
      chat: 'group',
      actor: { id: '7', name: 'Олена' },
      at: new Date(1_763_715_600_000),
      kind: 'text',
      text: 'hello',
      messageId: '9',
      replyTo: '3',
    });
    const fixed = readUpdate(JSON.parse(fixture('telegram/group.json').toString()), options)?.event;
    expect(fixed).toMatchObject({ kind: 'start', chat: 'group', clientId: '-1001234567890' });
  });

  it('may be a command for this bot, or the payload with which it was added', () => {
    expect(said({ text: '/alerts@Our_Bot here' })).toMatchObject({
      kind: 'joined',
      messageId: '9',
      command: { name: 'alerts', argument: 'here' },
    });
    expect(said({ text: '/start@our_bot x1' })).toMatchObject({ kind: 'start', payload: 'x1' });
    for (const text of ['/alerts@other_bot', '/start@other_bot x1']) {
      expect(said({ text })).not.toHaveProperty('command');
      expect(said({ text })).not.toHaveProperty('payload');
    }
  });

  it('stands in a thread only where the group has topics, each of whose messages replies to its notice', () => {
    expect(said({ text: 'a', message_thread_id: 4 })).not.toHaveProperty('thread');
    const topic = { message_thread_id: 4, is_topic_message: true };
    const first = said({ text: 'a', ...topic, reply_to_message: { message_id: 4 } });
    expect(first).toMatchObject({ thread: '4' });
    expect(first).not.toHaveProperty('replyTo');
    expect(said({ text: 'a', ...topic, reply_to_message: { message_id: 6 } })).toMatchObject({
      thread: '4',
      replyTo: '6',
    });
  });

  it('may be a tap, by whoever tapped', () => {
    const query = { id: 'q', from: olena, data: 'x', message: { message_id: 3, date: 0, chat: group } };
    expect(read({ callback_query: query })).toMatchObject({
      queue: '-100500',
      callbackQueryId: 'q',
      event: { kind: 'tap', clientId: '-100500', chat: 'group', actor: { id: '7' }, messageId: '3' },
    });
  });

  it.each([
    ['member', 'joined'],
    ['administrator', 'joined'],
    ['left', 'left'],
    ['kicked', 'left'],
  ])('may be the bot’s own coming or going: %s', (status, kind) => {
    const update = { my_chat_member: { chat: group, from: olena, date: 1, new_chat_member: { status } } };
    expect(read(update)?.event).toMatchObject({ kind, chat: 'group', actor: { id: '7' } });
  });

  it('may be its move to another id', () => {
    expect(said({ migrate_to_chat_id: -1001234567890 })).toMatchObject({
      kind: 'migrated',
      clientId: '-100500',
      to: '-1001234567890',
      actor: { id: '7' },
    });
    const told = read({ message: message({ chat: group, migrate_from_chat_id: -5 }) });
    expect(told).not.toHaveProperty('event');
  });

  it('is nothing where the bot’s rights change alone, or in a channel', () => {
    for (const [chat, status] of [
      [group, 'restricted'],
      [group, 'constructor'],
      [{ id: -1, type: 'channel' }, 'administrator'],
      [{ id: 7, type: 'private' }, 'left'],
    ] as const) {
      const update = { my_chat_member: { chat, from: olena, new_chat_member: { status } } };
      expect(read(update)).not.toHaveProperty('event');
    }
  });

  it('may be done by a bot, or by who is not told', () => {
    const by = (from: unknown) => said({ text: 'a', from })?.actor;
    expect(by({ id: 8, is_bot: true, first_name: 'Group' })).toEqual({ id: '8', name: 'Group', isBot: true });
    expect(by(undefined)).toBeUndefined();
    expect(by({ id: 'x' })).toBeUndefined();
    expect(by({ id: 8, is_bot: 'yes', first_name: 7 })).toEqual({ id: '8' });
  });
});

describe('a chat of a business account on Telegram', () => {
  const client = { id: 7, type: 'private' };
  const connected = { chat: client, business_connection_id: 'b-1' };

  it('is told apart from the client’s own chat with the bot, with what is needed to answer there', () => {
    expect(read({ business_message: message({ ...connected, text: 'hello' }) })?.event).toMatchObject({
      kind: 'text',
      clientId: '7',
      chat: 'business',
      connection: 'b-1',
      actor: { id: '7', name: 'Олена' },
    });
    const owner = { id: 99, first_name: 'Shop' };
    const written = read({ business_message: message({ ...connected, from: owner, text: 'hi' }) })?.event;
    expect(written).toMatchObject({ clientId: '7', chat: 'business', actor: { id: '99' } });
    expect(written).not.toHaveProperty('profile');
  });

  it('may hold an edit and a tap', () => {
    const edit = read({ edited_business_message: message({ ...connected, text: 'x' }) })?.event;
    expect(edit).toMatchObject({ kind: 'text', chat: 'business', edited: true });
    const query = { id: 'q', from: olena, data: 'x', message: { message_id: 3, ...connected } };
    expect(read({ callback_query: query })?.event).toMatchObject({ chat: 'business', connection: 'b-1' });
  });

  it('is one also where the connection is not told', () => {
    const event = read({ business_message: message({ chat: client, text: 'hello' }) })?.event;
    expect(event).toMatchObject({ chat: 'business' });
    expect(event).not.toHaveProperty('connection');
  });

  it('is not asked for yet', () => {
    expect(updateKinds.filter((kind) => kind.includes('business'))).toEqual([]);
  });
});
