import { describe, expect, it } from 'vitest';
import type { People } from '../../src/access/people.ts';
import type { Person } from '../../src/access/person.ts';
import { ChannelError } from '../../src/errors.ts';
import { createStatistics, type Statistics } from '../../src/stats/statistics.ts';
import { peopleOf } from '../access/persons.ts';
import { dialogue } from '../stats/dialogues.ts';
import { createWorld, minute, olena, personAt, tom, zone } from './digests.ts';

const world = createWorld();

/** Statistics during whose first reading something happens. */
function interrupted(happens: () => void | Promise<unknown>): Statistics {
  const { store, clock } = world;
  const statistics = createStatistics({ store, zone, clock });
  let happened = false;
  return {
    ...statistics,
    async period(query) {
      const report = await statistics.period(query);
      if (!happened) await happens();
      happened = true;
      return report;
    },
  };
}

/** People some of whom are removed meanwhile. */
function leaving(...given: Person[]): { people: People; remove: (id: string) => void } {
  const removed = new Set<string>();
  const all = peopleOf(...given);
  return {
    people: {
      ...all,
      find: (chat) => {
        const person = all.find(chat);
        return person && removed.has(person.id) ? null : person;
      },
      place: async (chat) => {
        const place = await all.place(chat);
        return place && removed.has(place.person.id) ? null : place;
      },
      current: async (id) => (removed.has(id) ? null : all.current(id)),
    },
    remove: (id) => void removed.add(id),
  };
}

const ended = async (key: string) => (await world.store.findJob(key))?.reason;

describe('a supervisor in mid-digest', () => {
  it('who is removed gets nothing, and the others get theirs', async () => {
    const { people, remove } = leaving(olena, tom);
    await world.instance({ people, statistics: interrupted(() => remove(olena.id)) }).catchUp();
    expect(world.recipients()).toEqual(['viber:abc=']);
    expect(await ended('digest:2026-11-21:telegram:123')).toBe("telegram:123 is nobody's chat any more");
  });

  it('who is moved to another team gets the figures of that one alone', async () => {
    await world.store.insertDialogue(
      dialogue({ id: 's', team: 'Sales', rating: 2, completedAt: new Date('2026-11-21T11:00:00Z') }),
    );
    const person = personAt('viber:abc=', { teams: ['Support'] });
    const people = peopleOf(person);
    const move = () => people.change(person.id, (one) => ({ ...one, teams: ['Sales'] }));
    await world.instance({ people, statistics: interrupted(move) }).catchUp();
    expect(world.english().map(({ text }) => text.split('\n').slice(0, 2))).toEqual([
      ['Only: Sales', 'CSAT: 0% (0%–79%), 1 rating'],
    ]);
    expect(world.english()[0]?.text).not.toContain('Дякую');
  });

  it('who becomes an analyst gets none any more', async () => {
    const people = peopleOf(tom);
    const change = () => people.change(tom.id, (one) => ({ ...one, role: 'analyst' }));
    await world.instance({ people, statistics: interrupted(change) }).catchUp();
    expect(world.sent).toEqual([]);
    expect(await ended('digest:2026-11-21:viber:abc=')).toBe('viber:abc= is of somebody who gets no digests');
  });

  it('who mutes the bot is told of the day by the digest after that', async () => {
    const people = peopleOf(tom);
    const until = world.clock.now().getTime() + 60 * minute;
    const mute = () =>
      people.change(tom.id, (one) => ({ ...one, settings: { ...one.settings, mutedUntil: until } }));
    await world.instance({ people, statistics: interrupted(mute) }).catchUp();
    expect(world.sent).toEqual([]);
    world.clock.set(new Date('2026-11-23T07:00:00Z'));
    await world.instance({ people }).catchUp();
    expect(world.english()[0]?.text).toContain('Sat, Nov 21: 5.0 of 5');
  });

  it('who blocks the bot keeps nobody else waiting, and gets the next day’s once they are back', async () => {
    const blocked = world.failingOnce(new ChannelError('unreachable', 'bot was blocked by the user'));
    await world.instance({ send: blocked }).catchUp();
    expect(world.recipients()).toEqual(['viber:abc=']);
    expect(await ended('digest:2026-11-21:telegram:123')).toBe('bot was blocked by the user');
    world.clock.set(new Date('2026-11-23T07:00:00Z'));
    await world.instance().catchUp();
    expect(world.recipients().filter((to) => to === 'telegram:123')).toHaveLength(1);
  });

  it('who has several chats gets one in each', async () => {
    const chats = [
      { channel: 'telegram', clientId: '7' },
      { channel: 'viber', clientId: 'seven=' },
    ];
    await world.instance({ people: [personAt('telegram:7', { chats })] }).catchUp();
    expect(world.recipients().toSorted()).toEqual(['telegram:7', 'viber:seven=']);
  });
});

describe('a group that becomes a supergroup', () => {
  const before = personAt('telegram:-7', { kind: 'group' });
  const after = { ...before, chats: [{ channel: 'telegram', clientId: '-1007', first: '-7' }] };

  it('gets the digest that was under way in the supergroup, once', async () => {
    const people = peopleOf(before);
    const instance = world.instance({ people });
    await instance.enqueue();
    await world.instance({ people: peopleOf(after) }).catchUp();
    expect(world.recipients()).toEqual(['telegram:-1007']);
  });

  it('is not told again of a day that was told before', async () => {
    await world.instance({ people: peopleOf(before) }).catchUp();
    await world.instance({ people: peopleOf(after) }).catchUp();
    expect(world.recipients()).toEqual(['telegram:-7']);
  });
});
