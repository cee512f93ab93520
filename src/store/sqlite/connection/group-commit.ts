import { createGroups } from '../../groups.ts';
import type { Transactions } from './transactions.ts';

export interface GroupCommit {
  /**
   * Does the work in a transaction and resolves once that is durable. It may be done twice: what was done beside work
   * that failed is undone first.
   * @param mayWait true: it is kept back for a moment, to share the commit of other work
   * @throws what the work or the commit threw
   */
  run<T>(work: () => T, mayWait?: boolean): Promise<T>;
  /** Does what waits; what cannot be done now is refused. */
  end(): Promise<void>;
}

export interface GroupCommitOptions {
  transactions: Transactions;
  /** Called after a commit, before anybody is told. @throws when what was written is not kept after all */
  confirm?: () => void;
  /** True when another process has the lock. */
  isBusy: (error: unknown) => boolean;
  /** How long a write waits for that lock, in milliseconds. */
  patienceMs: number;
  /** How long a write that may wait is kept back, in milliseconds; 0: not at all. */
  keepBackMs: number;
}

interface Write {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  /** By the monotonic clock; then it waits for the lock no more. */
  until: number;
}

const RETRY_MS = 10;
/** Those that came while another process had the lock are not all written in one turn of the event loop. */
const MOST_IN_A_GROUP = 100;

/**
 * Writes that are asked for at about the same time, or while a commit is under way, share one transaction,
 * because the commit, which waits for the disk, is nearly all that a write costs. Where one of them fails, each is done
 * in a transaction of its own. While another process has the lock, writes wait without standing in the way of anything
 * else.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { transactions, confirm, isBusy, patienceMs, keepBackMs } = options;
  /** True: nothing waits for another process's lock any more. */
  let isEnding = false;
  const groups = createGroups<Write>({
    choose: (waiting) => waiting.slice(0, MOST_IN_A_GROUP),
    carryOut: writeAll,
    keepBackMs,
    retryMs: RETRY_MS,
  });

  return {
    run(work, mayWait = false) {
      return new Promise((resolve, reject) => {
        const until = performance.now() + patienceMs;
        const write = { work, resolve: resolve as (value: never) => void, reject, until };
        groups.add(write, mayWait && keepBackMs > 0);
      });
    },
    end() {
      isEnding = true;
      return groups.end();
    },
  };

  /** @returns those that met another process's lock, and wait for it */
  async function writeAll(group: readonly Write[]): Promise<readonly Write[]> {
    if (group.length > 1 && (await tryTogether(group))) return [];
    for (const [index, { work, resolve, reject, until }] of group.entries()) {
      try {
        resolve((await inTransaction(work)) as never);
      } catch (error) {
        if (isBusy(error) && !isEnding && performance.now() < until) return group.slice(index);
        reject(error);
      }
    }
    return [];
  }

  /** @returns false when nothing was done, and each is to be tried by itself */
  async function tryTogether(group: readonly Write[]): Promise<boolean> {
    try {
      const results = await inTransaction(() => group.map(({ work }) => work()));
      group.forEach(({ resolve }, index) => resolve(results[index] as never));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Every transaction runs in here. A statement that fails in a transaction of its own (SQLITE_BUSY) is never reset
   * by libsql, and SQLite then commits nothing of what the next statements report as written.
   */
  async function inTransaction<T>(work: () => T): Promise<T> {
    transactions.begin();
    try {
      const result = work();
      const committing = transactions.commit();
      if (committing) await committing;
      confirm?.();
      return result;
    } catch (error) {
      transactions.rollback();
      throw error;
    }
  }
}
