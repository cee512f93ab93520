import { expect } from 'vitest';
import type { Test } from './harness.ts';

/** What a client sent, shown to somebody else. */
export function testForwarding(test: Test): void {
  test('shows a voice message in another chat, with who sent it', async (channel) => {
    const { platform, clients, adapter, met, events, failure } = channel;
    await met();
    await platform.open(clients[1]);
    await platform.attach(clients[0], { kind: 'voice', seconds: 12 });
    const said = events.at(-1);
    const from = { clientId: clients[0], messageId: (said?.kind === 'text' && said.messageId) || '' };
    const sent = await adapter.forward?.(from, { clientId: clients[1], silent: true });
    expect(platform.chat(clients[1]).messages.at(-1)).toMatchObject({
      id: sent?.messageId,
      from: 'bot',
      text: '',
      silent: true,
      attachment: { kind: 'voice', seconds: 12 },
      forwardedFrom: { name: 'Олена <b>' },
    });
    const gone = adapter.forward?.({ ...from, messageId: '999999' }, { clientId: clients[1] });
    expect(await failure(gone)).toMatchObject({ code: 'rejected' });
    await platform.block(clients[1]);
    expect(await failure(adapter.forward?.(from, { clientId: clients[1] }))).toMatchObject({
      code: 'unreachable',
    });
  });
}
