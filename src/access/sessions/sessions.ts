import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { faultFields } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import type { RecordStore } from '../../store/ports/records.ts';
import { may } from '../may.ts';
import type { People } from '../people.ts';
import type { Person } from '../person.ts';
import { createSignInLinks, type SignInLink, type SignInLinks } from './links.ts';
import { createSessionRecords, sessionDays, type Session } from './session-records.ts';

/** A session that was begun; the secret is kept nowhere but in the browser. */
export interface StartedSession {
  session: Session;
  person: Person;
  /** 24 characters of A-Z a-z 0-9 _ -, with 144 random bits. */
  secret: string;
}

/** Who is signed in where. Every method throws a StoreError. */
export interface Sessions extends Pick<SignInLinks, 'offer'> {
  /** What a sign-in link is good for, and for whom; it is not spent. @param token untrusted */
  look(token: string): Promise<LookedLink>;
  /** Spends a link and begins a session. @param device in a few words; empty: unknown */
  spend(token: string, device: string): Promise<StartedSession | Exclude<LookedLink, { state: 'valid' }>>;
  /** Begins a session. @returns null: the person is gone */
  start(personId: string, device: string): Promise<StartedSession | null>;
  /**
   * Whose session that is, as the store has them now. When it was last seen is written every five minutes at most.
   * @param secret untrusted @returns null: there is no such session any more, or its person is gone
   */
  read(secret: string): Promise<{ session: Session; person: Person } | null>;
  /** Those of a person, or with null everybody's; who was seen last stands first. */
  list(personId: string | null): Promise<Session[]>;
  /** Ends a session: one's own, or with `manage_people` anybody's. */
  end(id: string, by: Person): Promise<'ended' | 'refused' | 'unknown'>;
  /** Resolves when nothing is being written any more. */
  settle(): Promise<void>;
}

/** A link whose person is gone is `unknown`. */
export type LookedLink =
  | { state: 'valid'; person: Person }
  | { state: 'spent' | 'expired'; person: Person }
  | { state: 'unknown' };

export interface SessionsOptions {
  store: RecordStore;
  people: Pick<People, 'current'>;
  clock: Pick<Clock, 'now' | 'newId'>;
  log: Log;
}

/** When a session was last seen is written so often at most. */
const SEEN_MS = 5 * 60_000;
const SECRET = /^[A-Za-z0-9_-]{24}$/;

export function createSessions({ store, people, clock, log }: SessionsOptions): Sessions {
  const links = createSignInLinks({ store, clock });
  const records = createSessionRecords(store);
  const writing = new Set<Promise<void>>();

  return {
    offer: (personId) => links.offer(personId),

    look: async (token) => withPerson(await links.look(token)),

    async spend(token, device) {
      const link = await withPerson(await links.spend(token));
      if (link.state !== 'valid') return link;
      return (await start(link.person.id, device)) ?? { state: 'unknown' };
    },

    start,

    async read(secret) {
      const session = SECRET.test(secret) ? await records.find(idOf(secret)) : null;
      if (!session || session.expiresAt <= clock.now()) return null;
      const person = await people.current(session.personId);
      if (!person) return null;
      noteSeen(session);
      return { session, person };
    },

    async list(personId) {
      const now = clock.now();
      const sessions = await records.list(personId);
      return sessions
        .filter(({ expiresAt }) => expiresAt > now)
        .toSorted((one, other) => other.lastSeenAt.getTime() - one.lastSeenAt.getTime());
    },

    async end(id, by) {
      const session = await records.find(id);
      if (!session) return 'unknown';
      if (session.personId !== by.id && !may(by, 'manage_people')) return 'refused';
      return (await records.remove(id)) ? 'ended' : 'unknown';
    },

    settle: async () => void (await Promise.all(writing)),
  };

  async function withPerson(link: SignInLink): Promise<LookedLink> {
    if (link.state === 'unknown') return link;
    const person = await people.current(link.personId);
    return person ? { state: link.state, person } : { state: 'unknown' };
  }

  async function start(personId: string, device: string): Promise<StartedSession | null> {
    const secret = `${clock.newId()}${clock.newId()}`;
    const session = await records.insert({ id: idOf(secret), personId, device, at: clock.now() });
    // Asked afterwards: whoever removes a person ends the sessions that are there by then.
    const person = await people.current(personId);
    if (person) return { session, person, secret };
    await records.remove(session.id);
    return null;
  }

  /** Nobody waits for it, and a page is shown whether it can be written or not. */
  function noteSeen(session: Session): void {
    const now = clock.now();
    if (now.getTime() - session.lastSeenAt.getTime() < SEEN_MS) return;
    const write = records
      .markSeen(session.id, now)
      .catch((error: unknown) =>
        log('warn', 'When a session was last seen could not be written', { ...faultFields(error) }),
      )
      .finally(() => writing.delete(write));
    writing.add(write);
  }
}

/** How long a browser keeps the secret. */
export const longestSessionMs = sessionDays.longest * 86_400_000;

const idOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
