import { type Database, execBeside } from './database.ts';

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

/** A commit that takes longer, in milliseconds, is worth another thread, which costs some 0.2 ms of CPU more. */
const SLOW_MS = 2;
/** After so many in a row the disk counts as slow; one alone may have been a checkpoint. */
const SLOW_IN_A_ROW = 3;
/** So many are made there before the disk is tried again. */
const TRY_AGAIN_AFTER = 50;

/** @param canWait false: nothing is ever waited for, as in memory */
export function createTransactions(database: Database, canWait: boolean): Transactions {
  /** How many commits are still to be made on another thread. */
  let beside = 0;
  let committing = false;
  let slow = 0;

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
      slow = canWait && performance.now() - start > SLOW_MS ? slow + 1 : 0;
      if (slow >= SLOW_IN_A_ROW) beside = TRY_AGAIN_AFTER;
    },
    rollback() {
      if (database.inTransaction) database.exec('ROLLBACK');
    },
  };
}
