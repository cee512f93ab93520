import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { ClientEvent, OnEvent, PassedOn, Reply } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';
import { type EventOutcome, type Monitor, unmonitored } from '../monitoring/monitor.ts';
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
  clock: Pick<Clock, 'monotonic'>;
  monitor?: Pick<Monitor, 'event'>;
}

/** What is answered, and who took the event. */
interface Routed {
  outcome: EventOutcome;
  answer?: Reply | PassedOn | undefined;
}

/**
 * Decides who handles an event: an invitation that was opened, the company's own people, the surveys, the helpdesk on the
 * same bot, or several of them. What the company's people ask of the bot is passed on to nobody.
 * @returns what a channel's adapter calls with each event
 */
export function createRouter(options: RouterOptions): OnEvent {
  const {
    mutex,
    people,
    enrolment,
    desk,
    survey,
    passOn,
    relayAnswers,
    clock,
    monitor = unmonitored,
  } = options;

  return async (event) => {
    const begun = clock.monotonic();
    let outcome: EventOutcome = 'refused';
    try {
      const clientId = event.clientId || (event.received?.queue ?? '');
      const routed = await mutex.run(clientKey({ ...event, clientId }), () => route(event));
      ({ outcome } = routed);
      return routed.answer;
    } finally {
      monitor.event(event.channel, outcome, clock.monotonic() - begun);
    }
  };

  /** Whom another instance enrolled a moment ago. */
  async function justEnrolled(event: ClientEvent): Promise<Person | null> {
    return (await people.place(event))?.person ?? null;
  }

  async function route(event: ClientEvent): Promise<Routed> {
    if (event.kind === 'migrated') {
      await people.moveChat?.(event.channel, event.clientId, event.to);
      return { outcome: 'staff', answer: await passOn(event) };
    }
    const enrolled = await enrolment?.take(event);
    // The question that waits for a client keeps its buttons.
    if (enrolled) {
      const waiting = event.chat === 'private' ? (await survey(event)).reply : undefined;
      return { outcome: 'staff', answer: { ...waiting, ...enrolled } };
    }
    const place = people.find(event) ?? (isForStaff(event) ? await justEnrolled(event) : null);
    const asClient = async (): Promise<Reply | undefined> => (await survey(event)).reply;
    const handled = place && (await desk.handle(event, place, asClient));
    if (handled) return { outcome: 'staff', answer: handled.reply };
    // Clients are asked in private chats alone; what happens in a group or for a business account is no answer.
    if (event.chat !== 'private') return theirs(await passOn(event));
    const { whose, reply } = await survey(event);
    if (whose === 'surveys' && !relayAnswers) return { outcome: 'survey', answer: reply };
    const passed = await passOn(event, whose === 'surveys');
    const answer = whose === 'theirs' || passed?.response ? (passed ?? reply) : reply;
    return { outcome: whose === 'theirs' ? theirs(passed).outcome : 'survey', answer };
  }
}

/** An event that is not for this service. */
const theirs = (passed: PassedOn | undefined): Routed => ({
  outcome: passed ? 'relay' : 'nobody',
  answer: passed,
});

/** What clients hardly ever send, so that it may be looked up in the store. */
const isForStaff = (event: ClientEvent): boolean =>
  event.kind === 'tap'
    ? readStaffToken(event.token) !== null
    : 'command' in event && event.command !== undefined;
