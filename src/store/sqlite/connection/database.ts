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
  const known = new Map<string, { names: string[]; prepared: Promise<AsyncStatement> }>();
  return {
    all: <Row>(sql: string, values: Bound) =>
      oneByOne(async () => {
        const statement = known.get(sql) ?? prepareBeside(database, sql);
        known.set(sql, statement);
        const prepared = await statement.prepared;
        const rows: Row[] = [];
        for (const row of await prepared.iterate(bindable(statement.names, values))) {
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
  iterate(values: BoundList): Promise<Iterable<unknown>>;
}

/** As many as the library takes over at once; after them whoever waits has a turn. */
const ROWS_A_TURN = 100;

function prepareBeside(database: Database, sql: string) {
  const { text, names } = numbered(sql);
  const prepared = AsyncLibsql.prototype.prepare.call(
    database as never,
    text,
  ) as unknown as Promise<AsyncStatement>;
  return { names, prepared };
}

export function prepare(database: Database, sql: string): Statement {
  const { text, names } = numbered(sql);
  const statement = database.prepare<[BoundList]>(text);
  return {
    change: (values) => statement.run(bindable(names, values)).changes,
    all: <Row>(values: Bound) => statement.all(bindable(names, values)) as Row[],
  };
}

/** What may be bound, in the order of the names. */
type BoundList = Array<Bound[string]>;

/**
 * The statement with numbers for its `:names`: libsql takes twice as long when it looks up each value by its name.
 * @param sql no text in it has a colon before a letter
 */
function numbered(sql: string): { text: string; names: string[] } {
  const names: string[] = [];
  const text = sql.replace(/:([a-z]\w*)/gi, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `?${names.indexOf(name) + 1}`;
  });
  return { text, names };
}

/**
 * SQLite would keep NaN, the time of an invalid date, as NULL; and libsql reads a text no further than its
 * first NUL, which is therefore written as U+FFFD.
 */
function bindable(names: readonly string[], values: Bound): BoundList {
  return names.map((name) => {
    const value = values[name] ?? null;
    if (Number.isNaN(value)) throw new RangeError(`${name} is not a number or not a date`);
    return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
  });
}
