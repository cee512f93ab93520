import type Database from 'libsql';
import AsyncDatabase from 'libsql/promise';

/** One transaction after another on one connection. */
export interface Transactions {
  begin(): void;
  /** Makes the transaction durable. A promise: that happens on another thread, and nothing may be begun before its end. */
  commit(): void | Promise<void>;
  /** Does nothing where there is no transaction. */
  rollback(): void;
  /** True while a commit is under way on another thread: until then whatever else needs the connection waits for it. */
  isCommitting(): boolean;
}

/** From so many milliseconds on a commit is made on another thread, which costs some 0.2 ms of CPU more. */
const SLOW_MS = 1;
/** So many are made there before the disk is tried again. */
const TRY_AGAIN_AFTER = 50;

/** @param canWait false: nothing is ever waited for, as in memory */
export function createTransactions(database: Database.Database, canWait: boolean): Transactions {
  /** How many commits are still to be made on another thread. */
  let beside = 0;
  let committing = false;

  return {
    isCommitting: () => committing,
    begin: () => void database.exec('BEGIN IMMEDIATE'),
    commit() {
      if (beside > 0) {
        beside--;
        committing = true;
        return execBeside(database, 'COMMIT').finally(() => (committing = false));
      }
      const start = performance.now();
      database.exec('COMMIT');
      if (canWait && performance.now() - start > SLOW_MS) beside = TRY_AGAIN_AFTER;
    },
    rollback() {
      if (database.inTransaction) database.exec('ROLLBACK');
    },
  };
}

/** libsql's promise API runs a statement on a thread of its own; its connections are the same as those of the other API. */
function execBeside(database: Database.Database, sql: string): Promise<void> {
  return AsyncDatabase.prototype.exec.call(database as never, sql) as unknown as Promise<void>;
}
