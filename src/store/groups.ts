/**
 * What is asked for at about the same time, or while a group is under way, is carried out as one group: it begins as
 * soon as a few turns of the event loop in a row brought nothing more, which where nobody else asks takes microseconds.
 */
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

/** So many turns without anything more begin a group. With one a tap at 20 clients gained half as much, with more no more. */
const QUIET_TURNS = 3;
/** And so many begin one, whatever they bring. */
const MOST_TURNS = 30;

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
    if (isUrgent) gather();
    else later ??= setTimeout(() => void begin(), keepBackMs);
  }

  function gather(turns = 0, quiet = 0): void {
    const had = waiting.length;
    planned = setImmediate(() => {
      const inARow = waiting.length > had ? 0 : quiet + 1;
      if (inARow === QUIET_TURNS || turns + 1 === MOST_TURNS) void begin();
      else gather(turns + 1, inARow);
    });
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
