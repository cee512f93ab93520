import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import type { RecordStore } from '../../src/store/store.ts';
import { add, keptPeople } from './stored.ts';
import { turns } from '../support/running/turns.ts';

const telegram = (clientId: string, thread?: string) => ({
  channel: 'telegram',
  clientId,
  ...(thread !== undefined && { thread }),
});
const names = (persons: readonly { name: string }[]): string[] => persons.map(({ name }) => name);
const settle = (): Promise<void> => turns(20);

describe('the people of a company', () => {
  it('are found by each of their chats, a group in whichever topic', async () => {
    const { people } = await keptPeople();
    const chats = [telegram('1'), { channel: 'viber', clientId: 'abc=' }];
    await add(people, { id: 'a', chats });
    await add(people, { id: 'b', kind: 'group', name: 'Shop', chats: [telegram('-7', '12')] });
    expect(chats.map((chat) => people.find(chat)?.name)).toEqual(['Olena', 'Olena']);
    expect(people.find(telegram('-7'))).toMatchObject({ name: 'Shop', chats: [telegram('-7', '12')] });
    expect(people.find({ channel: 'viber', clientId: '1' })).toBeNull();
  });

  it('have the service’s zone where this Node does not know theirs', async () => {
    const { people, store, another } = await keptPeople();
    await add(people, { id: 'a' });
    const record = await store.findRecord('person', 'a');
    if (!record) throw new Error('nobody is kept');
    const body = { ...(record.body as object), settings: { zone: 'Europe/Atlantis', digestAt: '07:00' } };
    await store.saveRecord({ ...record, body });
    expect((await another()).all()[0]?.settings).toMatchObject({ zone: null, digestAt: '07:00' });
  });

  it('are known to what is sent as soon as another instance has enrolled or removed them', async () => {
    const { people, another } = await keptPeople();
    const other = await another();
    await add(people, { id: 'a', chats: [telegram('1')] });
    expect(other.find(telegram('1'))).toBeNull();
    expect(await other.place(telegram('1'))).toMatchObject({ person: { id: 'a' }, chat: telegram('1') });
    await people.remove('a');
    expect(await other.place(telegram('1'))).toBeNull();
  });

  it('are found by the id that their group had before it became a supergroup', async () => {
    const { people, another } = await keptPeople();
    await add(people, { id: 'g', kind: 'group', chats: [telegram('-7', '12')] });
    await people.moveChat('telegram', '-7', '-1007');
    const moved = { ...telegram('-1007', '12'), first: '-7' };
    const other = await another();
    expect(other.all()[0]?.chats).toEqual([moved]);
    for (const id of ['-7', '-1007']) {
      expect(await other.place(telegram(id))).toMatchObject({ person: { id: 'g' }, chat: moved });
    }
    await people.remove('g');
    expect(await other.place(telegram('-7'))).toBeNull();
  });

  it('are listed with their chats where they may do something', async () => {
    const { people } = await keptPeople();
    await add(people, { id: 'a', role: 'supervisor', teams: ['Sales'], chats: [telegram('1')] });
    await add(people, { id: 'b', role: 'operator', operators: ['Anna'], chats: [telegram('2')] });
    const chatsOf = (team: string) =>
      people
        .whoMay('handle_alerts', { channel: 'telegram', scenario: 'csat', team, operator: 'Anna' })
        .map(({ chat }) => chat);
    expect(chatsOf('SALES')).toEqual([telegram('1')]);
    expect(chatsOf('Support')).toEqual([]);
  });

  it('are there after a restart as they were changed, whoever was added first standing first', async () => {
    const { people, clock, another } = await keptPeople();
    await add(people, { id: 'z', name: 'Zoya' });
    clock.set(1_000);
    await add(people, { id: 'a', name: 'Anna', chats: [] });
    await people.change('z', (one) => ({
      ...one,
      role: 'analyst',
      settings: { ...one.settings, zone: 'UTC' },
    }));
    const after = await another();
    expect(after.all()).toEqual(people.all());
    expect(names(after.all())).toEqual(['Zoya', 'Anna']);
    expect(after.find(telegram('900'))).toMatchObject({
      role: 'analyst',
      settings: { zone: 'UTC' },
      revision: 1,
    });
  });

  it('are all read, however many there are', async () => {
    const { people, another } = await keptPeople();
    await Promise.all(
      Array.from({ length: 1_001 }, (_, at) => add(people, { id: `p${at}`, chats: [telegram(`${at}`)] })),
    );
    const persons = (await another()).all();
    expect(persons).toHaveLength(1_001);
    expect(persons.every(({ chats }) => chats.length === 1)).toBe(true);
  });
});

