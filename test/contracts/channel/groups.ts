import { expect } from 'vitest';
import type { SimulatedGroup, SimulatedGroupOptions } from '../../../simulator/platform.ts';
import type { Running, Test } from './harness.ts';

/** A group of the platform. */
function groupOf({ platform }: Running, options: Partial<SimulatedGroupOptions> = {}): SimulatedGroup {
  const group = platform.addGroup?.({ clientId: '-100500', name: 'CSAT', ...options });
  if (!group) throw new Error('The platform has no groups');
  return group;
}

/** What happens in groups, where those of the company talk with the bot. */
export function testGroups(test: Test): void {
  test('tells of a group to which a person added the bot by its link, and of one that it left', async (channel) => {
    const { clients, adapter, started, events } = channel;
    expect(() => adapter.groupLink?.('g1')).toThrow('has not started');
    await started();
    const group = groupOf(channel, { bot: 'out' });
    expect(adapter.groupLink?.('g_1-Az')).toMatch(/^https:\/\/t\.me\/\w+\?startgroup=g_1-Az$/);
    await group.addBot(clients[0], 'g_1-Az');
    const place = { chat: 'group', clientId: '-100500', actor: { id: clients[0] } };
    expect(events).toMatchObject([
      { kind: 'joined', ...place },
      { kind: 'start', payload: 'g_1-Az', ...place },
    ]);
    await group.removeBot(clients[1]);
    expect(events.at(-1)).toMatchObject({ kind: 'left', ...place, actor: { id: clients[1] } });
    expect(await channel.failure(adapter.send(group.id, { text: 'Q' }))).toMatchObject({
      code: 'unreachable',
    });
  });

  test('says who tapped in a group, in which topic, and answers there', async (channel) => {
    const { platform, clients, adapter, started, events } = channel;
    await started();
    const group = groupOf(channel, { topics: true });
    const thread = await group.addTopic(clients[0], 'Alerts');
    const choices = [[{ label: 'I take it', token: 't' }]];
    const { messageId } = await adapter.send(group.id, { text: 'A low rating', choices, thread });
    channel.onEvent = async () => ({ text: 'Taken' });
    await group.tap(clients[1], 'I take it');
    expect(events.at(-1)).toMatchObject({
      kind: 'tap',
      token: 't',
      messageId,
      clientId: group.id,
      chat: 'group',
      thread,
      actor: { id: clients[1], name: 'Tom' },
    });
    await expect.poll(() => platform.chat(clients[1]).toast).toBe('Taken');
    await group.say(clients[0], '/today@afterword_simulated_bot', { thread });
    expect(events.at(-1)).toMatchObject({ command: { name: 'today' }, thread });
    expect(events.at(-1)).not.toHaveProperty('replyTo');
    await expect.poll(() => platform.chat(group.id).messages.at(-1)).toMatchObject({ text: 'Taken', thread });
  });

  test('asks one member of a group, and knows the reply of that one', async (channel) => {
    const { clients, adapter, started, events } = channel;
    await started();
    const group = groupOf(channel, { bot: 'member' });
    const openReply = { key: 'k', from: { id: clients[0], name: 'Олена' } };
    const { messageId } = await adapter.send(group.id, { text: 'What was done?', openReply });
    await group.say(clients[1], 'hello');
    // In between, so that the app of the other member is asked nothing.
    expect(events).toEqual([]);
    await group.say(clients[0], 'Refunded', { replyTo: messageId });
    expect(events).toMatchObject([{ kind: 'text', text: 'Refunded', replyTo: messageId }]);
    await adapter.send(group.id, { text: 'And now?', openReply });
    await group.say(clients[0], 'Nothing');
    expect(events.at(-1)).toMatchObject({ text: 'Nothing', replyTo: expect.any(String) });
  });

  test('tells where a group has moved, to who listens and to who sends', async (channel) => {
    const { platform, clients, adapter, started, events, failure } = channel;
    await started();
    const group = groupOf(channel, { kind: 'group' });
    await group.migrate(clients[0], '-1001234567890');
    expect(events).toMatchObject([{ kind: 'migrated', clientId: '-100500', to: '-1001234567890' }]);
    expect(await failure(adapter.send('-100500', { text: 'Q' }))).toMatchObject({
      code: 'moved',
      movedTo: group.id,
    });
    await adapter.send(group.id, { text: 'Here' });
    expect(platform.chat(group.id).messages.at(-1)?.text).toBe('Here');
  });

  test('writes into the group itself where a topic is gone or closed', async (channel) => {
    const { platform, clients, adapter, started } = channel;
    await started();
    const group = groupOf(channel, { topics: true, bot: 'member' });
    const [closed, gone] = [await group.addTopic(clients[0], 'A'), await group.addTopic(clients[0], 'B')];
    group.closeTopic(closed);
    group.deleteTopic(gone);
    for (const thread of [closed, gone]) {
      await adapter.send(group.id, { text: `Alert ${thread}`, thread });
      expect(platform.chat(group.id).messages.at(-1)).toMatchObject({ text: `Alert ${thread}` });
      expect(platform.chat(group.id).messages.at(-1)).not.toHaveProperty('thread');
    }
  });
}
