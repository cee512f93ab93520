import type { Language } from '../locales/index.ts';
import { may } from './may.ts';
import type { Chat, Person } from './person.ts';
import type { Action } from './roles.ts';

/** Who of the company is known. */
export interface People {
  /** Whose chat that is; null: nobody's. */
  find(chat: Chat): Person | null;
  /** The chats of those who may do something, each with its person. */
  whoMay(action: Action): ReadonlyArray<{ chat: Chat; person: Person }>;
}

export function createPeople(persons: readonly Person[]): People {
  return {
    find: ({ channel, clientId }) =>
      persons.find(({ chats }) =>
        chats.some((chat) => chat.channel === channel && chat.clientId === clientId),
      ) ?? null,
    whoMay: (action) =>
      persons
        .filter((person) => may(person, action))
        .flatMap((person) => person.chats.map((chat) => ({ chat, person }))),
  };
}

/** The chats of SUPERVISORS: each is an administrator of its own, since the environment is the first key. */
export function seededPeople(supervisors: ReadonlyArray<Chat & { language: Language }>): Person[] {
  return supervisors.map(({ channel, clientId, language }) => ({
    name: `${channel}:${clientId}`,
    role: 'administrator',
    language,
    chats: [{ channel, clientId }],
    teams: 'all',
    operators: [],
  }));
}
