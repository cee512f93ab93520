import { createSetClock } from '../../src/clock.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { ExportWanted } from '../../src/exports/pages.ts';
import { createStatistics, type Statistics } from '../../src/stats/statistics.ts';
import { opened } from '../store/sqlite/files.ts';

export const zone = 'Europe/Kyiv';
const period = { from: '2026-10-01', to: '2026-11-30' };

/** What a store with these dialogues exports. */
export async function exported(
  dialogues: readonly Dialogue[],
  rest: Partial<ExportWanted> = {},
): Promise<ExportWanted> {
  const store = await opened(':memory:');
  for (const dialogue of dialogues) await store.insertDialogue(dialogue);
  const clock = createSetClock(new Date('2026-12-01T09:00:00Z'));
  return { statistics: createStatistics({ store, zone, clock }), period, filter: {}, ...rest };
}

/** As many dialogues as wanted, made as they are read; `read` counts them. */
export function endless(
  of: (index: number) => Dialogue,
  count: number,
): { statistics: Pick<Statistics, 'dialogues' | 'zone'>; read: () => number } {
  let read = 0;
  return {
    statistics: {
      zone,
      async dialogues(_query, { limit }) {
        const page = Array.from({ length: Math.min(limit, count - read) }, (_, index) => of(read + index));
        read += page.length;
        return page;
      },
    },
    read: () => read,
  };
}
