import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCallback } from '../../../adapters/viber/events.ts';
import { fixture } from '../../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');
const read = (name: string) => readCallback(fixture(`viber/${name}.json`), now);
const readJson = (json: string) => readCallback(Buffer.from(json), now);
const client = {
  channel: 'viber',
  clientId: '01234567890A+b/c==',
  chat: 'private',
  actor: { id: '01234567890A+b/c==', name: 'Олена <b>' },
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
      chat: 'private',
      actor: { id: client.clientId },
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
      chat: 'private',
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
    const read = readJson(json);
    expect(read?.fault).toMatch(/./);
    expect(read?.event).toBeUndefined();
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
