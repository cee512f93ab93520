import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ApiError, faultFields, StoreError } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import type { RecordStore } from '../../store/ports/records.ts';
import { foldName, keptName } from '../../text/names.ts';
import { type ApiKey, createKeyRecords, type KeyRecord } from './key-records.ts';
import { type ApiScope, type Caller, readScopes } from './scopes.ts';

export interface ApiKeys {
  /**
   * Who has that key, compared in constant time. A key that was revoked by another process is refused three seconds
   * later at most, and one that another process made is known a second later. null: it is none.
   * @param given untrusted @throws {StoreError} only when the key is not known and the store cannot be asked
   */
  find(given: string): Promise<Caller | null>;
  /** Those of API_KEYS first, then by name. @throws {StoreError} */
  list(): Promise<ApiKey[]>;
  /**
   * Makes a key.
   * @param name for people and logs; unique, however it is spelled
   * @returns the key, which is kept nowhere: `aw_` and 36 characters of A-Z a-z 0-9 _ -, with 216 random bits
   * @throws {ApiError} `invalid_request`, `key_exists`, `too_many_keys` {StoreError}
   */
  create(wanted: { name: string; scopes: readonly string[] }): Promise<ApiKey & { key: string }>;
  /** @returns false: no key has that name @throws {ApiError} `key_of_environment` {StoreError} */
  revoke(name: string): Promise<boolean>;
  /** Resolves when no last use is being written any more. */
  settle(): Promise<void>;
}

export interface ApiKeysOptions {
  store: RecordStore;
  clock: Pick<Clock, 'now' | 'monotonic' | 'newId'>;
  log: Log;
  /** API_KEYS: they have every scope. */
  seeds: readonly string[];
}

/** How old what is known may be when a known key comes, and when an unknown one does. */
const KNOWN_MS = 3_000;
const UNKNOWN_MS = 1_000;
/** The last use is written so often at most. */
const USE_MS = 60_000;
/** What a header may hold is longer, and no key. */
const LONGEST_KEY = 512;
const LONGEST_NAME = 60;
const MOST_KEYS = 500;
/** How the keys of API_KEYS are called: by their place there, since they have no name. */
const SEED = 'API_KEYS';

