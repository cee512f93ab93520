/** The library; nothing else of the product imports it. */
import { setImmediate } from 'node:timers/promises';
import Libsql from 'libsql';
import AsyncLibsql from 'libsql/promise';
import pLimit from 'p-limit';

export type Database = Libsql.Database;

/** What may be bound: libsql ends the whole process when it is given a boolean or a Date. */
export type Bound = Record<string, string | number | null>;

export interface Statement {
  /** @returns how many rows it changed */
  change(values: Bound): number;
  all<Row>(values: Bound): Row[];
}

export const openDatabase = (path: string): Database => new Libsql(path);

/** libsql's promise API runs a statement on a thread of its own; its connections are the same as those of the other API. */
export function execBeside(database: Database, sql: string): Promise<void> {
  return AsyncLibsql.prototype.exec.call(database as never, sql) as unknown as Promise<void>;
}

/** A connection whose statements run on another thread, one after the other, so that a long one stops nothing else. */
export interface Background {
  all<Row>(sql: string, values: Bound): Promise<Row[]>;
  /** Ends after what was asked for. */
  close(): Promise<void>;
}

export function openBackground(path: string, pragmas: readonly string[]): Background {
  const database = openDatabase(path);
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
  const oneByOne = pLimit(1);
  const known = new Map<string, Promise<AsyncStatement>>();
  return {
    all: <Row>(sql: string, values: Bound) =>
      oneByOne(async () => {
        const statement = known.get(sql) ?? prepareBeside(database, sql);
        known.set(sql, statement);
        const rows: Row[] = [];
        for (const row of await (await statement).iterate(bindable(values))) {
          rows.push(row as Row);
          // Rows are taken over on this thread, and are found there where the statement does not sort them.
          if (rows.length % ROWS_A_TURN === 0) await setImmediate();
        }
        return rows;
      }),
    close: () => oneByOne(() => void database.close()),
  };
}

/** libsql's types describe its other API alone. */
interface AsyncStatement {
  iterate(values: Bound): Promise<Iterable<unknown>>;
}

/** As many as the library takes over at once; after them whoever waits has a turn. */
const ROWS_A_TURN = 100;

function prepareBeside(database: Database, sql: string): Promise<AsyncStatement> {
  return AsyncLibsql.prototype.prepare.call(database as never, sql) as unknown as Promise<AsyncStatement>;
}

export function prepare(database: Database, sql: string): Statement {
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
