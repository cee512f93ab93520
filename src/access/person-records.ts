import { z } from 'zod';
import { type Chat, chatKey, enrolledChat } from './chat.ts';
import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import type { RecordStore, StoredRecord } from '../store/ports/records.ts';
import { isSeed, type Person, personBody, type Place } from './person.ts';
import { signInRecords } from './sessions/kinds.ts';

/** A person who is not kept yet. */
export type NewPerson = Omit<Person, 'chats' | 'seeded' | 'revision'>;

/**
 * People and their chats in the store. Whose a chat is stands in a record of the chat alone, which is inserted: so of
 * two enrolments of one chat one is first, and no write has to be taken back. Every method throws a StoreError.
 */
export interface PersonRecords {
  /** Whoever was added first stands first; so do their chats. */
  all(): Promise<Person[]>;
  /** Another one after whatever changed of them; see `RecordStore.fingerprintRecords`. */
  fingerprint(): Promise<string>;
  find(id: string): Promise<Person | null>;
  /** Whose chat that is. */
  ownerOf(chat: Pick<Chat, 'channel' | 'clientId'>): Promise<Person | null>;
  /** False: there is one with that id already. */
  insert(person: NewPerson): Promise<boolean>;
  /** See `People.change`. */
  change(id: string, change: (person: Person) => Person): Promise<Person | null>;
  /** With their chats, sign-in links and sessions. @returns whether there was one */
  remove(id: string): Promise<boolean>;
  /**
   * Gives a chat to a person, unless it is somebody's. @returns the id of the person whose it is now; null: that
   * person is gone
   */
  claim(chat: Chat, personId: string): Promise<string | null>;
  /** A chat has another id from now on. @returns the id of the person whose it is; null: nobody's */
  moveChat(channel: string, from: string, to: string): Promise<string | null>;
  /** See `People.place`. */
  place(chat: Pick<Chat, 'channel' | 'clientId'>): Promise<Place | null>;
}

export interface PersonRecordsOptions {
  store: RecordStore;
  clock: Pick<Clock, 'now'>;
  /** Told of each person that cannot be read; others are read all the same. */
  onUnreadable: (id: string, error: unknown) => void;
}

const PERSON = 'person';
const CHAT = 'chat';
/** What is left under the id that a chat had before, for what was to be sent there. */
const MOVED = 'chat_moved';
/** A group becomes a supergroup once; so often ids are followed at most. */
const MOVES = 5;
/** How many records are read at once. */
const PAGE = 500;
/** Lost races before a change is refused. */
const TRIES = 50;

const movedBody = z.object({ to: z.string() });

