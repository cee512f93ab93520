import type { Chat } from '../../access/chat.ts';
import { scopeOf } from '../../access/may.ts';
import type { People } from '../../access/people.ts';
import type { DialogueFilter } from '../../dialogue.ts';
import { scopeKey } from '../read/editions.ts';
import { nameOf, type Recipient } from './recipient.ts';

/** Who is to be told in a chat, and of which dialogues, as the store has it now. */
export interface Addressee extends Recipient {
  filter: DialogueFilter;
}

/** Nobody is to be told there; `reason` says why. */
export interface Nobody {
  reason: string;
}

/** @throws {StoreError} */
export async function addresseeOf(people: Pick<People, 'place'>, chat: Chat): Promise<Addressee | Nobody> {
  const place = await people.place(chat);
  if (!place || place.chat.thread !== chat.thread)
    return { reason: `${nameOf(chat)} is nobody's chat any more` };
  const filter = scopeOf(place.person, 'receive_digests');
  if (!filter) return { reason: `${nameOf(chat)} is of somebody who gets no digests` };
  return { ...place, filter };
}

/**
 * Makes what is to be told, and again while what the person may see changes meanwhile: who is moved to another team is
 * told of that one, and who is removed nothing.
 * @param make reads what may take a while @throws {StoreError}
 */
export async function madeFor<Made>(
  people: Pick<People, 'place'>,
  chat: Chat,
  make: (addressee: Addressee) => Promise<Made>,
): Promise<{ addressee: Addressee; made: Made } | Nobody> {
  let addressee = await addresseeOf(people, chat);
  while (!('reason' in addressee)) {
    const made = await make(addressee);
    const now = await addresseeOf(people, chat);
    if ('reason' in now) return now;
    if (scopeKey(now.filter) === scopeKey(addressee.filter)) return { addressee: now, made };
    addressee = now;
  }
  return addressee;
}
