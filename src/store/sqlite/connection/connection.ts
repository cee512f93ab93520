import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Background,
  type Database,
  openBackground,
  openDatabase,
  prepare,
  type Statement,
} from './database.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { isBusy } from './faults.ts';
import { migrate } from '../migrations.ts';
import { createTransactions } from './transactions.ts';

export interface Connection {
  /** Read what is committed, also while a commit is under way. */
  reads(): Prepared;
  /** Runs inside the transactions of `commits`. */
  writes: Prepared & { prepare: Prepare };
  /** Reads what may take long. */
  background: Background;
  databases: Database[];
  identity: Identity;
  /** Every write goes through it. */
  commits: GroupCommit;
}

/** Statements by their name, prepared once for each literal that holds them. */
interface Prepared {
  prepared: <Sql extends Record<string, string>>(sql: Sql) => Statements<Sql>;
}

/** Which files were opened. */
export interface Identity {
  /** False once their paths lead elsewhere or nowhere. */
  holds(): boolean;
}

export type Statements<Sql> = Record<keyof Sql, Statement>;

/** Gives the statement of a text, prepared once; there are to be few of them. */
export type Prepare = (sql: string) => Statement;

/** A write that may wait is kept back for so long; a process that is killed meanwhile has not done it. */
const KEEP_BACK_MS = 25;

/** Opens the file in `path`, creating it and its folder, brings it to the newest shape and prepares these statements. */
export function connect(
  path: string,
  busyTimeoutMS: number,
  sets: ReadonlyArray<Record<string, string>>,
): Connection {
  const inMemory = path === ':memory:';
  if (!inMemory) createPrivately(path);
  const database = openDatabase(path);
  const databases = [database];
  const transactions = createTransactions(database, !inMemory);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMS}`);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    transactions.begin();
    migrate(database);
    void transactions.commit();
    const writes = { prepared: createPrepared(database), prepare: createPrepare(database) };
    const reading = [`busy_timeout = ${busyTimeoutMS}`, 'query_only = ON'];
    const reader = inMemory ? database : openDatabase(path);
    if (!inMemory) {
      databases.push(reader);
      for (const pragma of reading) reader.exec(`PRAGMA ${pragma}`);
    }
    const beside = inMemory ? writes : { prepared: createPrepared(reader) };
    const background = inMemory ? inForeground(writes.prepare) : openBackground(path, reading);
    for (const sql of sets) for (const { prepared } of [writes, beside]) prepared(sql);
    // What another connection has written is not in a connection's cache, so reads are quickest where writes are made.
    const reads = (): Prepared => (transactions.isCommitting() ? beside : writes);
    // From now on a write that meets another process's lock is tried again, rather than keeping this process waiting.
    database.exec('PRAGMA busy_timeout = 0');
    const identity = identify(path);
    const commits = createGroupCommit({
      transactions,
      // A file that was deleted or replaced takes writes until it is closed, and then they are gone; so its path is
      // looked at before a write is acknowledged.
      confirm: () => {
        if (!identity.holds()) throw new Error('the file was deleted or replaced');
      },
      isBusy,
      patienceMs: busyTimeoutMS,
      keepBackMs: inMemory ? 0 : KEEP_BACK_MS,
    });
    return { reads, writes, background, databases, identity, commits };
  } catch (error) {
    for (const one of databases) one.close();
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
export function disconnect({ databases }: Connection): void {
  try {
    databases[0]?.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    for (const database of databases) database.close();
  }
}

function createPrepared(database: Database): Prepared['prepared'] {
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

/** A database in memory has one connection. */
function inForeground(prepared: Prepare): Background {
  return { all: async (sql, values) => prepared(sql).all(values), close: async () => undefined };
}

function createPrepare(database: Database): Prepare {
  const known = new Map<string, Statement>();
  return (sql) => {
    const statement = known.get(sql) ?? prepare(database, sql);
    known.set(sql, statement);
    return statement;
  };
}
