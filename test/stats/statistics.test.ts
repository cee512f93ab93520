import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../src/stats/period.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import type { Dialogue, Store } from '../../src/store/store.ts';
import { anyDialogues, dialogue } from './dialogues.ts';
import { expectRecount } from './recount.ts';

const zone = 'Europe/Kyiv';
/** Long after every dialogue, so that nothing is younger than the period that it is compared with. */
const now = new Date('2026-12-31T00:00:00Z');

async function withStatistics(
  dialogues: readonly Dialogue[],
  check: (statistics: ReturnType<typeof createStatistics>) => Promise<void>,
): Promise<void> {
  const store: Store = createSqliteStore({ path: ':memory:' });
  await store.open();
  try {
    for (const one of dialogues) await store.insertDialogue(one);
    await check(createStatistics({ store, zone, clock: { now: () => now } }));
  } finally {
    await store.close();
  }
}

describe('statistics', () => {
  it('equal a recount from raw dialogues, for each day, the day before and each operator', async () => {
    const days = fc.constantFrom('2026-10-24', '2026-10-25', '2026-10-26');
    await fc.assert(
      fc.asyncProperty(anyDialogues, days, (dialogues, day) =>
        withStatistics(dialogues, async (statistics) => {
          const on = (wanted: string) =>
            dialogues.filter(({ completedAt }) => dayOf(completedAt, zone) === wanted);
          const report = await statistics.period({ from: day, to: day, by: ['operator'] });
          expectRecount(report.summary, on(day));
          expectRecount(report.before.summary, on(report.before.from));
          for (const { name, summary } of report.by.operator ?? []) {
            expectRecount(
              summary,
              on(day).filter(({ operator }) => operator === name),
            );
          }
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('give one report for each day of a period', async () => {
    const dialogues = [
      dialogue({ id: 'a', completedAt: new Date('2026-10-24T20:59:59Z') }),
      dialogue({ id: 'b', completedAt: new Date('2026-10-24T21:00:00Z') }),
      dialogue({ id: 'c', completedAt: new Date('2026-10-25T21:59:59Z') }),
    ];
    await withStatistics(dialogues, async (statistics) => {
      const reports = await statistics.daily({ from: '2026-10-24', to: '2026-10-26' });
      expect(reports.map(({ day, summary }) => [day, summary.completed])).toEqual([
        ['2026-10-24', 1],
        ['2026-10-25', 2],
        ['2026-10-26', 0],
      ]);
      await expect(statistics.daily({ from: '2026-01-01', to: '2027-01-02' })).rejects.toThrow(
        'ask for 366 at most',
      );
    });
  });

  it('are narrowed by a filter, the period before as well', async () => {
    const dialogues = [
      dialogue({ id: 'a', operator: 'Maria' }),
      dialogue({ id: 'b' }),
      dialogue({ id: 'c', completedAt: new Date('2026-11-21T10:00:00Z') }),
    ];
    const query = { from: '2026-11-22', to: '2026-11-22', filter: { operator: 'Maria' } };
    await withStatistics(dialogues, async (statistics) => {
      const { summary, before } = await statistics.period(query);
      expect([summary.completed, before.summary.completed]).toEqual([1, 0]);
      expect((await statistics.daily(query)).map(({ summary: one }) => one.completed)).toEqual([1]);
      expect(await statistics.comments(query, 5)).toEqual([]);
    });
  });

  it('list the comments by the rating’s place on its own scale, those without a rating last', async () => {
    const thumbs = { scale: '0,100|100|0', scenario: 'thumbs' };
    const dialogues = [
      dialogue({ id: 'a', rating: null, comment: 'no stars' }),
      dialogue({ id: 'b', rating: 5, comment: 'great' }),
      dialogue({ id: 'c', ...thumbs, rating: 0, comment: 'thumbs down' }),
      dialogue({ id: 'd', rating: 2, comment: 'slow' }),
      dialogue({ id: 'e', ...thumbs, rating: 100, comment: 'thumbs up' }),
      dialogue({ id: 'f', rating: 1 }),
    ];
    await withStatistics(dialogues, async (statistics) => {
      const listed = await statistics.comments({ from: '2026-11-22', to: '2026-11-22' }, 10);
      expect(listed.map(({ comment }) => comment)).toEqual([
        'thumbs down',
        'slow',
        'great',
        'thumbs up',
        'no stars',
      ]);
    });
  });

  it('refuse a day that does not exist', async () => {
    await withStatistics([], async (statistics) => {
      await expect(statistics.period({ from: '2026-02-30', to: '2026-03-01' })).rejects.toThrow(RangeError);
    });
  });
});
