import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { StoreError } from '../../errors.ts';
import type { RecordStore, StoredRecord } from '../../store/ports/records.ts';
import { keptName } from '../../text/names.ts';
import { type Target, targetFault, targetKey, type TargetMetric, targetMetrics } from './target.ts';

/** A target with who set it, and when; null: it comes from the environment. */
export interface SetTarget extends Target {
  by: string | null;
  setAt: Date | null;
}

export interface Targets {
  /**
   * Those that are set, by metric, scale and team.
   * @param asOf those that were set then; changes that were made before releases kept what was there are not known
   * @throws {StoreError}
   */
  list(asOf?: Date): Promise<SetTarget[]>;
  /** Sets a target in the place of that of the same metric, scale and team. @throws {RangeError} for one with a fault @throws {StoreError} */
  set(target: Target, by: string): Promise<SetTarget>;
  /** @returns false: there is no such target @throws {StoreError} */
  remove(target: Omit<Target, 'value'>, by: string): Promise<boolean>;
}

export interface TargetsOptions {
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>;
  clock: Pick<Clock, 'now'>;
  /** Targets that hold until somebody changes or removes them: of the environment. */
  seed: readonly Target[];
}

const fields = {
  metric: z.enum(Object.keys(targetMetrics) as [TargetMetric, ...TargetMetric[]]),
  scale: z.string().nullable(),
  team: z.string().nullable(),
  value: z.number(),
  by: z.string(),
};
/** What a target was before it was changed; `at` is when that was set. */
const earlier = z.object({
  value: z.number(),
  by: z.string(),
  at: z.number(),
  state: z.enum(['set', 'removed']),
});
type Earlier = z.output<typeof earlier>;
const body = z.object({
  ...fields,
  /** The oldest first, at most `MOST_EARLIER`. */
  earlier: z.array(earlier).default([]),
});
type Kept = z.output<typeof body>;

const kind = 'target';
/** A removed target is kept, or that of the environment would come back. */
type State = Earlier['state'];
const MOST_EARLIER = 100;
/** As many as a list of records may have. */
const MOST_TARGETS = 1_001;
/** Lost races before a change is refused, to be made again. */
const TRIES = 10;

/** The target that `CSAT_TARGET` names. @param csatPercent 0..1 */
export const csatTarget = (csatPercent: number): Target => ({
  metric: 'csatPercent',
  scale: null,
  team: null,
  value: csatPercent,
});

export function createTargets({ store, clock, seed }: TargetsOptions): Targets {
  return {
    async list(asOf) {
      const records = await store.listRecords({ kind, limit: MOST_TARGETS });
      const found = records.flatMap((record) => {
        const stood = standingAt(record, asOf);
        return stood ? [{ id: record.id, ...stood }] : [];
      });
      const known = new Set(found.map(({ id }) => id));
      const seeded = seed
        .filter((target) => !known.has(targetKey(target)))
        .map((target): SetTarget => ({ ...target, by: null, setAt: null }));
      const set = found.flatMap(({ state, target }) => (state === 'set' ? [target] : []));
      return [...seeded, ...set].toSorted(byKey);
    },

    async set(given, by) {
      const team = given.team === null ? null : keptName(given.team);
      const target = { ...given, team };
      const fault = targetFault(target);
      if (fault) throw new RangeError(`a target has a fault: ${fault.code}`);
      const setAt = await write({ ...target, by }, 'set');
      return { ...target, by, setAt };
    },

    async remove(which, by) {
      const id = targetKey(which);
      const kept = await store.findRecord(kind, id);
      const seeded = seed.find((target) => targetKey(target) === id);
      const target = kept ? body.parse(kept.body) : seeded;
      if (!target || kept?.tag === ('removed' satisfies State)) return false;
      await write({ ...target, by }, 'removed');
      return true;
    },
  };

  /** The last of two writers wins, as both meant to replace what was there. @returns when */
  async function write(target: Omit<Kept, 'earlier'>, tag: State): Promise<Date> {
    const id = targetKey(target);
    const at = clock.now();
    const { metric, scale, team, value, by } = target;
    const record = (before: Earlier[]): Omit<StoredRecord, 'revision'> => {
      const kept: Kept = { metric, scale, team, value, by, earlier: before.slice(-MOST_EARLIER) };
      return { kind, id, at, tag, body: kept };
    };
    for (let tries = 0; tries < TRIES; tries++) {
      if (await store.insertRecord(record([]))) return at;
      const before = await store.findRecord(kind, id);
      if (before && (await store.saveRecord({ ...record(historyOf(before)), revision: before.revision })))
        return at;
    }
    throw new StoreError(`a target lost ${TRIES} races for it; set it again`);
  }
}

/** What a target was and is, the oldest first. */
function historyOf({ at, tag, body: kept }: StoredRecord): Earlier[] {
  const { value, by, earlier: before } = body.parse(kept);
  return [...before, { value, by, at: at.getTime(), state: tag === 'removed' ? 'removed' : 'set' }];
}

/** What it was at a moment, or is; null: it was not there yet. */
function standingAt(
  record: StoredRecord,
  asOf: Date | undefined,
): { state: State; target: SetTarget } | null {
  const stood = historyOf(record).findLast(({ at }) => asOf === undefined || at <= asOf.getTime());
  if (!stood) return null;
  const { metric, scale, team } = body.parse(record.body);
  const { value, by, at, state } = stood;
  return { state, target: { metric, scale, team, value, by, setAt: new Date(at) } };
}

function byKey(a: Target, b: Target): number {
  const metrics = Object.keys(targetMetrics);
  const [one, other] = [targetKey(a), targetKey(b)];
  return metrics.indexOf(a.metric) - metrics.indexOf(b.metric) || (one < other ? -1 : Number(one > other));
}