export function createPersonRecords({ store, clock, onUnreadable }: PersonRecordsOptions): PersonRecords {
  return { all, fingerprint, find, ownerOf, insert, change, remove, claim, moveChat, place };

  async function all(): Promise<Person[]> {
    const [persons, chats] = await Promise.all([list(PERSON), list(CHAT)]);
    const byPerson = new Map<string | null, StoredRecord[]>();
    for (const chat of chats) byPerson.set(chat.tag, [...(byPerson.get(chat.tag) ?? []), chat]);
    return persons.toReversed().flatMap((record) => read(record, byPerson.get(record.id) ?? []) ?? []);
  }

  function fingerprint(): Promise<string> {
    return store.fingerprintRecords([PERSON, CHAT]);
  }

  async function find(id: string): Promise<Person | null> {
    const [record, chats] = await Promise.all([store.findRecord(PERSON, id), list(CHAT, id)]);
    return record && read(record, chats);
  }

  async function ownerOf(chat: Pick<Chat, 'channel' | 'clientId'>): Promise<Person | null> {
    const owner = (await store.findRecord(CHAT, chatKey(chat)))?.tag ?? null;
    return owner === null ? null : find(owner);
  }

  function read(record: StoredRecord, chats: readonly StoredRecord[]): Person | null {
    const { id, revision } = record;
    const body = personBody.safeParse(record.body);
    const own = z.array(enrolledChat).safeParse(chats.map((chat) => chat.body));
    if (body.success && own.success) {
      return { ...body.data, id, chats: own.data.toReversed(), seeded: isSeed(id), revision };
    }
    onUnreadable(id, body.error ?? own.error);
    return null;
  }

  /** Of chats: those of one person. */
  async function list(kind: string, tag?: string): Promise<StoredRecord[]> {
    const records: StoredRecord[] = [];
    for (;;) {
      const after = records.at(-1);
      const page = await store.listRecords({
        kind,
        ...(tag !== undefined && { tag }),
        ...(after && { after }),
        limit: PAGE,
      });
      records.push(...page);
      if (page.length < PAGE) return records;
    }
  }

  function insert(person: NewPerson): Promise<boolean> {
    const { id, role } = person;
    return store.insertRecord({
      kind: PERSON,
      id,
      at: clock.now(),
      tag: role,
      body: personBody.parse(person),
    });
  }

  async function change(id: string, changeOf: (person: Person) => Person): Promise<Person | null> {
    for (let tries = 0; tries < TRIES; tries++) {
      const [record, chats] = await Promise.all([store.findRecord(PERSON, id), list(CHAT, id)]);
      const person = record && read(record, chats);
      if (!person) return null;
      const { seeded, revision, chats: own } = person;
      const next = { ...changeOf(person), id, seeded, chats: own, revision: revision + 1 };
      if (await store.saveRecord({ ...record, tag: next.role, body: personBody.parse(next) })) return next;
    }
    throw new StoreError(`a change of the person ${id} lost ${TRIES} races; try again`);
  }

  async function remove(id: string): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      const record = await store.findRecord(PERSON, id);
      const isGone = record === null || (await store.removeRecord(record));
      if (!isGone) continue;
      // After the person: a chat that is left here when the process dies belongs to nobody, and may be claimed.
      for (const kind of [CHAT, ...signInRecords]) await removeAll(kind, id);
      return record !== null;
    }
    throw new StoreError(`the person ${id} was changed all the time; remove them again`);
  }

  async function removeAll(kind: string, tag: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const records = await list(kind, tag);
      for (const record of records) await store.removeRecord(record);
      // One that was written meanwhile is still there.
      if (records.length === 0) return;
    }
  }

  async function claim(chat: Chat, personId: string): Promise<string | null> {
    const body = enrolledChat.parse(chat);
    const record = { kind: CHAT, id: chatKey(chat), at: clock.now(), tag: personId, body };
    for (let tries = 0; tries < TRIES; tries++) {
      if ((await store.findRecord(PERSON, personId)) === null) return null;
      if (await store.insertRecord(record)) return personId;
      const held = await store.findRecord(CHAT, record.id);
      if (!held) continue;
      const owner = held.tag;
      if (owner !== null && (await store.findRecord(PERSON, owner))) return owner;
      if (await store.saveRecord({ ...record, revision: held.revision })) return personId;
    }
    throw new StoreError(`the chat ${record.id} changed hands all the time; try again`);
  }

  async function moveChat(channel: string, from: string, to: string): Promise<string | null> {
    const held = await store.findRecord(CHAT, chatKey({ channel, clientId: from }));
    if (held === null || held.tag === null) return null;
    const owner = await claim({ first: from, ...enrolledChat.parse(held.body), clientId: to }, held.tag);
    const { id, tag } = held;
    await store.insertRecord({ kind: MOVED, id, at: clock.now(), tag, body: movedBody.parse({ to }) });
    await store.removeRecord(held);
    return owner;
  }

  async function place({ channel, clientId }: Pick<Chat, 'channel' | 'clientId'>): Promise<Place | null> {
    for (let [id, moves] = [clientId, 0]; moves <= MOVES; moves++) {
      const person = await ownerOf({ channel, clientId: id });
      const chat = person?.chats.find((one) => one.channel === channel && one.clientId === id);
      if (person) return chat ? { person, chat } : null;
      const moved = await store.findRecord(MOVED, chatKey({ channel, clientId: id }));
      if (!moved) return null;
      id = movedBody.parse(moved.body).to;
    }
    return null;
  }
}
