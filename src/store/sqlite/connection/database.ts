/** The library; nothing else of the product imports it. */
import Libsql from 'libsql';
import AsyncLibsql from 'libsql/promise';

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
