import { z } from 'zod';
import { StoreError } from '../../errors.ts';
import type { RecordStore, StoredRecord } from '../../store/ports/records.ts';
import { sessionRecord } from './kinds.ts';

/** A browser in which a person is signed in. */
export interface Session {
  /** SHA-256 of its secret: who knows it can end the session where they may, and is not let in by it. */
  id: string;
  personId: string;
  /** In a few words, such as `Chrome, Windows`; empty: unknown. */
  device: string;
  createdAt: Date;
  /** To five minutes. */
  lastSeenAt: Date;
  expiresAt: Date;
}

/** Sessions in the store. Every method throws a StoreError. */
export interface SessionRecords {
  insert(session: Pick<Session, 'id' | 'personId' | 'device'> & { at: Date }): Promise<Session>;
  find(id: string): Promise<Session | null>;
  /** Of one person, or with null of all. */
  list(personId: string | null): Promise<Session[]>;
  /** What another writer changed meanwhile stays: it was seen as late as that one says. */
  markSeen(id: string, at: Date): Promise<void>;
  /** @returns whether there was one */
  remove(id: string): Promise<boolean>;
}

/** After so many days without a request, and in any case so many days after its beginning, a session is over. */
export const sessionDays = { idle: 14, longest: 30 } as const;

const DAY_MS = 86_400_000;
const PAGE = 500;
const TRIES = 20;

const sessionBody = z.object({
  personId: z.string(),
  device: z.string().default(''),
  /** In milliseconds since the epoch, as `lastSeenAt`. */
  createdAt: z.number(),
  lastSeenAt: z.number(),
});
type SessionBody = z.output<typeof sessionBody>;

/** `at` of a record is when its session expires, by which old ones are deleted. */
export function createSessionRecords(store: RecordStore): SessionRecords {
  return {
    async insert({ id, personId, device, at }) {
      const body = { personId, device, createdAt: at.getTime(), lastSeenAt: at.getTime() };
      const record = { kind: sessionRecord, id, at: expiryOf(body), tag: personId, body };
      await store.insertRecord(record);
      return read({ ...record, revision: 0 });
    },

    async find(id) {
      const record = await store.findRecord(sessionRecord, id);
      return record && read(record);
    },

    async list(personId) {
      const records: StoredRecord[] = [];
      for (;;) {
        const after = records.at(-1);
        const page = await store.listRecords({
          kind: sessionRecord,
          ...(personId !== null && { tag: personId }),
          ...(after && { after }),
          limit: PAGE,
        });
        records.push(...page);
        if (page.length < PAGE) return records.map(read);
      }
    },

    async markSeen(id, at) {
      const record = await store.findRecord(sessionRecord, id);
      if (!record) return;
      const body = { ...sessionBody.parse(record.body), lastSeenAt: at.getTime() };
      await store.saveRecord({ ...record, at: expiryOf(body), body });
    },

    async remove(id) {
      for (let tries = 0; tries < TRIES; tries++) {
        const record = await store.findRecord(sessionRecord, id);
        if (!record) return false;
        if (await store.removeRecord(record)) return true;
      }
      throw new StoreError('the session was used all the time; end it again');
    },
  };
}

function read({ id, at, body }: StoredRecord): Session {
  const { personId, device, createdAt, lastSeenAt } = sessionBody.parse(body);
  return {
    id,
    personId,
    device,
    createdAt: new Date(createdAt),
    lastSeenAt: new Date(lastSeenAt),
    expiresAt: at,
  };
}

function expiryOf({ createdAt, lastSeenAt }: SessionBody): Date {
  return new Date(Math.min(lastSeenAt + sessionDays.idle * DAY_MS, createdAt + sessionDays.longest * DAY_MS));
}
