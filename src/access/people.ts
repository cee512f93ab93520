import { type Chat, chatKey } from './chat.ts';
import type { Clock } from '../clock.ts';
import { faultFields } from '../errors.ts';
import type { Log } from '../log/log.ts';
import type { RecordStore } from '../store/ports/records.ts';
import { may, type Subject } from './may.ts';
import { createPersonRecords, type NewPerson } from './person-records.ts';
import type { Person, Place } from './person.ts';
import type { Action } from './roles.ts';

/** Who of the company is known. What is read without waiting is what the store had a few seconds ago at most. */
export interface People {
  /** Whose chat that is; of a group in whichever topic. null: nobody's. */
  find(chat: Pick<Chat, 'channel' | 'clientId'>): Person | null;
  all(): readonly Person[];
  /** The chats of those who may do something, each with its person. @param subject with which dialogue */
  whoMay(action: Action, subject?: Subject): ReadonlyArray<{ chat: Chat; person: Person }>;
  /** Reads everybody; what is read without waiting is as the store has it then. @throws {StoreError} */
  fresh(): Promise<readonly Person[]>;
  /**
   * Whose chat that is as the store has it now, and the chat as it is now where it had that id before. For what is sent
   * by itself: who was just enrolled by another instance is not missed. null: nobody's. @throws {StoreError}
   */
  place(chat: Pick<Chat, 'channel' | 'clientId'>): Promise<Place | null>;
  /** As the store has them now; null: there is none any more. @throws {StoreError} */
  current(id: string): Promise<Person | null>;
  /**
   * Changes what is kept of a person but their chats, again from what another writer left. @returns the person as kept;
   * null: there is none any more @throws {StoreError}
   */
  change(id: string, change: (person: Person) => Person): Promise<Person | null>;
}

/** The people of the store; see `People`. What this process changes is seen at once. Promises reject with a StoreError. */
export interface StoredPeople extends People {
  /** Reads everybody; before it nobody is known. */
  load(): Promise<void>;
  /** Whose chat that is as the store has it now; null: nobody's. */
  ownerOf(chat: Pick<Chat, 'channel' | 'clientId'>): Promise<Person | null>;
  /** Keeps a person who has no chat yet; one who is kept under that id already stays as they are. */
  add(person: NewPerson): Promise<void>;
  /**
   * Gives a chat to a person, unless it is somebody's: of several at once one is first. @returns whose it is now; null:
   * that person is gone
   */
  claim(chat: Chat, personId: string): Promise<Person | null>;
  /** With their chats, sign-in links and sessions. @returns whether there was one */
  remove(id: string): Promise<boolean>;
  /** A chat has another id from now on, as a group that became a supergroup. @returns whose it is; null: nobody's */
  moveChat(channel: string, from: string, to: string): Promise<Person | null>;
  /** Resolves when nothing is being read any more. */
  stop(): Promise<void>;
}

export interface PeopleOptions {
  store: RecordStore;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  log: Log;
  /** How old what is known may be before it is read again, in the background. Default 5,000 ms. */
  refreshMs?: number;
}

export function createPeople({ store, clock, log, refreshMs = 5_000 }: PeopleOptions): StoredPeople {
  const unreadable = new Set<string>();
  const records = createPersonRecords({ store, clock, onUnreadable });
  let known = new Map<string, Person>();
  let byChat = new Map<string, Person>();
  /** Counts what this process changed, so that what was read before a change does not take its place. */
  let changes = 0;
  /** By the monotonic clock; null: nobody was read yet. */
  let readAt: number | null = null;
  /** Of what is known, by `PersonRecords.fingerprint`: while the store gives the same, nobody is read again. null: of nothing. */
  let knownFingerprint: string | null = null;
  let reading: Promise<void> | null = null;
  let hasFailed = false;

  return {
    find: (chat) => upToDate().byChat.get(chatKey(chat)) ?? null,
    all: () => [...upToDate().known.values()],
    whoMay: (action, subject) =>
      [...upToDate().known.values()]
        .filter((person) => may(person, action, subject))
        .flatMap((person) => person.chats.map((chat) => ({ chat, person }))),
    place: (chat) => records.place(chat),
    current: (id) => records.find(id),
    async change(id, change) {
      const person = await records.change(id, change);
      note(id, person);
      return person;
    },
    load: read,
    async fresh() {
      await read();
      return [...known.values()];
    },
    ownerOf: (chat) => records.ownerOf(chat),
    async add(person) {
      await records.insert(person);
      await readAgain(person.id);
    },
    async claim(chat, personId) {
      const owner = await records.claim(chat, personId);
      return owner === null ? null : readAgain(owner);
    },
    async remove(id) {
      const was = await records.remove(id);
      note(id, null);
      return was;
    },
    async moveChat(channel, from, to) {
      const owner = await records.moveChat(channel, from, to);
      return owner === null ? null : readAgain(owner);
    },
    stop: async () => void (await reading),
  };

  /** Begins to read what has become too old, and gives what is known meanwhile. */
  function upToDate(): { known: typeof known; byChat: typeof byChat } {
    if (readAt !== null && reading === null && clock.monotonic() - readAt >= refreshMs) {
      reading = refresh().finally(() => {
        reading = null;
      });
    }
    return { known, byChat };
  }

  async function refresh(): Promise<void> {
    try {
      await read();
      hasFailed = false;
    } catch (error) {
      // The next try is as far away as after a success.
      readAt = clock.monotonic();
      if (!hasFailed) log('warn', 'People could not be read; those known stay', { ...faultFields(error) });
      hasFailed = true;
    }
  }

  async function read(): Promise<void> {
    for (;;) {
      const before = changes;
      const fingerprint = await records.fingerprint();
      if (fingerprint !== knownFingerprint) {
        const persons = await records.all();
        const after = await records.fingerprint();
        if (changes !== before) continue;
        keep(new Map(persons.map((person) => [person.id, person])));
        // What was read while another instance changed it is of no one moment, and is read again the next time.
        knownFingerprint = after === fingerprint ? after : null;
      }
      readAt = clock.monotonic();
      return;
    }
  }

  async function readAgain(id: string): Promise<Person | null> {
    const person = await records.find(id);
    note(id, person);
    return person;
  }

  function note(id: string, person: Person | null): void {
    changes += 1;
    knownFingerprint = null;
    const next = new Map(known);
    if (person) next.set(id, person);
    else next.delete(id);
    keep(next);
  }

  function keep(persons: Map<string, Person>): void {
    known = persons;
    byChat = new Map(
      [...persons.values()].flatMap((person) => person.chats.map((chat) => [chatKey(chat), person] as const)),
    );
  }

  function onUnreadable(id: string, error: unknown): void {
    if (unreadable.has(id)) return;
    unreadable.add(id);
    log('error', 'A person could not be read and is left out', { person: id, ...faultFields(error) });
  }
}
