import { expect } from 'vitest';
import { ChannelError, StoreError } from '../../../src/errors.ts';
import type { Test } from './harness.ts';

/** Who can be reached, and what becomes of a message that cannot be sent. */
export function testReach(test: Test): void {
  test('takes an id for a client’s only if it can be one', async ({ clients, adapter }) => {
    for (const clientId of clients) expect(adapter.clientIdFault(clientId)).toBeNull();
    for (const clientId of ['', ' ', '@olena', '-1001234567890 x', 'a b', '5\n', 'x'.repeat(200)]) {
      expect(adapter.clientIdFault(clientId)).toMatch(/is not the id of a/);
    }
  });

  test('tells whether a message may still go before it goes', async ({ clients, adapter, platform, met }) => {
    await met();
    const before = platform.chat(clients[0]).messages.length;
    const beforeRequest = () => Promise.reject(new StoreError('taken over'));
    await expect(adapter.send(clients[0], { text: 'Q' }, { beforeRequest })).rejects.toThrow('taken over');
    expect(platform.chat(clients[0]).messages).toHaveLength(before);
  });

  test('cannot reach a client who left, who never came or who does not exist', async (channel) => {
    const { platform, clients, adapter, met, failure } = channel;
    await met();
    await platform.block(clients[0]);
    for (const clientId of [clients[0], clients[1], '424242', 'no such client', '@channel', '-100200300']) {
      expect(await failure(adapter.send(clientId, { text: 'Q' }))).toMatchObject({ code: 'unreachable' });
    }
    await platform.unblock(clients[0]);
    await adapter.send(clients[0], { text: 'Q' });
  });

  test('passes on that the platform is overrun, and for how long', async (channel) => {
    const { platform, clients, adapter, met, failure } = channel;
    await met();
    platform.fail({ kind: 'rate_limit', retryAfterSeconds: 30 });
    const error = await failure(adapter.send(clients[0], { text: 'Q' }));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) });
    expect((error as ChannelError).retryAfterMs).toBeGreaterThan(0);
  });

  test('says that a message will never be taken', async ({ clients, adapter, met, failure }) => {
    await met();
    expect(await failure(adapter.send(clients[0], { text: '' }))).toMatchObject({ code: 'rejected' });
  });

  for (const kind of ['server_error', 'cut', 'empty', 'hang'] as const) {
    test(
      `takes an unusable answer for a fault of the network: ${kind}`,
      async ({ platform, clients, adapter, met, failure }) => {
        await met();
        platform.fail({ kind });
        expect(await failure(adapter.send(clients[0], { text: 'Q' }))).toMatchObject({ code: 'network' });
        await adapter.send(clients[0], { text: 'Q again' });
        expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe('Q again');
      },
      // Neither SDK's HTTP library notices that an answer was cut.
      kind === 'hang' || kind === 'cut' ? { timeoutMs: 500 } : {},
    );
  }
}
