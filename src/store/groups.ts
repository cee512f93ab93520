/** What is asked for in one turn of the event loop, or while a group is under way, is carried out as one group. */
export interface Groups<T> {
  /** @param mayWait true: it is kept back for a moment, to share the group of others */
  add(item: T, mayWait: boolean): void;
  /** Carries out what waits. */
  end(): Promise<void>;
}

export interface GroupsOptions<T> {
  /** The next group among what waits, which is not empty. */
  choose: (waiting: readonly T[]) => readonly T[];
  /** Never rejects. @returns what is to be tried again after `retryMs`, before what came later */
  carryOut: (group: readonly T[]) => Promise<readonly T[]>;
  /** How long what may wait is kept back, in milliseconds; a process that is killed meanwhile has not done it. */
  keepBackMs: number;
  retryMs: number;
}

export function createGroups<T>({ choose, carryOut, keepBackMs, retryMs }: GroupsOptions<T>): Groups<T> {
  let waiting: T[] = [];
  let isUrgent = false;
  /** Ends when the group that is under way does. */
  let running: Promise<void> | null = null;
  let planned: NodeJS.Immediate | null = null;
  let later: NodeJS.Timeout | null = null;

  return {
    add(item, mayWait) {
      waiting.push(item);
      isUrgent ||= !mayWait;
      plan();
    },
    async end() {
      while (running || waiting.length > 0) await (running ?? begin());
    },
  };

  function plan(): void {
    if (running || planned || waiting.length === 0) return;
    if (isUrgent) planned = setImmediate(() => void begin());
    else later ??= setTimeout(() => void begin(), keepBackMs);
  }

  function begin(): Promise<void> {
    if (planned) clearImmediate(planned);
    if (later) clearTimeout(later);
    planned = later = null;
    const group = choose(waiting);
    const taken = new Set(group);
    waiting = waiting.filter((item) => !taken.has(item));
    isUrgent = waiting.length > 0;
    running = carryOut(group).then((again) => {
      running = null;
      if (again.length === 0) return plan();
      waiting = [...again, ...waiting];
      later = setTimeout(() => void begin(), retryMs);
    });
    return running;
  }
}
