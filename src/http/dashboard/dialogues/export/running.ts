import type { Clock } from '../../../../clock.ts';
import type { Day } from '../../../../stats/period.ts';

/**
 * - `waiting`: its file was not asked for yet
 * - `broken`: it broke off by a fault; `stopped`: the browser did not want it any more; `refused`: there is no such file
 */
export type ExportState = 'waiting' | 'running' | 'done' | 'broken' | 'stopped' | 'refused';

/** How far an export has come. */
export interface RunningExport {
  id: string;
  /** The id of the person whose it is. */
  person: string;
  state: ExportState;
  rows: number;
  /** The day that is being read; null: none yet, or the file is not made day by day. */
  day: Day | null;
  /** Where its file is. */
  href: string;
  /** How many rows it has by what is known; null: nobody knows. */
  expected: number | null;
}

/** Told of what happens to an export. */
export interface Tracker {
  progress: (progress: { rows: number; day: Day | null }) => void;
  end: (state: Exclude<ExportState, 'waiting' | 'running'>) => void;
}

/**
 * The exports that this process makes, or that somebody is about to fetch, for the page that shows how far they are. It is
 * lost with the process, as their downloads are.
 */
export interface RunningExports {
  begin(wanted: Pick<RunningExport, 'person' | 'href' | 'expected'>): RunningExport;
  /** null: there is none of this person, here. */
  find(id: string, person: string): RunningExport | null;
  /** Of an export that nobody knows nothing is noted. */
  track(id: string | null, person: string): Tracker;
}

/** More are forgotten, the oldest first. */
const MOST = 1_000;
/** So long after it was last heard of. */
const FORGOTTEN_MS = 3_600_000;

export function createRunningExports(clock: Pick<Clock, 'monotonic' | 'newId'>): RunningExports {
  /** In the order in which they were last heard of. */
  const known = new Map<string, RunningExport & { heardAt: number }>();

  return {
    begin(wanted) {
      forget();
      const id = clock.newId();
      return note({ ...wanted, id, state: 'waiting', rows: 0, day: null });
    },
    find(id, person) {
      const found = known.get(id);
      return found?.person === person ? found : null;
    },
    track(id, person) {
      const isTheirs = id !== null && known.get(id)?.person === person;
      return {
        progress: ({ rows, day }) => change(isTheirs, id, { state: 'running', rows, day }),
        end: (state) => change(isTheirs, id, { state }),
      };
    },
  };

  function change(isTheirs: boolean, id: string | null, to: Partial<RunningExport>): void {
    const found = isTheirs && id !== null ? known.get(id) : undefined;
    if (found) note({ ...found, ...to });
  }

  function note(one: RunningExport): RunningExport {
    known.delete(one.id);
    known.set(one.id, { ...one, heardAt: clock.monotonic() });
    return one;
  }

  function forget(): void {
    for (const { id, heardAt } of known.values()) {
      if (known.size < MOST && clock.monotonic() - heardAt < FORGOTTEN_MS) return;
      known.delete(id);
    }
  }
}