describe('what another process changed', () => {
  it('is known a few seconds later, and at once where it is asked for', async () => {
    const { people, another, clock } = await keptPeople();
    const other = await another();
    await add(other, { id: 'a' });
    expect(people.find(telegram('900'))).toBeNull();
    expect(await people.current('a')).toMatchObject({ name: 'Olena' });
    clock.set(4_999);
    people.all();
    await settle();
    expect(people.find(telegram('900'))).toBeNull();
    clock.set(1);
    people.all();
    await settle();
    expect(people.find(telegram('900'))?.name).toBe('Olena');
    await other.remove('a');
    expect(await people.fresh()).toEqual([]);
  });

  it('a person who was removed while the cache knows them is gone for whoever asks the store', async () => {
    const { people, another } = await keptPeople();
    await add(people, { id: 'a' });
    await (await another()).remove('a');
    expect(people.find(telegram('900'))).not.toBeNull();
    expect(await people.current('a')).toBeNull();
    expect(await people.change('a', (one) => one)).toBeNull();
    expect(people.find(telegram('900'))).toBeNull();
    expect(await people.claim(telegram('901'), 'a')).toBeNull();
    expect(await people.ownerOf(telegram('900'))).toBeNull();
  });

  it('stays unknown while the store is away, which is logged once, and is known after', async () => {
    const { store, clock, another, people, entries } = await keptPeople();
    let isAway = false;
    const flaky: RecordStore = {
      ...store,
      listRecords: (query) =>
        isAway ? Promise.reject(new StoreError('the store is away')) : store.listRecords(query),
    };
    await add(people, { id: 'a' });
    const own = await another(flaky);
    await people.remove('a');
    isAway = true;
    for (let tries = 0; tries < 3; tries++) {
      clock.set(5_000);
      expect(own.find(telegram('900'))?.name).toBe('Olena');
      await settle();
    }
    expect(entries).toMatchObject([{ level: 'warn', fields: { error: 'the store is away' } }]);
    isAway = false;
    clock.set(5_000);
    own.all();
    await own.stop();
    expect(own.all()).toEqual([]);
  });

  it('does not hide what this process changed meanwhile', async () => {
    const { store, people, another, clock } = await keptPeople();
    await add(people, { id: 'a' });
    let isHeld = false;
    const held: Array<() => void> = [];
    const slow: RecordStore = {
      ...store,
      async listRecords(query) {
        const read = await store.listRecords(query);
        if (isHeld && query.tag === undefined) await new Promise<void>((go) => held.push(go));
        return read;
      },
    };
    const own = await another(slow);
    await add(people, { id: 'b', name: 'Borys' });
    isHeld = true;
    clock.set(5_000);
    own.all();
    await settle();
    isHeld = false;
    await own.change('a', (one) => ({ ...one, name: 'Olha' }));
    expect(held).toHaveLength(2);
    for (const release of held) release();
    await own.stop();
    expect(names(own.all()).toSorted()).toEqual(['Borys', 'Olha']);
  });

  it('is read again where it changed while it was read, and then stands as before', async () => {
    const { store, people, another } = await keptPeople();
    const other = await another();
    let between = async (): Promise<void> => {};
    const own = await another({
      ...store,
      async listRecords(query) {
        const change = between;
        between = async () => {};
        await change();
        return store.listRecords(query);
      },
    });
    await add(people, { id: 'a' });
    between = () => add(other, { id: 'b', name: 'Borys' });
    expect(names(await own.fresh()).toSorted()).toEqual(['Borys', 'Olena']);
    await people.remove('b');
    expect(names(await own.fresh())).toEqual(['Olena']);
  });

  it('is read, and nobody is read again while nothing changed', async () => {
    const { store, people, another, clock } = await keptPeople();
    await add(people, { id: 'a' });
    let lists = 0;
    const counting: RecordStore = {
      ...store,
      listRecords: (query) => {
        lists += 1;
        return store.listRecords(query);
      },
    };
    const own = await another(counting);
    const listed = async (change: () => Promise<unknown>): Promise<number> => {
      lists = 0;
      clock.set(5_000);
      await change();
      await own.fresh();
      return lists;
    };
    expect(await listed(async () => undefined)).toBe(0);
    expect(await listed(() => people.change('a', (one) => ({ ...one, name: 'Olha' })))).toBe(2);
    expect(await listed(() => people.claim(telegram('901'), 'a'))).toBe(2);
    expect(own.find(telegram('901'))?.name).toBe('Olha');
    expect(await listed(() => people.remove('a'))).toBe(2);
    expect(await listed(async () => undefined)).toBe(0);
    expect(own.all()).toEqual([]);
  });

  it('a person who cannot be read is left out, and said once', async () => {
    const { store, people, entries, clock } = await keptPeople();
    await add(people, { id: 'a' });
    await store.insertRecord({ kind: 'person', id: 'b', at: clock.now(), tag: null, body: { role: 'king' } });
    expect(names(await people.fresh())).toEqual(['Olena']);
    await people.fresh();
    expect(entries).toMatchObject([{ level: 'error', fields: { person: 'b' } }]);
  });

  it('nor does a chat that cannot be read keep others from being read', async () => {
    const { store, people, entries, clock } = await keptPeople();
    await add(people, { id: 'a' });
    await add(people, { id: 'b' });
    await store.insertRecord({ kind: 'chat', id: 'x', at: clock.now(), tag: 'b', body: { channel: 7 } });
    expect((await people.fresh()).map(({ id }) => id)).toEqual(['a']);
    expect(entries).toMatchObject([{ level: 'error', fields: { person: 'b' } }]);
  });
});
