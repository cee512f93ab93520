import { describe, expect, it } from 'vitest';
import { type SeedChat, seedPeople } from '../../src/access/seeds.ts';
import { add, keptPeople } from './stored.ts';

const chat = (clientId: string, rest: Partial<SeedChat> = {}): SeedChat => ({
  channel: 'telegram',
  clientId,
  language: 'uk',
  ...rest,
});

describe('the chats of SUPERVISORS', () => {
  it('are administrators who get the digests, a group as a group', async () => {
    const { people } = await keptPeople();
    await seedPeople(people, [chat('123'), chat('-100500', { isGroup: true })]);
    expect(people.all()).toMatchObject([
      { id: 'seed:telegram:123', kind: 'person', role: 'administrator', language: 'uk', seeded: true },
      { id: 'seed:telegram:-100500', kind: 'group', role: 'administrator' },
    ]);
    expect(people.whoMay('receive_digests').map((one) => one.chat.clientId)).toEqual(['123', '-100500']);
  });

  it('keep what was changed of them over restarts, with their role', async () => {
    const { people, another } = await keptPeople();
    await seedPeople(people, [chat('1')]);
    await people.change('seed:telegram:1', (one) => ({
      ...one,
      role: 'analyst',
      settings: { ...one.settings, zone: 'Europe/Kyiv' },
    }));
    const later = await another();
    await seedPeople(later, [chat('1'), chat('2')]);
    expect(later.find(chat('1'))).toMatchObject({ role: 'analyst', settings: { zone: 'Europe/Kyiv' } });
    expect(later.find(chat('2'))).toMatchObject({ role: 'administrator' });
  });

  it('leave again when SUPERVISORS names them no more, and nobody else does', async () => {
    const { people, another } = await keptPeople();
    await add(people, { id: 'invited', chats: [{ channel: 'telegram', clientId: '9' }] });
    await seedPeople(people, [chat('1'), chat('2')]);
    const later = await another();
    await seedPeople(later, [chat('2')]);
    expect(later.all().map(({ id }) => id)).toEqual(['invited', 'seed:telegram:2']);
    expect(await later.ownerOf(chat('1'))).toBeNull();
  });

  it('stay those of who was invited there already', async () => {
    const { people } = await keptPeople();
    await add(people, { id: 'invited', role: 'analyst', chats: [{ channel: 'telegram', clientId: '1' }] });
    await seedPeople(people, [chat('1')]);
    expect(people.all().map(({ id, role }) => [id, role])).toEqual([['invited', 'analyst']]);
  });

  it('are followed when a group becomes a supergroup, whichever id SUPERVISORS names', async () => {
    const { people, another } = await keptPeople();
    await seedPeople(people, [chat('-5', { isGroup: true })]);
    expect(await people.moveChat('telegram', '-5', '-1005')).toMatchObject({ id: 'seed:telegram:-5' });
    // The platform may tell it again.
    expect(await people.moveChat('telegram', '-5', '-1005')).toBeNull();
    for (const named of ['-5', '-1005']) {
      const later = await another();
      await seedPeople(later, [chat(named, { isGroup: true })]);
      expect(later.all()).toMatchObject([
        { id: 'seed:telegram:-5', chats: [{ channel: 'telegram', clientId: '-1005' }] },
      ]);
    }
  });

  it('are seeded once by instances that start together', async () => {
    const { people, another } = await keptPeople();
    const other = await another();
    await Promise.all([seedPeople(people, [chat('1')]), seedPeople(other, [chat('1')])]);
    expect(await people.fresh()).toMatchObject([{ id: 'seed:telegram:1', chats: [{ clientId: '1' }] }]);
  });
});
