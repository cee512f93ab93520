import { onTestFinished } from 'vitest';
import { createPeople, type StoredPeople } from '../../src/access/people.ts';
import type { NewPerson } from '../../src/access/person-records.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import { createMongoStore } from '../../src/store/mongo/store.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { RecordStore, Store } from '../../src/store/store.ts';
import { recordingLog, type RecordingLog } from '../support/log.ts';
import { aPerson } from './persons.ts';

export interface Kept extends RecordingLog {
  store: Store;
  clock: SetClock;
  people: StoredPeople;
  /** The people of another process on the same store, loaded. */
  another: (store?: RecordStore) => Promise<StoredPeople>;
}

/** People in a store of their own: SQLite in memory, or MongoDB at `uri`. */
export async function keptPeople({ uri }: { uri?: string } = {}): Promise<Kept> {
  const store = uri === undefined ? createSqliteStore({ path: ':memory:' }) : createMongoStore({ uri });
  await store.open();
  onTestFinished(() => store.close());
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const recording = recordingLog();
  const { log } = recording;
  const another = async (records: RecordStore = store): Promise<StoredPeople> => {
    const people = createPeople({ store: records, clock, log });
    await people.load();
    return people;
  };
  return { store, clock, people: await another(), another, ...recording };
}

/** Adds a person with these chats. */
export async function add(people: StoredPeople, rest: Parameters<typeof aPerson>[0] = {}): Promise<void> {
  const { chats, seeded: _seeded, revision: _revision, ...person } = aPerson(rest);
  await people.add(person satisfies NewPerson);
  for (const chat of chats) await people.claim(chat, person.id);
}
