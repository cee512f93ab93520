import { describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { ChannelError } from '../../src/errors.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import type { Command, Commands } from '../../src/supervisor/commands/command.ts';
import { createMenus } from '../../src/supervisor/menus.ts';
import { add, keptPeople } from '../access/stored.ts';

const command = (about: Command['about'], action: Command['action']): Command => ({
  about,
  action,
  run: async () => ({ text: '' }),
});
const commands: Commands = {
  alerts: command('settings.back', 'handle_alerts'),
  settings: command('settings.about', null),
};
const both = ['alerts Back', 'settings Settings of this chat'];

async function openMenus() {
  const kept = await keptPeople();
  const { store, clock, people, log } = kept;
  const set: string[] = [];
  const shown = new Map<string, string[]>();
  const faults: Error[] = [];
  const setMenu = async (clientId: string, menu: ReadonlyArray<{ name: string; about: string }>) => {
    const fault = faults.shift();
    if (fault) throw fault;
    set.push(clientId);
    shown.set(
      clientId,
      menu.map(({ name, about }) => `${name} ${about}`),
    );
  };
  const channels = new Map([
    ['telegram', { setMenu }],
    ['viber', {}],
  ]);
  const queue = createJobQueue({ store, clock });
  const instance = (own = people) => {
    const menus = createMenus({ people: own, channels, store, queue, commands, clock, log });
    const worker = createWorker({ store, kinds: { menu: menus.kind }, clock, log });
    return {
      ...menus,
      async look() {
        await menus.entry.enqueue();
        await worker.runAll();
      },
      async refreshed() {
        menus.refresh();
        await menus.settle();
        await worker.runAll();
      },
    };
  };
  return { ...kept, set, shown, faults, instance };
}

describe('the menu of a private chat', () => {
  it('shows what the role may, in the language of the person, and is set once', async () => {
    const world = await openMenus();
    await add(world.people, { id: 'a', chats: [{ channel: 'telegram', clientId: '1' }] });
    const operator = { id: 'b', role: 'operator', language: 'uk' } as const;
    await add(world.people, { ...operator, chats: [{ channel: 'telegram', clientId: '2' }] });
    const menus = world.instance();
    for (let i = 0; i < 3; i++) await menus.look();
    expect(world.shown.get('1')).toEqual(['alerts Back', 'settings Settings of this chat']);
    expect(world.shown.get('2')).toEqual(['settings Налаштування цього чату']);
    expect(world.set).toEqual(['1', '2']);
  });

  it('is none in a group, and on a channel without menus', async () => {
    const world = await openMenus();
    await add(world.people, { id: 'a', kind: 'group', chats: [{ channel: 'telegram', clientId: '-1' }] });
    await add(world.people, { id: 'b', chats: [{ channel: 'viber', clientId: 'v' }] });
    await world.instance().look();
    expect(world.set).toEqual([]);
  });

  it('follows the language and the role, there and back', async () => {
    const world = await openMenus();
    await add(world.people, { id: 'a', chats: [{ channel: 'telegram', clientId: '1' }] });
    const menus = world.instance();
    await menus.look();
    await world.people.change('a', (one) => ({ ...one, role: 'operator', language: 'uk' }));
    await menus.refreshed();
    expect(world.shown.get('1')).toEqual(['settings Налаштування цього чату']);
    await world.people.change('a', (one) => ({ ...one, role: 'supervisor', language: 'en' }));
    await menus.refreshed();
    expect(world.shown.get('1')).toHaveLength(2);
    expect(world.set).toEqual(['1', '1', '1']);
  });

  it('is taken away from who was removed by another process, and given back to who is enrolled again', async () => {
    const world = await openMenus();
    const chats = [{ channel: 'telegram', clientId: '1' }];
    await add(world.people, { id: 'a', chats });
    const menus = world.instance();
    await menus.look();
    await (await world.another()).remove('a');
    await world.people.fresh();
    for (let i = 0; i < 2; i++) await menus.look();
    expect([world.set, world.shown.get('1')]).toEqual([['1', '1'], []]);
    await add(world.people, { id: 'b', chats });
    await menus.refreshed();
    expect(world.shown.get('1')).toEqual(both);
  });

  it('of a chat that was enrolled anew before its menu was emptied stays', async () => {
    const world = await openMenus();
    const chats = [{ channel: 'telegram', clientId: '1' }];
    await add(world.people, { id: 'a', chats });
    const menus = world.instance();
    await menus.look();
    await world.people.remove('a');
    await menus.entry.enqueue();
    await add(world.people, { id: 'b', chats });
    await menus.look();
    expect(world.shown.get('1')).toEqual(both);
    expect(world.set).toEqual(['1']);
  });

  it('is not set for who has that chat no more', async () => {
    const world = await openMenus();
    await add(world.people, { id: 'a', chats: [{ channel: 'telegram', clientId: '1' }] });
    const menus = world.instance();
    await menus.entry.enqueue();
    await world.people.remove('a');
    await add(world.people, { id: 'a', chats: [] });
    await menus.look();
    expect(world.set).toEqual([]);
  });

  it('is tried again after a fault, and where it was refused the next day', async () => {
    const world = await openMenus();
    await add(world.people, { id: 'a', chats: [{ channel: 'telegram', clientId: '1' }] });
    world.faults.push(new ChannelError('network', 'no answer'), new ChannelError('unreachable', 'blocked'));
    const menus = world.instance();
    await menus.look();
    world.clock.set(60_000);
    for (let i = 0; i < 3; i++) await menus.look();
    expect([world.set, world.faults]).toEqual([[], []]);
    world.clock.set(86_400_000);
    await menus.look();
    expect(world.set).toEqual(['1']);
  });

  it('is set once by two instances', async () => {
    const world = await openMenus();
    await add(world.people, { id: 'a', chats: [{ channel: 'telegram', clientId: '1' }] });
    const other = await world.another();
    await Promise.all([world.instance().look(), world.instance(other).look()]);
    expect(world.set).toEqual(['1']);
  });

  it('is looked at every five minutes', async () => {
    const { entry } = (await openMenus()).instance();
    const at = (time: string) => new Date(`2026-11-22T${time}Z`);
    expect(entry.isDue(at('12:04:00'), at('12:03:00'))).toBe(false);
    expect(entry.isDue(at('12:05:00'), at('12:04:00'))).toBe(true);
    expect(entry.isDue(at('12:21:00'), at('12:04:00'))).toBe(true);
  });

  it('that cannot be compared is said in the log', async () => {
    const world = await openMenus();
    const people = createPeople({ store: world.store, clock: world.clock, log: world.log });
    await people.load();
    await add(people, { id: 'a', chats: [{ channel: 'telegram', clientId: '1' }] });
    await world.store.close();
    const menus = world.instance(people);
    menus.refresh();
    await menus.settle();
    expect(world.lines).toEqual([expect.stringContaining('Menus could not be compared')]);
    await world.store.open();
  });
});
