import type { ClientEvent, OnEvent, PassedOn, Reply } from '../channel.ts';
import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';
import type { Relay } from '../relay/relay.ts';
import type { PassOn } from './pass-on.ts';
import type { Runner } from '../survey/runner.ts';

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
  survey: Runner;
  personal: PersonalReplies;
  relay: Pick<Relay, 'has'>;
  passOn: PassOn;
  /** True: the helpdesk on the same bot is given the answers of clients as well. */
  relayAnswers: boolean;
}

/** Decides who handles an event: the surveys, the helpdesk on the same bot, or both. @returns what a channel's adapter calls with each event */
export function createRouter(options: RouterOptions): OnEvent {
  const { mutex, people, survey, personal, relay, passOn, relayAnswers } = options;

  return (event) => {
    const clientId = event.clientId || (event.received?.queue ?? '');
    return mutex.run(clientKey({ ...event, clientId }), () => route(event));
  };

  async function route(event: ClientEvent): Promise<Reply | PassedOn | undefined> {
    // Clients are asked in private chats alone; what happens in a group or for a business account is no answer.
    if (event.chat !== 'private') return passOn(event);
    const person = people.find(event);
    const { whose, reply } = await survey(event);
    const text = person ? personal.textFor(event, person) : null;
    // The buttons of a question that waits for a person who is a client as well stay.
    const said = text === null || !reply ? reply : { ...reply, text };
    // The helpdesk would greet a supervisor as a client.
    if (text !== null && relay.has(event.channel)) return { ...reply, text };
    if (whose === 'surveys' && !relayAnswers) return said;
    const passed = await passOn(event, whose === 'surveys');
    return whose === 'theirs' || passed?.response ? (passed ?? said) : said;
  }
}
