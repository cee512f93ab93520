/** One thing after another for each key, so that what is read still holds when it is acted on. */
export interface Turns {
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Holds within this process; a key is forgotten once nobody waits for it. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();

  return {
    take(key, work) {
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
