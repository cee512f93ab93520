import { describe, expect, it } from 'vitest';
import { readCallback } from '../../../adapters/viber/events.ts';
import { fixture } from '../../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');

const message = (fields: object, more: object = {}) =>
  readCallback(
    Buffer.from(
      JSON.stringify({ event: 'message', message_token: 1, sender: { id: 'a' }, message: fields, ...more }),
    ),
    now,
  )?.event;

describe('a message without words', () => {
  it.each([
    ['picture', 'ось так це виглядало', { kind: 'photo' }],
    ['video', '', { kind: 'video', seconds: 12 }],
    ['file', '', { kind: 'file', name: 'рахунок.pdf' }],
    ['sticker', '', { kind: 'sticker' }],
    ['contact', '', { kind: 'contact' }],
    ['location', '', { kind: 'location' }],
    ['url', 'https://shop.example/orders/7', { kind: 'link' }],
  ])('is its caption and what was attached: %s', (name, text, attachment) => {
    const event = readCallback(fixture(`viber/${name}.json`), now)?.event;
    expect(event).toMatchObject({ clientId: '01234567890A+b/c==', kind: 'text', text });
    expect(event?.kind === 'text' && event.attachment).toEqual(attachment);
  });

  it.each(['rich_media', 'telepathy', '__proto__', 'constructor'])(
    'is something else when its type is not known: %s',
    (type) => {
      expect(message({ type, text: 'look' })).toMatchObject({ text: 'look', attachment: { kind: 'other' } });
      expect(message({ type })).toMatchObject({ text: '', attachment: { kind: 'other' } });
    },
  );

  it.each([
    [
      { type: 'video', duration: 'long', text: ['a'] },
      { text: '', attachment: { kind: 'video' } },
    ],
    [
      { type: 'video', duration: -1, text: null },
      { text: '', attachment: { kind: 'video' } },
    ],
    [
      { type: 'video', duration: 11.6 },
      { text: '', attachment: { kind: 'video', seconds: 12 } },
    ],
    [
      { type: 'file', file_name: {} },
      { text: '', attachment: { kind: 'file' } },
    ],
    [
      { type: 'file', file_name: '' },
      { text: '', attachment: { kind: 'file' } },
    ],
    [
      { type: 'url', media: 7n.toString(), text: 'see' },
      { text: 'see 7', attachment: { kind: 'link' } },
    ],
    [
      { type: 'url', media: {} },
      { text: '', attachment: { kind: 'link' } },
    ],
    [
      { type: 'contact', contact: null },
      { text: '', attachment: { kind: 'contact' } },
    ],
    [
      { type: 'sticker', sticker_id: null },
      { text: '', attachment: { kind: 'sticker' } },
    ],
    [{ type: {} }, { text: '', attachment: { kind: 'other' } }],
  ])('is taken although its fields are odd: %j', (fields, event) => {
    expect(message(fields)).toEqual({
      id: '1',
      channel: 'viber',
      clientId: 'a',
      chat: 'private',
      actor: { id: 'a' },
      at: now,
      profile: {},
      kind: 'text',
      ...event,
    });
  });

  it('says only that the client is there when it is an empty text', () => {
    for (const fields of [{ type: 'text' }, { type: 'text', text: '' }, { type: 'text', text: {} }]) {
      expect(message(fields)).toMatchObject({ kind: 'joined' });
    }
  });

  it('is text when only its type is missing, or its digits are a number', () => {
    for (const fields of [{ text: '5' }, { type: 'text', text: 5 }]) {
      expect(message(fields)).toMatchObject({ kind: 'text', text: '5' });
      expect(message(fields)).not.toHaveProperty('attachment');
    }
  });
});

describe('a text', () => {
  const text = (words: string, more: object = {}) => message({ type: 'text', text: words }, more);

  it('is an answer, and a command besides, when it begins like one', () => {
    expect(text('/Help me, please ')).toMatchObject({
      kind: 'text',
      text: '/Help me, please ',
      command: { name: 'help', argument: 'me, please' },
    });
    expect(text('/help')).toMatchObject({ command: { name: 'help', argument: '' } });
    for (const words of ['/5', '/', 'see /help', '/help@some_bot', '//help']) {
      expect(text(words)).toMatchObject({ kind: 'text', text: words });
      expect(text(words)).not.toHaveProperty('command');
    }
  });

  it('says what it replies to when the message before wanted a reply', () => {
    const reply = (tracking_data: unknown) => message({ type: 'text', text: 'hm', tracking_data });
    expect(reply('{"reply":"alert:7"}')).toMatchObject({ kind: 'text', replyKey: 'alert:7' });
    for (const odd of ['', '""', '{', '{"reply":7}', '[]', 'x', null, 7, '{"__proto__":{"reply":"x"}}']) {
      expect(reply(odd)).not.toHaveProperty('replyKey');
    }
    expect(message({ type: 'picture', tracking_data: '{"reply":"k"}' })).toMatchObject({ replyKey: 'k' });
    expect(message({ type: 'text', text: '#tap:x', tracking_data: '{"reply":"k"}' })).toEqual(
      message({ type: 'text', text: '#tap:x' }),
    );
  });

  it('is no answer when a link button sent its address', () => {
    const address = 'https://shop.example/orders/7';
    expect(text(address, { silent: true })).toMatchObject({ kind: 'joined' });
    expect(text(address, { silent: false })).toMatchObject({ kind: 'text', text: address });
    expect(text(address, { silent: 'yes' })).toMatchObject({ kind: 'text', text: address });
    expect(text('5', { silent: true })).toMatchObject({ kind: 'text', text: '5' });
  });
});
