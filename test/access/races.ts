import { expect, it } from 'vitest';
import { createInvitations } from '../../src/access/invitations.ts';
import { createSessions } from '../../src/access/sessions/sessions.ts';
import { add, keptPeople } from './stored.ts';

const chat = { channel: 'telegram', clientId: '1' };

/** What must hold when several processes write at once, over each store. */
export function testRaces(uri?: string): void {
  it('a chat that two enrolments want goes to one of them', async () => {
    const { people, another } = await keptPeople({ ...(uri !== undefined && { uri }) });
    const other = await another();
    await Promise.all(['a', 'b'].map((id) => add(people, { id, name: id, chats: [] })));
    const owners = await Promise.all([
      people.claim(chat, 'a'),
      other.claim(chat, 'b'),
      people.claim(chat, 'a'),
      other.claim(chat, 'b'),
    ]);
    expect(new Set(owners.map((owner) => owner?.id)).size).toBe(1);
    const persons = await people.fresh();
    expect(persons.flatMap(({ chats }) => chats)).toEqual([chat]);
    expect((await people.ownerOf(chat))?.id).toBe(owners[0]?.id);
    // Who loses their person gives the chat free.
    await people.remove(owners[0]?.id ?? '');
    const left = persons.find(({ id }) => id !== owners[0]?.id)?.id ?? '';
    expect((await other.claim(chat, left))?.chats).toEqual([chat]);
  });

  it('changes of one person by two processes are both kept', async () => {
    const { people, another } = await keptPeople({ ...(uri !== undefined && { uri }) });
    await add(people, { id: 'c', chats: [] });
    const other = await another();
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        (at % 2 ? people : other).change('c', (one) => ({ ...one, operators: [...one.operators, `${at}`] })),
      ),
    );
    const person = await people.current('c');
    expect(person?.operators.toSorted()).toEqual(Array.from({ length: 10 }, (_, at) => `${at}`));
    expect(person?.revision).toBe(10);
  });

  it('an invitation is spent by one of the chats that open it in the same second', async () => {
    const { store, clock } = await keptPeople({ ...(uri !== undefined && { uri }) });
    const [one, other] = [createInvitations({ store, clock }), createInvitations({ store, clock })];
    const expiresAt = new Date(clock.now().getTime() + 1);
    const payloads = await one.create({ personId: 'p', channels: ['telegram'], expiresAt });
    const payload = payloads.get('telegram') ?? '';
    const spent = await Promise.all(
      ['1', '2', '3', '4'].map((clientId, at) =>
        (at % 2 ? one : other).spend(payload, { channel: 'telegram', clientId }),
      ),
    );
    expect(spent.filter(Boolean)).toHaveLength(1);
  });

  it('a sign-in link begins one session, and nobody stays signed in who is removed meanwhile', async () => {
    const { store, clock, log, people } = await keptPeople({ ...(uri !== undefined && { uri }) });
    await add(people, { id: 's', chats: [] });
    const [one, other] = [0, 1].map(() => createSessions({ store, people, clock, log }));
    if (!one || !other) throw new Error('there are two');
    const token = await one.offer('s');
    const begun = await Promise.all([one, other, one, other].map((sessions) => sessions.spend(token, '')));
    expect(begun.filter((link) => 'secret' in link)).toHaveLength(1);
    expect(await one.list('s')).toHaveLength(1);
    await Promise.all([
      ...Array.from({ length: 5 }, (_, at) => (at % 2 ? one : other).start('s', '')),
      people.remove('s'),
    ]);
    expect(await other.list('s')).toEqual([]);
  });
}
