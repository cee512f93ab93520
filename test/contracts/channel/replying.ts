import { expect } from 'vitest';
import type { Test } from './harness.ts';

/** What a message may want besides being read: no sound, a reply, a look at an address. */
export function testReplying(test: Test): void {
  test('sends without a sound', async ({ platform, clients, adapter, met }) => {
    await met();
    await adapter.send(clients[0], { text: 'Good night', silent: true });
    expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({ text: 'Good night', silent: true });
    await adapter.send(clients[0], { text: 'Good morning' });
    expect(platform.chat(clients[0]).messages.at(-1)).not.toHaveProperty('silent');
  });

  test('replies to a message, and says the same without it when it is gone', async (channel) => {
    const { platform, clients, adapter, met } = channel;
    await met();
    const { messageId } = await adapter.send(clients[0], { text: 'A low rating' });
    await adapter.send(clients[0], { text: 'Taken by Marta', replyTo: messageId });
    expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({ replyTo: messageId });
    for (const replyTo of ['999999', 'no id', '']) {
      await adapter.send(clients[0], { text: `Late "${replyTo}"`, replyTo });
      expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe(`Late "${replyTo}"`);
    }
  });

  test('takes such a wish for no fault where it cannot be met', async ({
    platform,
    clients,
    adapter,
    met,
  }) => {
    await met();
    const { messageId } = await adapter.send(clients[0], { text: 'First' });
    const more = { silent: true as const, replyTo: messageId, thread: '7', connection: undefined };
    await adapter.send(clients[0], { text: 'Second', ...more });
    expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe('Second');
  });

  for (const choices of [undefined, [[{ label: 'Cancel', token: 'c' }]]]) {
    test(`knows the reply that a message wanted${choices ? ', and has buttons besides' : ''}`, async (channel) => {
      const { platform, clients, adapter, met, events } = channel;
      await met();
      const openReply = { key: 'alert:7 "<x>" ї' };
      const { messageId } = await adapter.send(clients[0], { text: 'What to say?', openReply, choices });
      await platform.say(clients[0], 'We are sorry');
      const [reply] = events;
      expect(reply).toMatchObject({ kind: 'text', text: 'We are sorry' });
      if (reply?.kind !== 'text') return;
      expect(reply.replyTo === messageId || reply.replyKey === openReply.key).toBe(true);
      if (choices) {
        await platform.tap(clients[0], 'Cancel', messageId);
        expect(events.at(-1)).toMatchObject({ kind: 'tap', token: 'c' });
      }
      await adapter.send(clients[0], { text: 'Sent' });
      await platform.say(clients[0], 'hello');
      expect(events.at(-1)).not.toHaveProperty('replyTo');
      expect(events.at(-1)).not.toHaveProperty('replyKey');
    });
  }

  test('brings the reply that an answer to an event wanted', async (channel) => {
    const { platform, clients, started, events } = channel;
    await started();
    channel.onEvent = async (event) =>
      event.kind === 'start' ? { text: 'Your order?', openReply: { key: 'order' } } : undefined;
    await platform.open(clients[0]);
    await expect.poll(() => platform.chat(clients[0]).messages.at(-1)?.text).toBe('Your order?');
    const { id } = platform.chat(clients[0]).messages.at(-1) ?? {};
    await platform.say(clients[0], 'No. 7');
    const reply = events.at(-1);
    expect(reply?.kind === 'text' && (reply.replyTo === id || reply.replyKey === 'order')).toBe(true);
  });

  test('draws a button that opens an address, which is no answer', async (channel) => {
    const { platform, clients, adapter, met, events } = channel;
    await met();
    const url = `https://shop.example/orders?id=7&from=${'x'.repeat(200)}`;
    const choices = [
      [
        { label: 'See <it>', url },
        { label: 'Yes', token: 'y' },
      ],
      [{ label: 'Help', url }],
    ];
    await adapter.send(clients[0], { text: 'Your order', choices });
    expect(platform.chat(clients[0]).messages.at(-1)?.keyboard).toMatchObject([
      [{ label: 'See <it>', url }, { label: 'Yes' }],
      [{ label: 'Help', url }],
    ]);
    expect(await platform.tap(clients[0], 'See <it>')).toBe(200);
    expect(events.filter(({ kind }) => kind !== 'joined')).toEqual([]);
    await platform.tap(clients[0], 'Yes');
    expect(events.at(-1)).toMatchObject({ kind: 'tap', token: 'y' });
  });
}
