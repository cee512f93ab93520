import { describe, expect, it } from 'vitest';
import { readCallback } from '../../../adapters/viber/events.ts';
import { fixture } from '../../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');
const readJson = (json: string) => readCallback(Buffer.from(json), now);

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
    const { kind, clientId } = readCallback(fixture(`viber/${name}.json`), now)?.event ?? {};
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
