import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { isBusy } from './faults.ts';
import { migrate } from './migrations.ts';

export interface Connection {
  database: Database.Database;
  /** Statements by their name, prepared once for each literal that holds them. */
  prepared: <Sql extends Record<string, string>>(sql: Sql) => Statements<Sql>;
  prepare: Prepare;
  identity: Identity;
  /** Every write goes through it. */
  commits: GroupCommit;
}

/** Which files were opened. */
export interface Identity {
  /** False once their paths lead elsewhere or nowhere. */
  holds(): boolean;
}

/** What may be bound: libsql ends the whole process when it is given a boolean or a Date. */
export type Bound = Record<string, string | number | null>;

export type Statements<Sql> = Record<keyof Sql, Statement>;

/** Gives the statement of a text, prepared once; there are to be few of them. */
export type Prepare = (sql: string) => Statement;

export interface Statement {
  /** @returns how many rows it changed */
  change(values: Bound): number;
  all<Row>(values: Bound): Row[];
}

/** Opens the file in `path`, creating it and its folder, brings it to the newest shape and prepares these statements. */
export function connect(
  path: string,
  busyTimeoutMS: number,
  sets: ReadonlyArray<Record<string, string>>,
): Connection {
  if (path !== ':memory:') createPrivately(path);
  const database = new Database(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMS}`);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    transaction(database, () => migrate(database));
    const prepared = createPrepared(database);
    for (const sql of sets) prepared(sql);
    // From now on a write that meets another process's lock is tried again, rather than keeping this process waiting.
    database.exec('PRAGMA busy_timeout = 0');
    const commits = createGroupCommit({
      transaction: (work) => transaction(database, work),
      isBusy,
      patienceMs: busyTimeoutMS,
    });
    return { database, prepared, prepare: createPrepare(database), identity: identify(path), commits };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The answers are personal data: only this user reads them. SQLite gives the -wal and -shm the file's own mode. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // A file that is there keeps the mode that its owner gave it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function identify(path: string): Identity {
  if (path === ':memory:') return { holds: () => true };
  const paths = [path, `${path}-wal`];
  const opened = paths.map(inodeOf);
  return {
    holds: () => paths.every((one, index) => inodeOf(one) === opened[index]),
  };
}

/** Device and inode; '' when there is no file. */
function inodeOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.dev}:${stats.ino}` : '';
}

/**
 * libsql lets go of a file only once every statement of it was collected; so that the file is whole before
 * that, its log is written into it first.
 */
export function disconnect({ database }: Connection): void {
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
}

/**
 * Every transaction runs in here. A statement that fails in a transaction of its own (SQLITE_BUSY) is never reset
 * by libsql, and SQLite then commits nothing of what the next statements report as written.
 */
function transaction<T>(database: Database.Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function createPrepared(database: Database.Database): Connection['prepared'] {
  const known = new Map<object, Record<string, Statement>>();
  return <Sql extends Record<string, string>>(sql: Sql) => {
    let statements = known.get(sql);
    if (!statements) {
      statements = Object.fromEntries(
        Object.entries(sql).map(([name, text]) => [name, prepare(database, text)]),
      );
      known.set(sql, statements);
    }
    return statements as Statements<Sql>;
  };
}

function createPrepare(database: Database.Database): Prepare {
  const known = new Map<string, Statement>();
  return (sql) => {
    const statement = known.get(sql) ?? prepare(database, sql);
    known.set(sql, statement);
    return statement;
  };
}

function prepare(database: Database.Database, sql: string): Statement {
  const statement = database.prepare<Bound>(sql);
  return {
    change: (values) => statement.run(bindable(values)).changes,
    all: <Row>(values: Bound) => statement.all(bindable(values)) as Row[],
  };
}

/**
 * SQLite would keep NaN, the time of an invalid date, as NULL; and libsql reads a text no further than its
 * first NUL, which is therefore written as U+FFFD.
 */
function bindable(values: Bound): Bound {
  const bound: Bound = {};
  for (const [name, value] of Object.entries(values)) {
    if (Number.isNaN(value)) throw new RangeError(`${name} is not a number or not a date`);
    bound[name] = typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
  }
  return bound;
}
