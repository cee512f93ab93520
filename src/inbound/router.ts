import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { ClientEvent, OnEvent, PassedOn, Reply } from '../channel.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';
import type { Runner } from '../survey/runner.ts';
import { readStaffToken } from '../token.ts';
import type { PassOn } from './pass-on.ts';

/** Where what people of the company do in their chats is handled. */
export interface StaffDesk {
  /**
   * @param place whose chat it is
   * @param asClient does what a client's event does, once; resolves with what a client is told
   * @returns null: it is nothing for the desk, and follows the client's rules @throws {StoreError}
   */
  handle(
    event: ClientEvent,
    place: Person,
    asClient: () => Promise<Reply | undefined>,
  ): Promise<{ reply?: Reply | undefined } | null>;
}

export interface RouterOptions {
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
  people: Pick<People, 'find' | 'place'> & {
    /** A chat has another id from now on. @throws {StoreError} */
    moveChat?(channel: string, from: string, to: string): Promise<unknown>;
  };
  /** Takes opened invitations, also in groups; null: the event is none. Default: there are none. */
  enrolment?: { take(event: ClientEvent): Promise<Reply | null> };
  desk: StaffDesk;
  /** Answers of clients, and what a client is told otherwise. */
  survey: Runner;
  passOn: PassOn;
  /** True: the helpdesk on the same bot is given the answers of clients as well. */
  relayAnswers: boolean;
}

/**
 * Decides who handles an event: an invitation that was opened, the company's own people, the surveys, the helpdesk on the
 * same bot, or several of them. What the company's people ask of the bot is passed on to nobody.
 * @returns what a channel's adapter calls with each event
 */
export function createRouter(options: RouterOptions): OnEvent {
  const { mutex, people, enrolment, desk, survey, passOn, relayAnswers } = options;

  return (event) => {
    const clientId = event.clientId || (event.received?.queue ?? '');
    return mutex.run(clientKey({ ...event, clientId }), () => route(event));
  };

  /** Whom another instance enrolled a moment ago. */
  async function justEnrolled(event: ClientEvent): Promise<Person | null> {
    return (await people.place(event))?.person ?? null;
  }

  async function route(event: ClientEvent): Promise<Reply | PassedOn | undefined> {
    if (event.kind === 'migrated') {
      await people.moveChat?.(event.channel, event.clientId, event.to);
      return passOn(event);
    }
    const enrolled = await enrolment?.take(event);
    // The question that waits for a client keeps its buttons.
    if (enrolled)
      return event.chat === 'private' ? { ...(await survey(event)).reply, ...enrolled } : enrolled;
    const place = people.find(event) ?? (isForStaff(event) ? await justEnrolled(event) : null);
    const asClient = async (): Promise<Reply | undefined> => (await survey(event)).reply;
    const handled = place && (await desk.handle(event, place, asClient));
    if (handled) return handled.reply;
    // Clients are asked in private chats alone; what happens in a group or for a business account is no answer.
    if (event.chat !== 'private') return passOn(event);
    const { whose, reply } = await survey(event);
    if (whose === 'surveys' && !relayAnswers) return reply;
    const passed = await passOn(event, whose === 'surveys');
    return whose === 'theirs' || passed?.response ? (passed ?? reply) : reply;
  }
}

/** What clients hardly ever send, so that it may be looked up in the store. */
const isForStaff = (event: ClientEvent): boolean =>
  event.kind === 'tap'
    ? readStaffToken(event.token) !== null
    : 'command' in event && event.command !== undefined;
