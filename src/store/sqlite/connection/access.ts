import { messageOf, StoreError } from '../../../errors.ts';
import { type Connection, connect, disconnect, type Prepare, type Statements } from './connection.ts';
import type { Bound } from './database.ts';
import { remedyOf } from './faults.ts';

export interface SqliteStoreOptions {
  /** The file; it and its folder are created. `:memory:` keeps nothing once closed. */
  path: string;
  /** How long a write waits for another process's write before it fails, in milliseconds. Default 5000. */
  busyTimeoutMS?: number;
  /** Called once when the file was deleted or replaced; from then on everything fails. */
  onLost?: (error: StoreError) => void;
}

/** How the collections reach the file, with one set of statements each. */
export interface Access {
  name: string;
  open: () => Promise<void>;
  close: () => Promise<void>;
  /** @throws {StoreError} once the file is lost */
  confirm(): void;
  using: <Sql extends Record<string, string>>(
    sql: Sql,
  ) => {
    /** @param what it does, for the error: `find a client` */
    read: <T>(what: string, work: (run: Statements<Sql>) => T) => Promise<T>;
    /** The rows of one statement, read on another thread: for what may take longer than a few milliseconds. */
    readInBackground: <Row>(what: string, statement: keyof Sql, values: Bound) => Promise<Row[]>;
    /**
     * The same in a transaction.
     * @param work may also run statements that are written as they are needed @param mayWait see `GroupCommit.run`
     */
    write: <T>(
      what: string,
      work: (run: Statements<Sql>, prepare: Prepare) => T,
      mayWait?: boolean,
    ) => Promise<T>;
  };
}

export function createAccess({ path, busyTimeoutMS = 5_000, onLost }: SqliteStoreOptions): Access {
  const name = `embedded SQLite at ${path}`;
  /** Every set of statements, so that a wrong one is found when the file is opened. */
  const sets: Array<Record<string, string>> = [];
  let connection: Connection | null = null;
  let lost = false;

  return {
    name,
    open: async () => {
      connection ??= attempt('open it', () => connect(path, busyTimeoutMS, sets));
    },
    close: async () => {
      const open = connection;
      connection = null;
      await open?.commits.end();
      await open?.background.close();
      // SQLite removes the -wal by its name: of a file that was replaced that would be the other one's.
      if (open && !lost) attempt('close it', () => disconnect(open));
    },
    confirm: () => {
      if (connection) confirm(connection);
    },
    using(sql) {
      sets.push(sql);
      return {
        async read(what, work) {
          const open = opened();
          return attempt(what, () => work(open.reads().prepared(sql)));
        },
        async readInBackground<Row>(what: string, statement: keyof typeof sql, values: Bound) {
          const open = opened();
          try {
            return await open.background.all<Row>(sql[statement] ?? '', values);
          } catch (error) {
            throw fault(what, error);
          }
        },
        async write(what, work, mayWait) {
          const open = opened();
          try {
            const { prepared, prepare } = open.writes;
            return await open.commits.run(() => work(prepared(sql), prepare), mayWait);
          } catch (error) {
            confirm(open);
            throw fault(what, error);
          }
        },
      };
    },
  };

  /** @throws {StoreError} for whatever went wrong, with the place and the remedy */
  function attempt<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw fault(what, error);
    }
  }

  function fault(what: string, error: unknown): StoreError {
    if (error instanceof StoreError) return error;
    const message = `${name}: could not ${what}: ${messageOf(error)}; ${remedyOf(error)}`;
    return new StoreError(message, { cause: error });
  }

  /** @throws {StoreError} once the path leads to another file, and ever after */
  function confirm({ identity }: Connection): void {
    if (!lost && !identity.holds()) {
      lost = true;
      onLost?.(
        new StoreError(
          `${name}: the file or its -wal was deleted or replaced while it was open, so nothing is saved any more; put the file back from a backup, or an empty one is made at the next start`,
        ),
      );
    }
    if (lost) throw gone();
  }

  function opened(): Connection {
    if (lost) throw gone();
    if (!connection) throw new StoreError(`${name} is not open`);
    return connection;
  }

  function gone(): StoreError {
    return new StoreError(`${name} is lost; start again once its file is back`);
  }
}
