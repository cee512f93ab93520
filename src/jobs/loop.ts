/** Something that is looked at regularly. It never rejects. */
export type Round = () => Promise<unknown>;

export interface Loop {
  /** Begins with a round of each at once. */
  start(everyMs: number): void;
  /** Resolves when no round is under way and none will follow. */
  stop(): Promise<void>;
}

/** Does what is due without an event: each round again and again, so long after its end, whatever the others take. */
export function createLoop(rounds: readonly Round[]): Loop {
  const timers = new Map<Round, NodeJS.Timeout>();
  const running = new Map<Round, Promise<void>>();
  let stopped = false;

  return {
    start(everyMs) {
      for (const round of rounds) begin(round, everyMs);
    },
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };

  function begin(round: Round, everyMs: number): void {
    running.set(
      round,
      round().then(() => {
        if (!stopped)
          timers.set(
            round,
            setTimeout(() => begin(round, everyMs), everyMs),
          );
      }),
    );
  }
}
