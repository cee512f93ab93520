import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { ChannelDefinitions } from '../../src/channel-definition.ts';
import { silentLog } from '../support/log.ts';

describe.each(Object.entries(adapters as ChannelDefinitions))('the definition of %s', (name, channel) => {
  it('makes an adapter of its name, with the limits that scenarios are held against', async () => {
    const adapter = await channel.create(
      { [channel.tokenVariable]: '1:token' },
      {
        publicUrl: 'https://csat.example.com',
        webhookUrl: `https://csat.example.com/webhooks/${name}`,
        takeWebhook: false,
        simulated: false,
        now: () => new Date(0),
        log: silentLog,
      },
    );
    expect(adapter.name).toBe(name);
    expect(adapter.limits).toBe(channel.limits);
    expect(adapter.clientIdFault(channel.clientIdExample)).toBeNull();
  });

  it('tells a person’s chat from a group’s, and both from what is none', () => {
    expect(channel.chatKindOf(channel.clientIdExample)).toBe('person');
    if (channel.groupIdExample !== undefined)
      expect(channel.chatKindOf(channel.groupIdExample)).toBe('group');
    for (const id of ['', ' ', '@olena', 'a b', 'x'.repeat(200)]) expect(channel.chatKindOf(id)).toBeNull();
  });

  it('keeps its token secret', () => {
    expect(channel.variables[channel.tokenVariable]).toMatchObject({ secret: true });
  });
});
