import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSigned, parseBody, readCallback } from '../../adapters/viber-events.ts';
import { fixture } from '../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');
const read = (name: string) => readCallback(parseBody(fixture(`viber/${name}.json`)), now);
const readJson = (json: string) => readCallback(parseBody(Buffer.from(json)), now);
const client = {
  channel: 'viber',
  clientId: '01234567890A+b/c==',
  profile: { name: 'Олена <b>', locale: 'uk' },
  at: new Date(1763715600123),
};

describe('a callback of Viber', () => {
  it('conversation_started is a start, with the context as payload', () => {
    expect(read('conversation-started')?.event).toEqual({
      ...client,
      id: 'conversation_started:4912661846655238145',
      kind: 'start',
      payload: 'd_0-9AZaz',
      reachable: false,
    });
    expect(read('conversation-started-bare')?.event).not.toHaveProperty('payload');
  });

  it('subscribed and unsubscribed are joined and left', () => {
    expect(read('subscribed')?.event).toEqual({
      ...client,
      id: 'subscribed:4912661846655238145',
      kind: 'joined',
    });
    expect(read('unsubscribed')?.event).toEqual({
      id: 'unsubscribed:4912661846655238145',
      channel: 'viber',
      clientId: client.clientId,
      at: client.at,
      kind: 'left',
    });
  });

  it('message is its text, with no digit of the token lost and none added to the text', () => {
    expect(read('text')?.event).toEqual({
      ...client,
      id: '4912661846655238146',
      kind: 'text',
      text: 'Дякую! 👩‍👩‍👧 <i>все</i> добре, 4912661846655238145 תודה',
    });
  });

  it('message with our mark is a tap', () => {
    expect(read('tap')?.event).toMatchObject({
      id: '4912661846655238147',
      kind: 'tap',
      token: 'abc:rate:4',
    });
  });

  it('message with a picture is what was written under it', () => {
    expect(read('picture')?.event).toMatchObject({ kind: 'text', text: 'ось так це виглядало' });
  });

  const message = (fields: object, more: object = {}) =>
    readCallback({ event: 'message', message_token: 7, sender: { id: 'a' }, message: fields, ...more }, now)
      ?.event;

  it.each([
    [{ type: 'picture', media: 'https://x' }, '', { kind: 'photo' }],
    [{ type: 'picture', text: 'the box' }, 'the box', { kind: 'photo' }],
    [{ type: 'video', duration: 12 }, '', { kind: 'video', seconds: 12 }],
    [{ type: 'file', file_name: 'bill.pdf' }, '', { kind: 'file', name: 'bill.pdf' }],
    [{ type: 'sticker', sticker_id: 46105 }, '', { kind: 'sticker' }],
    [{ type: 'contact', contact: {} }, '', { kind: 'contact' }],
    [{ type: 'location', location: {} }, '', { kind: 'location' }],
    [{ type: 'url', media: 'https://example.com' }, 'https://example.com', { kind: 'link' }],
    [{ type: 'hologram' }, '', { kind: 'other' }],
    [{ type: 'constructor' }, '', { kind: 'other' }],
    [{ type: 'video', duration: 'long', file_name: 7 }, '', { kind: 'video' }],
  ])('message without words is what it holds: %j', (fields, text, attachment) => {
    expect(message(fields)).toMatchObject({ kind: 'text', text, attachment });
  });

  it('failed tells which message did not arrive, by the id that was given for it, rounded alike', () => {
    const failed = parseBody(
      Buffer.from('{"event":"failed","message_token":4912661846655238145,"user_id":"a","desc":"x"}'),
    );
    expect(readCallback(failed, now)?.event).toEqual({
      id: 'failed:4912661846655238145',
      channel: 'viber',
      clientId: 'a',
      at: now,
      kind: 'failed',
      messageId: String(Number('4912661846655238145')),
    });
  });

  it('is taken without any field that Viber calls optional, or with an odd one', () => {
    expect(message({ type: 'text', text: '5' })).toMatchObject({ text: '5', at: now, profile: {} });
    const odd = { sender: { id: 'a', name: 7, language: null }, timestamp: 'soon', silent: 'x' };
    expect(message({ type: 'text', text: '5', tracking_data: 7 }, odd)).toMatchObject({ text: '5', at: now });
    const start = { event: 'conversation_started', message_token: 1, user: { id: 'a' }, context: 7 };
    expect(readCallback(start, now)?.event).toMatchObject({ kind: 'start' });
    expect(readCallback(start, now)?.event).not.toHaveProperty('reachable');
  });

  it.each([-1, 0, 9e15, 1e300, '1763715600123', null])(
    'with a date that cannot be is dated when it came: %s',
    (timestamp) => {
      expect(message({ type: 'text', text: '5' }, { timestamp })?.at).toEqual(now);
    },
  );

  it.each([
    ['quotes', '"'.repeat(1_000_000)],
    ['quotes with marks between', '"\\'.repeat(500_000)],
    ['marks', `"${'\\'.repeat(999_999)}`],
    ['digits', '1'.repeat(1_000_000)],
    ['signs', '-'.repeat(1_000_000)],
    ['numbers', '-1.'.repeat(333_333)],
    ['open strings', '{"a":"'.repeat(150_000)],
  ])('that is a megabyte of %s is refused', (_name, body) => {
    expect(parseBody(Buffer.from(body)) ?? null).not.toBeInstanceOf(Array);
    expect(readCallback(parseBody(Buffer.from(body)), now)).toBeNull();
  });

  it.each(['delivered', 'webhook'])('%s holds nothing for us', (name) => {
    expect(read(name)).not.toBeNull();
    expect(read(name)).not.toHaveProperty('event');
  });

  it.each([
    '',
    'null',
    '[]',
    '{"event":7}',
    '{"event":"message"}',
    '{"event":"message","message_token":00000000000000000001,"sender":{"id":"a"},"message":{"type":"text"}}',
    '{"event":"subscribed","message_token":1,"user":{"id":""}}',
    '{"event":"unsubscribed","message_token":1}',
    '{"event":"subscribed","message_token":1,"user":{"id":"a"}',
  ])('that is malformed is refused: %s', (json) => {
    expect(readJson(json)).toBeNull();
  });

  it('reads a body of a megabyte', () => {
    const text = '"\\ 12345678901234567890 '.repeat(43_000);
    const body = { event: 'message', message_token: 1, sender: { id: 'a' }, message: { type: 'text', text } };
    expect(readJson(JSON.stringify(body))?.event).toMatchObject({ id: '1', text });
  });

  it('keeps every token and every text as they are', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.string({ minLength: 1 }), (token, text) => {
        fc.pre(!text.startsWith('#tap:'));
        const json = `{"message_token":${token},"event":"message","sender":{"id":"a"},"message":{"type":"text","text":${JSON.stringify(text)}}}`;
        expect(readJson(json)?.event).toMatchObject({ id: String(token), text });
      }),
    );
  });
});

describe('the signature of Viber', () => {
  const body = Buffer.from('{"event":"webhook"}');
  const right = createHmac('sha256', 'secret').update(body).digest('hex');

  it('is taken when it was made over these bytes with this token', () => {
    expect(isSigned(body, right, 'secret')).toBe(true);
    expect(isSigned(body, right.toUpperCase(), 'secret')).toBe(true);
  });

  it.each([
    '',
    'zz',
    right.slice(2),
    `${right}0`,
    `${right}00`,
    `${right}\n`,
    right.replace(/^./, (c) => (c === '0' ? '1' : '0')),
  ])('is refused otherwise: %s', (signature) => {
    expect(isSigned(body, signature, 'secret')).toBe(false);
  });

  it('is refused for another body or another token', () => {
    expect(isSigned(Buffer.from('{"event":"webhook" }'), right, 'secret')).toBe(false);
    expect(isSigned(body, right, 'Secret')).toBe(false);
  });
});
