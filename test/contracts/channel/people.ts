import { expect } from 'vitest';
import type { Test } from './harness.ts';

const url = 'https://csat.example.com/dashboard/sign-in';
const HOUR = 3_600_000;

/** Who acts, in which kind of chat, what they ask of the bot by name, and who opens a page as a part of the app. */
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

  test('opens a page as a part of its app where that can be, and elsewhere as a link', async (channel) => {
    const { adapter, clients, met, platform } = channel;
    await met();
    const message = { text: 'The dashboard', choices: [[{ label: 'Open', url, opens: 'app' as const }]] };
    const { messageId } = await adapter.send(clients[0], message);
    const app = adapter.readSignIn ? { opens: 'app' } : {};
    expect(platform.chat(clients[0]).messages.at(-1)?.keyboard).toMatchObject([
      [{ label: 'Open', url, ...app }],
    ]);
    await adapter.edit?.(clients[0], messageId, { ...message, text: 'Again' });
    expect(platform.chat(clients[0]).messages.at(-1)?.keyboard).toMatchObject([
      [{ label: 'Open', url, ...app }],
    ]);
    const group = platform.addGroup?.({ clientId: '-100500', name: 'CSAT' });
    if (!group) return;
    await adapter.send(group.id, message);
    const [[shown] = []] = platform.chat(group.id).messages.at(-1)?.keyboard ?? [];
    expect(shown).toMatchObject({ label: 'Open', url });
    expect(shown).not.toHaveProperty('opens');
  });

  test('knows who opened a page as a part of its app, for an hour', async (channel) => {
    const { adapter, clients, met, platform } = channel;
    await met();
    await platform.open(clients[1]);
    const opened = async (clientId: string) => {
      await adapter.send(clientId, { text: 'Q', choices: [[{ label: 'Open', url, opens: 'app' }]] });
      const address = new URL(platform.openApp?.(clientId, 'Open') ?? '');
      expect(address.origin + address.pathname).toBe(url);
      return address.hash;
    };
    const [hash, other] = [await opened(clients[0]), await opened(clients[1])];
    const now = new Date();
    const read = (fragment: string, ms = 0) => adapter.readSignIn?.(fragment, new Date(now.getTime() + ms));
    expect(await read(hash)).toEqual({ clientId: clients[0] });
    expect(await read(hash.slice(1), HOUR - 2_000)).toEqual({ clientId: clients[0] });
    expect(await read(other)).toEqual({ clientId: clients[1] });
    for (const ms of [HOUR + 1_000, -HOUR]) expect(await read(hash, ms)).toBeNull();
    const data = new URLSearchParams(hash.slice(1));
    const signed = (change: (fields: URLSearchParams) => void): string => {
      const fields = new URLSearchParams(data.get('tgWebAppData') ?? '');
      change(fields);
      return `#${new URLSearchParams({ tgWebAppData: fields.toString() }).toString()}`;
    };
    expect(await read(signed(() => {}))).toEqual({ clientId: clients[0] });
    const tampered = [
      signed((fields) => fields.set('user', JSON.stringify({ id: Number(clients[1]), first_name: 'Tom' }))),
      signed((fields) => fields.set('auth_date', String(Math.floor(now.getTime() / 1000) + 60))),
      signed((fields) => fields.append('start_param', 'x')),
      signed((fields) => fields.delete('hash')),
      signed((fields) => fields.set('hash', '0'.repeat(64))),
      signed((fields) => fields.delete('user')),
    ];
    for (const fragment of [
      ...tampered,
      '',
      '#',
      '#x',
      '#tgWebAppData=',
      `#tgWebAppData=${'x'.repeat(20_000)}`,
    ])
      expect(await read(fragment)).toBeNull();
  });
}
