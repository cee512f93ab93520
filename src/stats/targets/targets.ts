import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { StoreError } from '../../errors.ts';
import type { RecordStore } from '../../store/store.ts';
import { keptName } from '../../text/names.ts';
import { type Target, targetFault, targetKey, type TargetMetric, targetMetrics } from './target.ts';

/** A target with who set it, and when; null: it comes from the environment. */
export interface SetTarget extends Target {
  by: string | null;
  setAt: Date | null;
}

export interface Targets {
  /** Those that are set, by metric, scale and team. @throws {StoreError} */
  list(): Promise<SetTarget[]>;
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

const body = z.object({
  metric: z.enum(Object.keys(targetMetrics) as [TargetMetric, ...TargetMetric[]]),
  scale: z.string().nullable(),
  team: z.string().nullable(),
  value: z.number(),
  by: z.string(),
});

const kind = 'target';
/** A removed target is kept, or that of the environment would come back. */
type State = 'set' | 'removed';
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
    async list() {
      const found = await store.listRecords({ kind, limit: MOST_TARGETS });
      const known = new Set(found.map(({ id }) => id));
      const seeded = seed
        .filter((target) => !known.has(targetKey(target)))
        .map((target): SetTarget => ({ ...target, by: null, setAt: null }));
      const set = found.flatMap(({ tag, at, body: kept }): SetTarget[] =>
        tag === ('set' satisfies State) ? [{ ...body.parse(kept), setAt: at }] : [],
      );
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
  async function write(target: z.output<typeof body>, tag: State): Promise<Date> {
    const id = targetKey(target);
    const at = clock.now();
    const { metric, scale, team, value, by } = target;
    const record = { kind, id, at, tag, body: { metric, scale, team, value, by } };
    for (let tries = 0; tries < TRIES; tries++) {
      if (await store.insertRecord(record)) return at;
      const before = await store.findRecord(kind, id);
      if (before && (await store.saveRecord({ ...record, revision: before.revision }))) return at;
    }
    throw new StoreError(`a target lost ${TRIES} races for it; set it again`);
  }
}

function byKey(a: Target, b: Target): number {
  const metrics = Object.keys(targetMetrics);
  const [one, other] = [targetKey(a), targetKey(b)];
  return metrics.indexOf(a.metric) - metrics.indexOf(b.metric) || (one < other ? -1 : Number(one > other));
}
