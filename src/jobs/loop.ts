import type { QuietTime } from './quiet-time.ts';

/** Something that is looked at again and again. */
export interface Watched {
  /** Never rejects. */
  look: () => Promise<unknown>;
  /** Until when there is no need to. */
  quiet: Pick<QuietTime, 'msLeft' | 'onEarlier'>;
}

export interface Loop {
  /** Looks at each at once, and then when its quiet time is over, but not again within `restMs`. */
  start(restMs: number): void;
  /** Resolves when no look is under way and none will follow. */
  stop(): Promise<void>;
}

interface Watch {
  begin: (restMs: number) => void;
  stop: () => Promise<void>;
}

/** Does what is due without an event; none waits for the others. A process that has nothing to do wakes up seldom. */
export function createLoop(all: readonly Watched[]): Loop {
  const watches = all.map(watch);

  return {
    start(restMs) {
      for (const { begin } of watches) begin(restMs);
    },
    async stop() {
      await Promise.all(watches.map(({ stop }) => stop()));
    },
  };
}

function watch({ look, quiet }: Watched): Watch {
  let timer: NodeJS.Timeout | undefined;
  /** When the timer ends, by the monotonic clock; until a look has ended there is none. */
  let plannedAt = Number.NEGATIVE_INFINITY;
  let restUntil = 0;
  let running: Promise<void> | undefined;
  let isStopped = false;

  return {
    begin(restMs) {
      quiet.onEarlier(() => plan(restMs));
      go(restMs);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };

  function go(restMs: number): void {
    plannedAt = Number.NEGATIVE_INFINITY;
    running = look().then(() => {
      plannedAt = Number.POSITIVE_INFINITY;
      restUntil = performance.now() + restMs;
      plan(restMs);
    });
  }

  function plan(restMs: number): void {
    const now = performance.now();
    const at = Math.max(restUntil, now + quiet.msLeft());
    if (isStopped || at >= plannedAt) return;
    clearTimeout(timer);
    plannedAt = at;
    timer = setTimeout(() => go(restMs), at - now);
  }
}
