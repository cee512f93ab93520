import { z } from 'zod';
import type { RecordStore } from '../store/ports/records.ts';

/** Since when new surveys run on a version of a scenario. */
export interface ScenarioUse {
  id: string;
  version: string;
  since: Date;
}

const kind = 'scenario_use';
const body = z.object({ version: z.string() });

/**
 * Keeps, once for each scenario, which version is in use and since when; called at the start, when the files were read.
 * @throws {StoreError}
 */
export async function noteScenarioUses(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'saveRecord'>,
  scenarios: Iterable<{ id: string; version: string }>,
  now: Date,
): Promise<ScenarioUse[]> {
  return Promise.all(
    Array.from(scenarios, async ({ id, version }) => {
      const fresh = { kind, id, at: now, tag: null, body: { version } };
      if (await store.insertRecord(fresh)) return { id, version, since: now };
      const kept = await store.findRecord(kind, id);
      if (kept && body.safeParse(kept.body).data?.version === version) return { id, version, since: kept.at };
      // Another instance that starts on the same files at this moment may be first.
      if (kept) await store.saveRecord({ ...kept, ...fresh });
      return { id, version, since: now };
    }),
  );
}
