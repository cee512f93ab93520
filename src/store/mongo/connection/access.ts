import { messageOf, StoreError } from '../../../errors.ts';
import { buildIndexes, connect, type Database, type MongoStoreOptions } from './connection.ts';
import { isDuplicateKey, isWriteConflict, remedyOf } from './faults.ts';
import { migrate } from '../migrations.ts';
import { readMongoUri } from './uri.ts';

/** How the collections reach the database. */
export interface Access {
  name: string;
  open: () => Promise<void>;
  close: () => Promise<void>;
  /** @param what it does, for the error: `find a client` */
  run: <T>(what: string, work: (database: Database) => PromiseLike<T>) => Promise<T>;
}

/** Twenty writers of one new document need three at the most. */
const UPSERT_TRIES = 10;

export function createAccess(options: MongoStoreOptions): Access {
  const address = readMongoUri(options.uri);
  const name = `MongoDB at ${address.place}`;
  let database: Database | null = null;

  return {
    name,
    open,
    close: async () => {
      const open = database;
      database = null;
      if (!open) return;
      await open.dialogueSaves.end();
      await attempt('close', () => open.connection.destroy());
    },
    async run(what, work) {
      const open = database;
      if (!open) throw new StoreError(`${name} is not open`);
      return attempt(what, () => work(open));
    },
  };

  /** @throws {StoreError} for whatever went wrong, with the place, the remedy and no secret */
  async function attempt<T>(what: string, work: () => PromiseLike<T>, otherwise = ''): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const remedy = remedyOf(error) || otherwise;
      const message = address.scrub(messageOf(error));
      throw new StoreError(`${name}: could not ${what}: ${message}${remedy && `; ${remedy}`}`, {
        cause: scrubbed(error, (text) => address.scrub(text)),
      });
    }
  }

  async function open(): Promise<void> {
    if (database) return;
    const connected = await attempt('connect', () => connect(options, address));
    try {
      const remedy = 'remove the documents or the index that stand in the way, and start again';
      await attempt('bring it to the newest shape', () => migrate(connected));
      await attempt('build its indexes', () => buildIndexes(connected), remedy);
    } catch (error) {
      await connected.connection.destroy();
      throw error;
    }
    database = connected;
  }
}

/** Two upserts of one key may both try to insert, or wait for each other: the one that lost runs again. */
export async function againIfRaced<T>(upsert: () => PromiseLike<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await upsert();
    } catch (error) {
      if (tries === UPSERT_TRIES || !(isDuplicateKey(error) || isWriteConflict(error))) throw error;
    }
  }
}

/** Inserts a document. @returns false when there is one with the same unique key */
export function insertOnce(insert: () => PromiseLike<unknown>): Promise<boolean> {
  return againIfRaced(async () => {
    try {
      await insert();
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  });
}

/** A copy that shows no secret: an error of the driver repeats what it was given. */
function scrubbed(error: unknown, scrub: (text: string) => string): unknown {
  if (!(error instanceof Error)) return scrub(String(error));
  const copy = new Error(scrub(error.message));
  copy.name = error.name;
  copy.stack = scrub(error.stack ?? '');
  return copy;
}
