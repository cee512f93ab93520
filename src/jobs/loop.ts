import type { QuietTime } from './quiet-time.ts';

/** Something that is looked at again and again. */
export interface Watched {
  /** Never rejects. */
  look: () => Promise<unknown>;
  /** Until when there is no need to. */
  quiet: Pick<QuietTime, 'msLeft' | 'onEarlier'>;
}

export interface Loop {
  /** Looks at each at once, and then when its quiet time is over. */
  start(): void;
  /** Resolves when no look is under way and none will follow. */
  stop(): Promise<void>;
}

/**
 * Does what is due without an event; none waits for the others. A process that has nothing to do wakes up seldom.
 * @param restMs between two looks at the same, where something is due all the time
 */
export function createLoop(all: readonly Watched[], restMs: number): Loop {
  const watches = all.map((one) => watch(one, restMs));

  return {
    start() {
      for (const { begin } of watches) begin();
    },
    async stop() {
      await Promise.all(watches.map(({ stop }) => stop()));
    },
  };
}

interface Watch {
  begin: () => void;
  stop: () => Promise<void>;
}

function watch({ look, quiet }: Watched, restMs: number): Watch {
  let timer: NodeJS.Timeout | undefined;
  /** When the timer ends, by the monotonic clock; infinity: there is none. */
  let plannedAt = Number.POSITIVE_INFINITY;
  let restUntil = 0;
  let running: Promise<void> | null = null;
  let isStopped = false;

  return {
    begin() {
      quiet.onEarlier(plan);
      go();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };

  function go(): void {
    running = look().then(() => {
      running = null;
      restUntil = performance.now() + restMs;
      plan();
    });
  }

  function plan(): void {
    const now = performance.now();
    const at = Math.max(restUntil, now + quiet.msLeft());
    if (isStopped || running || at >= plannedAt) return;
    clearTimeout(timer);
    plannedAt = at;
    timer = setTimeout(wake, at - now);
  }

  function wake(): void {
    plannedAt = Number.POSITIVE_INFINITY;
    // Timers end up to a millisecond early: a look at that moment would find nothing, and be followed by a rest.
    if (quiet.msLeft() > 0) plan();
    else go();
  }
}
