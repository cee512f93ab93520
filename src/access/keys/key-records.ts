import { z } from 'zod';
import { StoreError } from '../../errors.ts';
import type { RecordStore, StoredRecord } from '../../store/ports/records.ts';
import { type ApiScope, apiScopes } from './scopes.ts';

/** A key of the API, as people see it. */
export interface ApiKey {
  name: string;
  scopes: readonly ApiScope[] | 'all';
  /** null: it is one of API_KEYS, of which only the environment knows. */
  createdAt: Date | null;
  /** To the minute. null: never, or it is one of API_KEYS. */
  lastUsedAt: Date | null;
}

/** A key as it is kept. */
export interface KeyRecord {
  /** The name, folded. */
  id: string;
  name: string;
  scopes: ApiScope[];
  /** SHA-256 of the key, which has too many random bits to be guessed from it. */
  digest: Buffer;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** The keys in the store. Every method throws a StoreError. */
export interface KeyRecords {
  all(): Promise<KeyRecord[]>;
  /** False: there is one of that id already. */
  insert(key: Omit<KeyRecord, 'lastUsedAt'>): Promise<boolean>;
  /** A write that lost a race is not repeated: the other one said nearly the same. */
  markUsed(id: string, at: Date): Promise<void>;
  /** @returns whether there was one */
  remove(id: string): Promise<boolean>;
}

const KIND = 'api_key';
/** More keys than there may be. */
const PAGE = 1_000;
/** Lost races before a change is refused. */
const TRIES = 50;

const keyBody = z.object({
  name: z.string(),
  /** A scope that a later release knew is left out. */
  scopes: z.array(z.string()).transform((given) => apiScopes.filter((scope) => given.includes(scope))),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** In milliseconds since the epoch. */
  lastUsedAt: z.number().nullable().default(null),
});

export function createKeyRecords(store: RecordStore): KeyRecords {
  return {
    async all() {
      return (await store.listRecords({ kind: KIND, limit: PAGE })).map(read);
    },

    insert({ id, name, scopes, digest, createdAt }) {
      const body = { name, scopes, digest: digest.toString('hex'), lastUsedAt: null };
      return store.insertRecord({ kind: KIND, id, at: createdAt, tag: null, body });
    },

    async markUsed(id, at) {
      const record = await store.findRecord(KIND, id);
      if (!record) return;
      await store.saveRecord({
        ...record,
        body: { ...keyBody.parse(record.body), lastUsedAt: at.getTime() },
      });
    },

    async remove(id) {
      for (let tries = 0; tries < TRIES; tries++) {
        const record = await store.findRecord(KIND, id);
        if (!record) return false;
        if (await store.removeRecord(record)) return true;
      }
      throw new StoreError('the key was used all the time; revoke it again');
    },
  };
}

function read({ id, at, body }: StoredRecord): KeyRecord {
  const { name, scopes, digest, lastUsedAt } = keyBody.parse(body);
  return {
    id,
    name,
    scopes,
    digest: Buffer.from(digest, 'hex'),
    createdAt: at,
    lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt),
  };
}
