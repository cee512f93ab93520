import { describe, expect, it } from 'vitest';
import { readUpdate } from '../../../adapters/telegram/updates/updates.ts';
import { fixture } from '../../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');
const options = { now, botName: 'Afterword_Bot' };
const read = (name: string) => readUpdate(JSON.parse(fixture(`telegram/${name}.json`).toString()), options);
const client = {
  channel: 'telegram',
  clientId: '552041877',
  chat: 'private',
  actor: { id: '552041877', name: 'Олена Коваль <b>' },
  profile: { name: 'Олена Коваль <b>', locale: 'uk' },
};

describe('an update of Telegram', () => {
  it('with /start and a payload is a start', () => {
    expect(read('start')?.event).toEqual({
      ...client,
      id: '880215430',
      at: new Date('2025-11-21T09:00:00Z'),
      kind: 'start',
      payload: 'd_0-9AZaz',
    });
  });

  it('with /start alone is a start without a payload', () => {
    expect(read('start-bare')?.event).toMatchObject({ kind: 'start' });
    expect(read('start-bare')?.event).not.toHaveProperty('payload');
  });

  it('with /start is a start in a private chat also under another name', () => {
    expect(sent({ text: '/start@other_bot x' })).toMatchObject({ kind: 'start', payload: 'x' });
    expect(sent({ text: '/start with words' })).toMatchObject({ kind: 'text', text: '/start with words' });
    expect(sent({ text: '/help@other_bot' })).toMatchObject({ kind: 'joined' });
    expect(sent({ text: '/help@other_bot' })).not.toHaveProperty('command');
  });

  it('with a text is that text, unchanged', () => {
    expect(read('text')?.event).toMatchObject({
      kind: 'text',
      text: 'Дякую! 👩‍👩‍👧 <i>все</i> добре, תודה',
    });
  });

  it('with a photo is its caption', () => {
    expect(read('photo')?.event).toMatchObject({ kind: 'text', text: 'ось так це виглядало' });
  });

  it('with a tapped button is a tap, also when the message is too old to be shown', () => {
    expect(read('tap')).toEqual({
      id: 880215435,
      queue: '552041877',
      callbackQueryId: '2371001810372459273',
      event: { ...client, id: '880215435', at: now, kind: 'tap', token: 'abc:rate:4', messageId: '40' },
    });
    expect(read('tap-old-message')?.event).toMatchObject({ kind: 'tap', messageId: '12' });
  });

  it('with a block or an unblock is left or joined', () => {
    expect(read('blocked')?.event).toMatchObject({ ...client, kind: 'left' });
    expect(read('unblocked')?.event).toMatchObject({ ...client, kind: 'joined' });
  });

  it.each(['unknown', 'tap-game'])('%s holds nothing for us', (name) => {
    expect(read(name)).not.toBeNull();
    expect(read(name)).not.toHaveProperty('event');
  });

  it('with an edit is the text as it is now, dated when it was first written', () => {
    expect(read('edited')?.event).toEqual({
      ...client,
      id: '880215441',
      at: new Date(1_763_715_600_000),
      kind: 'text',
      text: '5',
      messageId: '41',
      edited: true,
    });
  });

  const sent = (fields: object, more: object = {}) =>
    readUpdate(
      {
        update_id: 1,
        message: { message_id: 9, date: 1_763_715_600, chat: { id: 5, type: 'private' }, ...fields },
        ...more,
      },
      options,
    )?.event;

  it.each([
    [{ voice: { duration: 12 } }, { kind: 'voice', seconds: 12 }],
    [{ audio: { duration: 200, file_name: 'a.mp3' } }, { kind: 'audio', seconds: 200, name: 'a.mp3' }],
    [{ video: { duration: 3 } }, { kind: 'video', seconds: 3 }],
    [{ video_note: { duration: 3, length: 9 } }, { kind: 'video', seconds: 3 }],
    [{ photo: [{}] }, { kind: 'photo' }],
    [{ sticker: {} }, { kind: 'sticker' }],
    [{ animation: {}, document: { file_name: 'a.gif' } }, { kind: 'animation' }],
    [{ document: { file_name: 'bill.pdf' } }, { kind: 'file', name: 'bill.pdf' }],
    [{ location: {} }, { kind: 'location' }],
    [{ venue: {}, location: {} }, { kind: 'location' }],
    [{ contact: {} }, { kind: 'contact' }],
    [{ poll: {} }, { kind: 'poll' }],
    [{ dice: { value: 3 } }, { kind: 'other' }],
    [{ story: {} }, { kind: 'other' }],
    [{ voice: {} }, { kind: 'voice' }],
    [{ voice: 'odd' }, { kind: 'voice' }],
  ])('without words is what it holds: %j', (fields, attachment) => {
    expect(sent(fields)).toMatchObject({ kind: 'text', text: '', attachment });
    expect(sent({ ...fields, caption: 'so' })).toMatchObject({ text: 'so', attachment });
  });

  it.each([
    { pinned_message: {} },
    { new_chat_members: [{}] },
    { message_auto_delete_timer_changed: {} },
    { write_access_allowed: {} },
    { forum_topic_created: { name: 'x' } },
    {},
  ])('that tells of something else than what a client sent holds nothing for us: %j', (fields) => {
    expect(sent(fields)).toBeUndefined();
  });

  it('with a photo of an album says of which', () => {
    expect(sent({ photo: [{}], media_group_id: '137' })).toMatchObject({ album: '137' });
  });

  it('with a command is no answer: the client is there, and asks for it', () => {
    expect(sent({ text: '/help me' })).toEqual({
      id: '1',
      channel: 'telegram',
      clientId: '5',
      chat: 'private',
      actor: { id: '5' },
      at: new Date(1_763_715_600_000),
      kind: 'joined',
      messageId: '9',
      command: { name: 'help', argument: 'me' },
    });
  });

  it('with an edit of what moves by itself, a live location, holds nothing for us', () => {
    const message = { message_id: 9, date: 1_763_715_600, chat: { id: 5, type: 'private' }, location: {} };
    expect(readUpdate({ update_id: 1, edited_message: message }, options)).toEqual({ id: 1, queue: '5' });
  });

  it('is taken without any field that Telegram calls optional, or with an odd one', () => {
    expect(sent({ text: '5' })).toMatchObject({ kind: 'text', text: '5', messageId: '9', clientId: '5' });
    const odd = { from: { id: 'x' }, reply_to_message: 7, message_thread_id: 'x', caption: 7 };
    expect(sent({ text: '5', ...odd })).toMatchObject({ kind: 'text', text: '5' });
    expect(sent({ text: '5', from: { id: 5, first_name: 7 } })).toMatchObject({ profile: {} });
    const chat = { id: 5, type: 'private' };
    const member = { chat, new_chat_member: { status: 'kicked' } };
    expect(readUpdate({ update_id: 1, my_chat_member: member }, options)?.event).toMatchObject({
      kind: 'left',
    });
  });

  it('with a tap whose message is not told comes from the chat of who tapped', () => {
    const query = { id: 'q', from: { id: 5 }, data: 'd:rate:4', chat_instance: '1' };
    expect(readUpdate({ update_id: 1, callback_query: query }, options)).toEqual({
      id: 1,
      queue: '5',
      callbackQueryId: 'q',
      event: {
        id: '1',
        channel: 'telegram',
        clientId: '5',
        chat: 'private',
        actor: { id: '5' },
        at: now,
        profile: {},
        kind: 'tap',
        token: 'd:rate:4',
      },
    });
  });

  it('says what it replies to, and in which thread it stands', () => {
    const place = { message_thread_id: 7, is_topic_message: true, reply_to_message: { message_id: 3 } };
    expect(sent({ text: '5', ...place })).toMatchObject({ thread: '7', replyTo: '3' });
    const message = { message_id: 3, date: 0, chat: { id: 5, type: 'private' }, message_thread_id: 7 };
    const query = { id: 'q', from: { id: 5 }, data: 'x', message };
    expect(readUpdate({ update_id: 1, callback_query: query }, options)?.event).toMatchObject({
      thread: '7',
    });
  });

  it.each([0, -1, 9e15, 1e300, Number.NaN, '1763715600', null])(
    'with a date that cannot be is dated when it came: %s',
    (date) => {
      expect(sent({ text: '5', date })?.at).toEqual(now);
    },
  );

  it('with a query that means nothing to us still has to be answered', () => {
    expect(read('tap-game')?.callbackQueryId).toBe('2371001810372459275');
  });

  it.each([
    null,
    [],
    'text',
    {},
    { update_id: '1' },
    { update_id: 1.5 },
    { update_id: 1, message: { chat: 'x' } },
    { update_id: 1, callback_query: { id: 7 } },
  ])('that is malformed is refused: %j', (value) => {
    expect(readUpdate(value, options)).toBeNull();
  });
});
