import { expect } from 'vitest';
import { ChannelError, ConfigError } from '../../../src/errors.ts';
import type { Test } from './harness.ts';

/** How a channel starts, says where it is, and stops. */
export function testLife(test: Test): void {
  test('makes a link that opens the chat, once it knows its own name', async (channel) => {
    const { adapter, started } = channel;
    expect(() => adapter.link('d1')).toThrow(ChannelError);
    await started();
    expect(adapter.link('d_0-9AZaz')).toMatch(/^(https:\/\/t\.me|viber:\/\/pa).*=d_0-9AZaz$/);
  });

  test(
    'does not start with a wrong token, and says which variable to set',
    async ({ started, failure, tokenVariable }) => {
      const error = await failure(started());
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).faults).toHaveLength(1);
      expect((error as ConfigError).faults[0]).toContain(tokenVariable);
    },
    { wrongToken: true },
  );

  test('stops twice, and without a start', async ({ adapter, started }) => {
    await adapter.stop();
    await started();
    await adapter.stop();
    await adapter.stop();
  });
}
