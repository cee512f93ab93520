import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSigned, readCallback } from '../../../adapters/viber/events.ts';
import { fixture } from '../../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');
const read = (name: string) => readCallback(fixture(`viber/${name}.json`), now);
const readJson = (json: string) => readCallback(Buffer.from(json), now);
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

  it('failed names the message that did not arrive, under an id of its own', () => {
    expect(read('failed')?.event).toEqual({
      id: 'failed:4912661846655238145',
      channel: 'viber',
      clientId: client.clientId,
      at: client.at,
      kind: 'failed',
      messageId: '4912661846655238145',
    });
  });

  it('conversation_started of who is not subscribed is a start that lets us write nothing yet', () => {
    expect(read('conversation-started')?.event).toMatchObject({ kind: 'start', reachable: false });
    expect(read('conversation-started-bare')?.event).not.toHaveProperty('reachable');
  });

  it.each(['delivered', 'webhook'])('%s holds nothing for us', (name) => {
    expect(read(name)).not.toBeNull();
    expect(read(name)).not.toHaveProperty('event');
  });

  it.each([
    '',
    'null',
    '[]',
    '7',
    '"text"',
    '{"event":"message"',
    '{"event":"message","message_token":00000000000000000001,"sender":{"id":"a"},"message":{"type":"text"}}',
  ])('that is no JSON object is refused: %s', (json) => {
    expect(readJson(json)).toBeNull();
  });

  it.each([
    '{}',
    '{"event":7}',
    '{"event":""}',
    '{"event":"message","message_token":1,"message":{"type":"text","text":"5"}}',
    '{"event":"message","message_token":1,"sender":{"id":"a"}}',
    '{"event":"message","message_token":1,"sender":{"id":"a"},"message":"5"}',
    '{"event":"message","message_token":1,"sender":"a","message":{"type":"text","text":"5"}}',
    '{"event":"subscribed","message_token":1,"user":{"id":""}}',
    '{"event":"subscribed","message_token":1,"user":{"id":"a\\u0000"}}',
    '{"event":"unsubscribed","message_token":1}',
    '{"event":"failed","user_id":"a"}',
  ])('that lacks what it is about is let go with a reason: %s', (json) => {
    expect(readJson(json)).toEqual({ fault: expect.stringMatching(/./) });
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
    const event = read(name)?.event;
    expect(event).toMatchObject({ ...client, kind: 'text', text });
    expect(event?.kind === 'text' && event.attachment).toEqual(attachment);
  });

  const message = (fields: object) =>
    readJson(JSON.stringify({ event: 'message', message_token: 1, sender: { id: 'a' }, message: fields }))
      ?.event;

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

describe('a callback without its optional parts', () => {
  type Body = Record<string, unknown>;
  const needed: Record<string, string[]> = {
    'conversation-started': ['event', 'user.id'],
    subscribed: ['event', 'user.id'],
    unsubscribed: ['event', 'user_id'],
    failed: ['event', 'user_id', 'message_token'],
    text: ['event', 'sender.id', 'message', 'message.text'],
    picture: ['event', 'sender.id', 'message'],
    tap: ['event', 'sender.id', 'message', 'message.text'],
  };
  const parts = Object.keys(needed).flatMap((name) => {
    const body = JSON.parse(fixture(`viber/${name}.json`).toString()) as Body;
    return Object.entries(body)
      .flatMap(([key, value]) => [
        key,
        ...(typeof value === 'object' ? Object.keys(value as Body).map((inner) => `${key}.${inner}`) : []),
      ])
      .filter((path) => !needed[name]?.some((need) => need === path || need.startsWith(`${path}.`)))
      .map((path) => [name, path] as const);
  });
  const without = (name: string, path: string, odd?: unknown) => {
    const body = JSON.parse(fixture(`viber/${name}.json`).toString()) as Body;
    const [key = '', inner] = path.split('.');
    const holder = inner === undefined ? body : (body[key] as Body);
    if (odd === undefined) delete holder[inner ?? key];
    else holder[inner ?? key] = odd;
    return readCallback(Buffer.from(JSON.stringify(body)), now)?.event;
  };

  it.each(parts)('is the same event: %s without %s', (name, path) => {
    const { kind, clientId } = read(name)?.event ?? {};
    expect(kind).toBeDefined();
    for (const odd of [undefined, null, {}, [], '', '\u0000', -1, 1.5, 1e300, true]) {
      expect(without(name, path, odd)).toMatchObject({ kind, clientId, at: expect.any(Date) });
    }
  });

  it('is known by its bytes when its token is missing or cannot be kept', () => {
    const id = (token: string, text = '5') =>
      readJson(`{"event":"message",${token}"sender":{"id":"a"},"message":{"type":"text","text":"${text}"}}`)
        ?.event?.id;
    expect(id('')).toMatch(/^body:/);
    expect(id('')).toBe(id(''));
    expect(id('')).not.toBe(id('', '4'));
    expect(id('"message_token":"\\u0000",')).toMatch(/^body:/);
    expect(id(`"message_token":"${'9'.repeat(65)}",`)).toMatch(/^body:/);
    expect(id('"message_token":"4912661846655238145",')).toBe('4912661846655238145');
  });

  it.each([
    '1e400',
    '8640000000000001',
    '253402300800000',
    '-1',
    '1.5',
    '"soon"',
    'null',
    '[]',
    '99999999999999999999',
  ])('is read with now where its time is impossible: %s', (timestamp) => {
    const json = `{"event":"unsubscribed","message_token":1,"user_id":"a","timestamp":${timestamp}}`;
    expect(readJson(json)?.event?.at).toEqual(now);
  });

  it('of an app too old for keyboards says so', () => {
    const version = (api_version: unknown) =>
      readJson(
        JSON.stringify({ event: 'conversation_started', message_token: 1, user: { id: 'a', api_version } }),
      )?.outdated;
    expect(version(2)).toBe(true);
    expect([version(6), version(undefined), version('x')]).toEqual([undefined, undefined, undefined]);
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
