import { expect, it } from 'vitest';
import { clients, startTestService } from '../support/service.ts';

it.each(['telegram', 'viber'] as const)('what a channel logs names the channel: %s', async (channel) => {
  const service = await startTestService();
  const [platform, clientId] = [service.simulator[channel], clients[channel].en];
  await service.report({ channel, clientId });
  platform.fail({ kind: 'server_error' });
  await platform.say(clientId, '2 hours I waited');
  await expect.poll(() => service.logs.join()).toContain('An answer was not delivered');
  expect(service.logs.map((line) => JSON.parse(line))).toEqual([
    ['warn', 'An answer was not delivered', { channel, error: expect.any(String) }],
  ]);
});
