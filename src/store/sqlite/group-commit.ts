/** Work on a database, to be done in a transaction. It may run twice: what failed beside it is undone first. */
type Work = () => unknown;

export interface GroupCommit {
  /** Does the work in a transaction and resolves once that is durable. @throws what the work or the commit threw */
  run<T>(work: () => T): Promise<T>;
  /** Does at once what waits. */
  flush(): void;
}

/**
 * Writes that are asked for in one turn of the event loop share one transaction, because the commit, which waits for
 * the disk, is nearly all that a write costs. Where one of them fails, each is done in a transaction of its own.
 * @param transaction runs work in a transaction; when it throws, nothing of that is kept
 */
export function createGroupCommit(transaction: <T>(work: () => T) => T): GroupCommit {
  let waiting: Array<{ work: Work; resolve: (value: never) => void; reject: (error: unknown) => void }> = [];

  return {
    run(work) {
      if (waiting.length === 0) setImmediate(flush);
      return new Promise((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: never) => void, reject });
      });
    },
    flush,
  };

  function flush(): void {
    const group = waiting;
    waiting = [];
    const [first, second] = group;
    if (!first) return;
    if (second) {
      try {
        const results = transaction(() => group.map(({ work }) => work()));
        group.forEach(({ resolve }, index) => resolve(results[index] as never));
        return;
      } catch {
        // Whose fault it was is seen when each is done by itself.
      }
    }
    for (const { work, resolve, reject } of group) {
      try {
        resolve(transaction(work) as never);
      } catch (error) {
        reject(error);
      }
    }
  }
}
