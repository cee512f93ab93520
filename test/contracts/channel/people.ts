import { expect } from 'vitest';
import type { Test } from './harness.ts';

/** Who acts, in which kind of chat, and what they ask of the bot by name. */
export function testPeople(test: Test): void {
  test('says who acted in a private chat: its client', async ({
    platform,
    clients,
    met,
    adapter,
    events,
  }) => {
    await met();
    const actor = { id: clients[0], name: 'Олена <b>' };
    await platform.open(clients[0]);
    await platform.say(clients[0], 'hello');
    await platform.attach(clients[0], { kind: 'sticker' });
    await adapter.send(clients[0], { text: 'Q', choices: [[{ label: 'Yes', token: 'y' }]] });
    await platform.tap(clients[0], 'Yes');
    await platform.block(clients[0]);
    await platform.unblock(clients[0]);
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'text', 'text', 'tap', 'left', 'joined']);
    for (const { chat, clientId, actor: who, kind } of events) {
      expect([chat, clientId]).toEqual(['private', clients[0]]);
      // The bare news that somebody left may name nobody.
      expect(kind === 'left' ? { name: actor.name, ...who } : who).toEqual(actor);
    }
  });

  test('tells a command from an answer, by its name and what follows', async (channel) => {
    const { platform, clients, met, events } = channel;
    await met();
    await platform.say(clients[0], '/Help  me, please');
    await platform.say(clients[0], '/day');
    await platform.say(clients[0], 'see /help');
    await platform.say(clients[0], '/help@another_bot');
    expect(events.map(({ command }) => command)).toEqual([
      { name: 'help', argument: 'me, please' },
      { name: 'day', argument: '' },
      undefined,
      undefined,
    ]);
    await platform.open(clients[0], 'payload');
    expect(events.at(-1)).toMatchObject({ kind: 'start', payload: 'payload' });
    expect(events.at(-1)).not.toHaveProperty('command');
  });

  test('makes links before it takes events, once it has asked for the bot’s name', async (channel) => {
    const { adapter, started, failure, platform } = channel;
    expect(() => adapter.link('x')).toThrow(/has not started yet/);
    await adapter.identify?.();
    const link = adapter.link('aw_i_payload');
    expect(link).toContain('aw_i_payload');
    await started();
    expect(adapter.link('aw_i_payload')).toBe(link);
    platform.fail({ kind: 'server_error' });
    expect(await failure(adapter.identify?.())).toMatchObject({ code: 'network' });
  });

  test('tells of a group by the group’s id, with the person who wrote, and answers there', async (channel) => {
    const { platform, clients, started, events, adapter } = channel;
    await started();
    const group = '-100500';
    platform.addGroup?.({ clientId: group, name: 'Shop' });
    channel.onEvent = async (event) => (event.command ? { text: 'Enrolled' } : undefined);
    await platform.say(clients[0], 'hello all', { group });
    await platform.say(clients[1], '/alerts@afterword_simulated_bot here', { group });
    expect(events).toMatchObject([
      { kind: 'text', text: 'hello all', clientId: group, chat: 'group', actor: { id: clients[0] } },
      { clientId: group, actor: { id: clients[1] }, command: { name: 'alerts', argument: 'here' } },
    ]);
    expect(events.every((event) => event.profile === undefined)).toBe(true);
    await expect.poll(() => platform.chat(group).messages.at(-1)?.text).toBe('Enrolled');
    await adapter.send(group, { text: 'A low rating' });
    expect(platform.chat(group).messages.at(-1)?.text).toBe('A low rating');
    expect(adapter.clientIdFault(group)).not.toBeNull();
  });
}