/** The keys of the API: those of the environment, and those that are kept as hashes in the store. */
export function createApiKeys({ store, clock, log, seeds }: ApiKeysOptions): ApiKeys {
  const records = createKeyRecords(store);
  const seeded = seeds.map((key, index) => ({ name: seedName(index), digest: digestOf(key) }));
  let known: KeyRecord[] = [];
  /** By the monotonic clock; null: nothing was read yet. */
  let readAt: number | null = null;
  let reading: Promise<void> | null = null;
  /** Counts what this process changed, so that what was read before a change does not stand for what is there. */
  let changes = 0;
  /** Why the last read failed, and when; null: it did not. */
  let failure: { at: number; error: StoreError } | null = null;
  /** When each key's last use was written or tried, by its id; in milliseconds since the epoch. */
  const usedAt = new Map<string, number>();
  const writing = new Set<Promise<void>>();

  return { find, list, create, revoke, settle };

  async function find(given: string): Promise<Caller | null> {
    if (given === '' || given.length > LONGEST_KEY) return null;
    const digest = digestOf(given);
    const seed = equal(seeded, digest);
    if (seed) return { key: seed.name, scopes: 'all' };
    if (equal(known, digest)) await read(KNOWN_MS).catch(keepKnown);
    else await read(UNKNOWN_MS);
    const record = equal(known, digest);
    if (!record) return null;
    noteUse(record);
    return { key: record.name, scopes: new Set(record.scopes) };
  }

  /** Reads the keys unless that was done less than `ageMs` ago; who asks meanwhile waits for the same read. */
  async function read(ageMs: number): Promise<void> {
    if (readAt !== null && clock.monotonic() - readAt < ageMs) return;
    // A store that is away is not asked for each request.
    if (failure && clock.monotonic() - failure.at < UNKNOWN_MS) throw failure.error;
    reading ??= readNow().finally(() => {
      reading = null;
    });
    await reading;
  }

  async function readNow(): Promise<void> {
    for (;;) {
      const before = changes;
      try {
        known = await records.all();
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        if (!failure) log('warn', 'Keys could not be read; those known stay', { ...faultFields(error) });
        failure = { at: clock.monotonic(), error };
        throw error;
      }
      if (changes !== before) continue;
      readAt = clock.monotonic();
      failure = null;
      return;
    }
  }

  /** While the store cannot be asked, who was known stays so: what they want of the store fails by itself. */
  function keepKnown(error: unknown): void {
    if (!(error instanceof StoreError)) throw error;
  }

  /** What this process changed is known at once. */
  function noteChange(): void {
    changes += 1;
    readAt = null;
  }

  function noteUse({ id, name, lastUsedAt }: KeyRecord): void {
    const now = clock.now();
    const last = Math.max(lastUsedAt?.getTime() ?? 0, usedAt.get(id) ?? 0);
    if (now.getTime() - last < USE_MS) return;
    usedAt.set(id, now.getTime());
    const write = records
      .markUsed(id, now)
      .catch((error: unknown) =>
        log('warn', 'The last use of a key could not be written', { key: name, ...faultFields(error) }),
      )
      .finally(() => writing.delete(write));
    writing.add(write);
  }

  async function list(): Promise<ApiKey[]> {
    const kept = (await records.all()).map(({ name, scopes, createdAt, lastUsedAt }) => ({
      name,
      scopes,
      createdAt,
      lastUsedAt,
    }));
    return [
      ...seeded.map(({ name }) => ({ name, scopes: 'all' as const, createdAt: null, lastUsedAt: null })),
      ...kept.toSorted((one, other) => one.name.localeCompare(other.name)),
    ];
  }

  async function create(wanted: {
    name: string;
    scopes: readonly string[];
  }): Promise<ApiKey & { key: string }> {
    const name = readName(wanted.name);
    const scopes: ApiScope[] = readScopes(wanted.scopes);
    if ((await records.all()).length >= MOST_KEYS) {
      throw new ApiError(409, 'too_many_keys', `there are ${MOST_KEYS} keys already; revoke one first`);
    }
    const key = `aw_${clock.newId()}${clock.newId()}${clock.newId()}`;
    const createdAt = clock.now();
    const isNew = await records.insert({
      id: foldName(name),
      name,
      scopes,
      digest: digestOf(key),
      createdAt,
    });
    if (!isNew) {
      throw new ApiError(
        409,
        'key_exists',
        `there is a key "${name}" already; revoke it first, or use another name`,
      );
    }
    noteChange();
    return { key, name, scopes, createdAt, lastUsedAt: null };
  }

  async function revoke(given: string): Promise<boolean> {
    const name = keptName(given);
    if (isSeedName(name)) {
      throw new ApiError(
        409,
        'key_of_environment',
        `"${name.slice(0, LONGEST_NAME)}" is a key of the environment; take it out of API_KEYS and start the service again`,
      );
    }
    const was = await records.remove(foldName(name));
    noteChange();
    return was;
  }

  async function settle(): Promise<void> {
    await Promise.all(writing);
  }
}

/** @throws {ApiError} */
function readName(given: string): string {
  const name = keptName(given);
  const message =
    name === ''
      ? 'a key needs a name, by which people and logs know it'
      : name.length > LONGEST_NAME
        ? `the name of a key has at most ${LONGEST_NAME} characters`
        : !/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u.test(name)
          ? 'the name of a key has letters, digits, spaces and . _ - and begins with a letter or a digit'
          : isSeedName(name)
            ? `names that begin with ${SEED} are those of the environment's keys; use another one`
            : null;
  if (message !== null) throw new ApiError(400, 'invalid_request', message, [{ path: 'name', message }]);
  return name;
}

const seedName = (index: number): string => `${SEED} ${index + 1}`;
const isSeedName = (name: string): boolean => foldName(name).startsWith(SEED);

/** Looks at all of them, so that the time tells nothing of which one it is. */
function equal<Known extends { digest: Buffer }>(keys: readonly Known[], digest: Buffer): Known | undefined {
  return keys.filter((key) => timingSafeEqual(key.digest, digest))[0];
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
