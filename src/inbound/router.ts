import type { ClientEvent, OnEvent, Reply } from '../channel.ts';
import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';

/** What the company's own people are told; a person may be a client as well. */
export interface PersonalReplies {
  /** The text that takes the place of what a client would be told at this event; null: they are told the same. */
  textFor(event: ClientEvent, person: Person): string | null;
}

export interface RouterOptions {
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
  people: People;
  /** Answers of clients, and what a client is told otherwise. */
  survey: OnEvent;
  personal: PersonalReplies;
}

/** Decides whose business an event is. @returns what a channel's adapter calls with each event */
export function createRouter({ mutex, people, survey, personal }: RouterOptions): OnEvent {
  return (event) => mutex.run(clientKey(event), () => route(event));

  async function route(event: ClientEvent): Promise<Reply | undefined> {
    // Clients are asked in private chats alone; what happens in a group or for a business account is no answer.
    if (event.chat !== 'private') return undefined;
    const person = people.find(event);
    const reply = await survey(event);
    const text = person && reply ? personal.textFor(event, person) : null;
    // The buttons of a question that waits for a person who is a client as well stay.
    return text === null ? reply : { ...reply, text };
  }
}
