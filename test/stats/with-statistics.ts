import type { Dialogue } from '../../src/dialogue.ts';
import { createStatistics, type Statistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';

export const zone = 'Europe/Kyiv';
/** Long after every dialogue, so that nothing is younger than the period that it is compared with. */
const now = new Date('2026-12-31T00:00:00Z');

/** Statistics over a store that holds these dialogues. */
export async function withStatistics(
  dialogues: readonly Dialogue[],
  check: (statistics: Statistics) => Promise<void>,
  at = now,
): Promise<void> {
  const store: Store = createSqliteStore({ path: ':memory:' });
  await store.open();
  try {
    for (const one of dialogues) await store.insertDialogue(one);
    await check(createStatistics({ store, zone, clock: { now: () => at } }));
  } finally {
    await store.close();
  }
}
