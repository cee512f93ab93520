/** Runs one piece of work at a time for each key, so that what it read still holds when it acts. */
export interface KeyedMutex {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Holds within this process; a key is forgotten once nobody waits for it. */
export function createKeyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>();

  return {
    run(key, work) {
      const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
      last.set(key, mine);
      const forget = (): void => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget, forget);
      return mine;
    },
  };
}

/** The key under which everything that concerns one client runs. */
export const clientKey = ({ channel, clientId }: { channel: string; clientId: string }): string =>
  `${channel} ${clientId}`;
