import { type Chat, chatKey } from '../../src/access/chat.ts';
import { may } from '../../src/access/may.ts';
import type { People } from '../../src/access/people.ts';
import { type Person, personSettings } from '../../src/access/person.ts';

/** A supervisor of everything, with one chat on Telegram. */
export function aPerson(rest: Partial<Person> = {}): Person {
  const id = rest.id ?? 'person-1';
  return {
    id,
    kind: 'person',
    name: 'Olena',
    role: 'supervisor',
    language: 'en',
    chats: [{ channel: 'telegram', clientId: '900' }],
    teams: 'all',
    channels: 'all',
    scenarios: 'all',
    operators: [],
    settings: personSettings.parse({}),
    seeded: false,
    revision: 0,
    ...rest,
  };
}

/** People in memory; what is changed stays changed. */
export function peopleOf(...given: Person[]): People {
  const persons = [...given];
  const current = (id: string): Person | null => persons.find((person) => person.id === id) ?? null;
  return {
    find: (chat) => persons.find(({ chats }) => chats.some((one) => chatKey(one) === chatKey(chat))) ?? null,
    all: () => persons,
    whoMay: (action, subject) =>
      persons
        .filter((person) => may(person, action, subject))
        .flatMap((person) => person.chats.map((chat) => ({ chat, person }))),
    fresh: async () => persons,
    place: async (chat) => {
      const isIt = (one: Chat): boolean =>
        one.channel === chat.channel && (one.clientId === chat.clientId || one.first === chat.clientId);
      const person = persons.find(({ chats }) => chats.some(isIt));
      const found = person?.chats.find(isIt);
      return person && found ? { person, chat: found } : null;
    },
    current: async (id) => current(id),
    change: async (id, change) => {
      const person = current(id);
      if (!person) return null;
      const next = { ...change(person), revision: person.revision + 1 };
      persons[persons.indexOf(person)] = next;
      return next;
    },
  };
}
