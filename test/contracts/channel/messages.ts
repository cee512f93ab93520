import { expect } from 'vitest';
import type { Test } from './harness.ts';
import { texts } from './texts.ts';

/** How a message looks in the chat. */
export function testMessages(test: Test): void {
  test('draws a keyboard in its rows and brings a tap back', async (channel) => {
    const { platform, clients, adapter, met, events } = channel;
    await met();
    const choices = [
      [{ label: '⭐⭐⭐⭐⭐', token: 'd1:rate:5' }],
      ['4', '3', '2', '1'].map((label) => ({ label, token: `d1:rate:${label}` })),
      [
        { label: '<Skip> & go', token: 'd1:rate:skip' },
        { label: 'דלג', token: 'd1:rate:skip2' },
      ],
    ];
    const { messageId } = await adapter.send(clients[0], { text: 'Rate', choices });
    const shown = platform.chat(clients[0]).messages.at(-1);
    expect(shown?.keyboard.map((row) => row.map((button) => button.label))).toEqual(
      choices.map((row) => row.map((choice) => choice.label)),
    );
    expect(messageId).not.toBe('');
    for (const choice of choices.flat()) {
      expect(await platform.tap(clients[0], choice.label)).toBe(200);
      expect(events.at(-1)).toMatchObject({ kind: 'tap', clientId: clients[0], token: choice.token });
    }
  });

  test('says which message carried the tapped keyboard', async ({
    platform,
    clients,
    adapter,
    met,
    events,
  }) => {
    await met();
    const choices = [[{ label: 'Yes', token: 'y' }]];
    const first = await adapter.send(clients[0], { text: 'One', choices });
    await adapter.send(clients[0], { text: 'Two', choices });
    await platform.tap(clients[0], 'Yes', first.messageId);
    expect(events.at(-1)).toMatchObject({ messageId: first.messageId });
  });

  test('shows a text as it was meant, under a bold title', async ({ platform, clients, adapter, met }) => {
    await met();
    for (const text of texts) {
      await adapter.send(clients[0], { text });
      expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe(text);
      await adapter.send(clients[0], { title: 'Yesterday <1>', text });
      const shown = platform.chat(clients[0]).messages.at(-1);
      expect(shown?.text).toBe(`Yesterday <1>\n${text}`);
      expect(shown?.markup).toMatch(/^(<b>Yesterday &lt;1&gt;<\/b>|\*Yesterday <1>\*)\n/);
    }
  });

  test('takes marks for text: *bold*, _italic_, ~struck~', async ({ platform, clients, adapter, met }) => {
    await met();
    const text = '*bold* and _italic_, ~struck~ ```mono```';
    await adapter.send(clients[0], { text });
    expect(platform.chat(clients[0]).messages.at(-1)?.text.replaceAll('\u200A', '')).toBe(text);
  });

  test('carries a token at its limit, and refuses one beyond', async (channel) => {
    const { platform, clients, adapter, met, events, failure } = channel;
    await met();
    const { tokenBytes } = adapter.limits;
    const token = 'ї'.repeat(Math.floor(tokenBytes / 2)) + 'x'.repeat(tokenBytes % 2);
    await adapter.send(clients[0], { text: 'Q', choices: [[{ label: 'Yes', token }]] });
    await platform.tap(clients[0], 'Yes');
    expect(events.at(-1)).toMatchObject({ kind: 'tap', token });
    const beyond = adapter.send(clients[0], {
      text: 'Q',
      choices: [[{ label: 'No', token: `${token}x` }]],
    });
    expect(await failure(beyond)).toMatchObject({ code: 'rejected' });
  });

  test('sends a text at its limit whole, and cuts a longer one', async (channel) => {
    const { platform, clients, adapter, met } = channel;
    await met();
    const { textChars } = adapter.limits;
    await adapter.send(clients[0], { text: '<'.repeat(textChars) });
    expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe('<'.repeat(textChars));
    await adapter.send(clients[0], { title: 'T', text: '🌟'.repeat(textChars) });
    expect(platform.chat(clients[0]).messages.at(-1)?.text).toMatch(/^T\n🌟+…$/u);
  });

  test('shows a reply to an event in the chat', async (channel) => {
    const { platform, clients, started } = channel;
    channel.onEvent = async (event) => ({
      text: `You did: ${event.kind}`,
      choices: [[{ label: 'Go', token: 'go' }]],
    });
    await started();
    const last = () => platform.chat(clients[0]).messages.at(-1);
    await platform.open(clients[0]);
    await expect.poll(last).toMatchObject({
      text: 'You did: start',
      keyboard: [[{ label: 'Go', data: channel.buttonData('go') }]],
    });
    await platform.say(clients[0], 'hello');
    await expect.poll(() => last()?.text).toBe('You did: text');
    await platform.tap(clients[0], 'Go');
    await expect.poll(() => platform.chat(clients[0]).toast ?? last()?.text).toBe('You did: tap');
    expect(await platform.block(clients[0])).toBe(200);
  });

  test('does not fail an event whose reply cannot be shown', async (channel) => {
    const { platform, clients, met } = channel;
    await met();
    channel.onEvent = async () => ({ text: 'Hello' });
    platform.fail({ kind: 'server_error' });
    expect(await platform.say(clients[0], 'hello')).toBe(200);
    expect(channel.events.filter((event) => event.kind === 'text')).toHaveLength(1);
    await expect.poll(() => channel.logs.join('\n')).toContain('not delivered');
  });

  test('edits a message', async ({ platform, clients, adapter, met, failure }) => {
    await met();
    const choices = [[{ label: 'Yes', token: 'y' }]];
    const { messageId } = await adapter.send(clients[0], { title: 'Q', text: 'Rate <us>', choices });
    const collapsed = { title: 'Q', text: 'Rate <us>\n⭐⭐⭐⭐' };
    await adapter.edit?.(clients[0], messageId, collapsed);
    const edited = platform.chat(clients[0]).messages.at(-1);
    expect(edited).toMatchObject({ id: messageId, text: 'Q\nRate <us>\n⭐⭐⭐⭐', keyboard: [] });
    // Carried out once more, as after a crash.
    await adapter.edit?.(clients[0], messageId, collapsed);
    await adapter.edit?.(clients[0], messageId, { text: 'Again', choices });
    expect(platform.chat(clients[0]).messages.at(-1)?.keyboard).toHaveLength(1);
    expect(await failure(adapter.edit?.(clients[0], '999999', { text: 'x' }))).toMatchObject({
      code: 'rejected',
    });
    await platform.block(clients[0]);
    expect(await failure(adapter.edit?.(clients[0], messageId, { text: 'x' }))).toMatchObject({
      code: 'unreachable',
    });
  });
}
