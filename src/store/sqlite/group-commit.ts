export interface GroupCommit {
  /**
   * Does the work in a transaction and resolves once that is durable. It may be done twice: what was done beside work
   * that failed is undone first. @throws what the work or the commit threw
   */
  run<T>(work: () => T): Promise<T>;
  /** Does what waits; what cannot be done now is refused. */
  end(): void;
}

export interface GroupCommitOptions {
  /** Runs work in a transaction, at once; when it throws, nothing of that is kept. */
  transaction: <T>(work: () => T) => T;
  /** True when another process has the lock. */
  isBusy: (error: unknown) => boolean;
  /** How long a write waits for that lock, in milliseconds. */
  patienceMs: number;
}

interface Write {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  /** By the monotonic clock; then it waits for the lock no more. */
  until: number;
}

const RETRY_MS = 10;

/**
 * Writes that are asked for in one turn of the event loop share one transaction, because the commit, which waits for
 * the disk, is nearly all that a write costs. Where one of them fails, each is done in a transaction of its own. While
 * another process has the lock, writes wait without standing in the way of anything else.
 */
export function createGroupCommit({ transaction, isBusy, patienceMs }: GroupCommitOptions): GroupCommit {
  let waiting: Write[] = [];
  let retry: NodeJS.Timeout | undefined;

  return {
    run(work) {
      if (waiting.length === 0) setImmediate(flush);
      return new Promise((resolve, reject) => {
        const until = performance.now() + patienceMs;
        waiting.push({ work, resolve: resolve as (value: never) => void, reject, until });
      });
    },
    end() {
      const now = performance.now();
      for (const write of waiting) write.until = now;
      flush();
    },
  };

  function flush(): void {
    clearTimeout(retry);
    const group = waiting;
    waiting = [];
    if (group.length > 1 && tryTogether(group)) return;
    for (const [index, write] of group.entries()) {
      const { resolve, reject, work, until } = write;
      try {
        resolve(transaction(work) as never);
      } catch (error) {
        if (!isBusy(error)) reject(error);
        else if (performance.now() >= until) reject(error);
        else return waitAgain(group.slice(index));
      }
    }
  }

  /** @returns false when nothing was done, and each is to be tried by itself */
  function tryTogether(group: readonly Write[]): boolean {
    try {
      const results = transaction(() => group.map(({ work }) => work()));
      group.forEach(({ resolve }, index) => resolve(results[index] as never));
      return true;
    } catch {
      return false;
    }
  }

  function waitAgain(writes: Write[]): void {
    waiting = [...writes, ...waiting];
    retry = setTimeout(flush, RETRY_MS);
  }
}
