import { expect } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import type { Test } from './harness.ts';
import { texts } from './texts.ts';

/** What a client does, as a channel tells of it. */
export function testEvents(test: Test): void {
  test('tells of a client who opens the chat, with the payload of the link', async (channel) => {
    const { platform, clients, started, events } = channel;
    await started();
    expect(await platform.open(clients[0], 'd_0-9AZaz')).toBe(200);
    expect(events).toMatchObject([
      {
        id: expect.stringMatching(/./),
        channel: platform.name,
        clientId: clients[0],
        at: expect.any(Date),
        profile: { name: 'Олена <b>', locale: 'uk' },
        kind: 'start',
        payload: 'd_0-9AZaz',
      },
    ]);
    await platform.open(clients[1]);
    expect(events[1]).toMatchObject({ kind: 'start', clientId: clients[1] });
    expect(events[1]).not.toHaveProperty('payload');
  });

  test('brings what a client writes as it was written', async ({ platform, clients, started, events }) => {
    await started();
    await platform.open(clients[0]);
    const long = 'ї'.repeat(4000);
    for (const text of [...texts, long]) await platform.say(clients[0], text);
    expect(events.slice(1).map((event) => event.kind === 'text' && event.text)).toEqual([...texts, long]);
  });

  test('gives every event an id of its own', async ({ platform, clients, started, events }) => {
    await started();
    for (const client of clients) {
      await platform.open(client);
      await platform.say(client, '5');
      await platform.say(client, '5');
      await platform.block(client);
      await platform.unblock(client);
    }
    expect(new Set(events.map((event) => event.id)).size).toBe(10);
  });

  test('tells of a client who leaves and comes back', async ({ platform, clients, started, events }) => {
    await started();
    await platform.open(clients[0]);
    expect(await platform.block(clients[0])).toBe(200);
    expect(await platform.unblock(clients[0])).toBe(200);
    expect(events.slice(1)).toMatchObject([
      { kind: 'left', clientId: clients[0] },
      { kind: 'joined', clientId: clients[0] },
    ]);
  });

  test('is given an event again that could not be saved, with the same id', async (channel) => {
    const { platform, clients, met, events } = channel;
    await met();
    let down = 2;
    channel.onEvent = async () => {
      if (down-- > 0) throw new StoreError('The store is down');
      return undefined;
    };
    expect(await platform.say(clients[0], 'my answer')).toBe(200);
    const tries = events.filter((event) => event.kind === 'text');
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map((event) => event.id)).size).toBe(1);
    expect(tries.every((event) => event.kind === 'text' && event.text === 'my answer')).toBe(true);
  });

  test('brings a repeat under the same id', async ({ platform, clients, adapter, met, events }) => {
    await met();
    await adapter.send(clients[0], { text: 'Q', choices: [[{ label: 'Yes', token: 'y' }]] });
    await platform.tap(clients[0], 'Yes');
    expect(await platform.repeatLast()).toBe(200);
    const taps = events.filter((event) => event.kind === 'tap');
    expect(taps).toHaveLength(2);
    expect(taps[0]?.id).toBe(taps[1]?.id);
  });

  test('brings a forged tap as it came, however long', async (channel) => {
    const { platform, clients, met, events, buttonData } = channel;
    await met();
    for (const token of ['', 'x'.repeat(5000), '💥:rate:999', '__proto__']) {
      expect(await platform.forgeTap(clients[0], buttonData(token))).toBe(200);
      expect(events.at(-1)).toMatchObject({ kind: 'tap', token });
    }
  });

  test('brings what is no text, with its caption', async ({ platform, clients, met, events }) => {
    await met();
    await platform.attach(clients[0], { kind: 'photo', caption: 'the box' });
    await platform.attach(clients[0], { kind: 'sticker' });
    await platform.attach(clients[0], { kind: 'location' });
    await platform.attach(clients[0], { kind: 'contact' });
    await platform.attach(clients[0], { kind: 'file', name: 'bill.pdf' });
    await platform.attach(clients[0], { kind: 'video', seconds: 12 });
    expect(events.map((event) => event.kind === 'text' && [event.text, event.attachment])).toEqual([
      ['the box', { kind: 'photo' }],
      ['', { kind: 'sticker' }],
      ['', { kind: 'location' }],
      ['', { kind: 'contact' }],
      ['', { kind: 'file', name: 'bill.pdf' }],
      ['', { kind: 'video', seconds: 12 }],
    ]);
  });
}
