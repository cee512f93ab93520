import { describe, expect, it, onTestFinished } from 'vitest';
import { createCountDays } from '../../src/app/count-days.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { dayOf } from '../../src/stats/period.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import type { TallyRange } from '../../src/store/ports/figures.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { createSetClock } from '../../src/clock.ts';
import { silentLog } from '../support/log.ts';
import { dialogue } from '../stats/dialogues.ts';
import { zone } from '../stats/with-statistics.ts';

/** Dialogues of these days, and the days of which dialogues were counted since it was asked the last time. */
async function withDays(days: readonly string[], now: string) {
  const kept = createSqliteStore({ path: ':memory:' });
  await kept.open();
  onTestFinished(() => kept.close());
  for (const day of days) {
    await kept.insertDialogue(dialogue({ id: day, completedAt: new Date(`${day}T10:00:00Z`) }));
  }
  const counted: string[] = [];
  const store = {
    ...kept,
    tallies: (range: TallyRange) => {
      counted.push(dayOf(range.from, zone));
      return kept.tallies(range);
    },
    // As if all had been written some time ago.
    changes: async (within: Parameters<typeof kept.changes>[0]) => ({
      ...(await kept.changes(within)),
      hours: [],
    }),
  };
  const clock = createSetClock(new Date(now));
  const statistics = createStatistics({ store, zone, clock });
  const queue = createJobQueue({ store, clock });
  const { entry, kind } = createCountDays({ queue, statistics, clock });
  const worker = createWorker({ store, kinds: { count_days: kind }, clock, log: silentLog });
  const take = (): string[] => counted.splice(0, counted.length);
  return { statistics, entry, worker, take };
}

describe('days that have ended', () => {
  it('are counted once a day before anybody asks, the newest month first, and today is not', async () => {
    const days = ['2026-09-30', '2026-10-01', '2026-11-27', '2026-11-29'];
    const { statistics, entry, worker, take } = await withDays(days, '2026-11-29T12:00:00Z');
    await entry.enqueue();
    await entry.enqueue();
    await worker.runAll();
    const counted = take();
    expect(counted[0]).toBe('2026-11-01');
    expect(counted.at(-1)).toBe('2026-09-30');
    expect(counted).not.toContain('2026-11-29');
    expect(new Set(counted).size).toBe(counted.length);

    const year = await statistics.period({ from: '2025-12-01', to: '2026-11-28', by: ['operator', 'team'] });
    expect(year.summary.completed).toBe(3);
    expect(take()).toEqual([]);
  });

  it('are due when a day of the zone ends', async () => {
    const { entry } = await withDays([], '2026-11-29T12:00:00Z');
    const [before, after] = [new Date('2026-11-29T21:59:00Z'), new Date('2026-11-29T22:00:00Z')];
    expect([entry.isDue(after, before), entry.isDue(before, before)]).toEqual([true, false]);
  });
});
