import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Monitor } from './monitor.ts';

type Call = (...given: unknown[]) => Promise<unknown>;

/** What is no call of a collection. */
const untimed: ReadonlySet<string> = new Set(['open', 'close'] satisfies Array<keyof Store>);

/** The same store, whose calls are timed. Whoever calls is given the store's own promise. */
export function createTimedStore(store: Store, monitor: Monitor, clock: Pick<Clock, 'monotonic'>): Store {
  const calls = store as unknown as Record<string, unknown>;
  const timed: Record<string, Call> = {};
  // Also what the store inherits, as one that was wrapped before does.
  for (const operation in calls) {
    if (typeof calls[operation] === 'function' && !untimed.has(operation))
      timed[operation] = timedCall(operation);
  }
  return Object.assign(Object.create(store), timed);

  function timedCall(operation: string): Call {
    return (...given) => {
      const begun = clock.monotonic();
      // Looked up now, so that a method that is replaced later is the one that is called.
      const result = (calls[operation] as Call)(...given);
      const ended = (isOk: boolean): void => {
        const ms = clock.monotonic() - begun;
        monitor.stored(operation, isOk, ms);
        if (isOk && isWaitedFor(operation, given)) monitor.committed(ms);
      };
      result.then(
        () => ended(true),
        () => ended(false),
      );
      return result;
    };
  }
}

/** A write of a dialogue; one that may wait is kept back on purpose. */
function isWaitedFor(operation: string, [, options]: readonly unknown[]): boolean {
  if (operation === 'insertDialogue') return true;
  return operation === 'saveDialogue' && (options as { mayWait?: boolean } | undefined)?.mayWait !== true;
}
