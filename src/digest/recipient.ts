import type { Chat } from '../access/person.ts';
import type { People } from '../access/people.ts';
import type { Language } from '../locales/index.ts';

/** A chat to which digests go. */
export interface Recipient extends Chat {
  language: Language;
}

export function recipientsOf(people: People): Recipient[] {
  return people.whoMay('receive_digests').map(({ chat, person }) => ({ ...chat, language: person.language }));
}

/** `telegram:123`. */
export function nameOf({ channel, clientId }: Chat): string {
  return `${channel}:${clientId}`;
}
