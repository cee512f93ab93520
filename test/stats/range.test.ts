import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCounted } from '../../src/dialogue.ts';
import { addDays, momentOf } from '../../src/stats/period.ts';
import { anyDialoguesAndMore, dialogue } from './dialogues.ts';
import { expectRecount, standingAt } from './recount.ts';
import { withStatistics, zone } from './with-statistics.ts';

/** A shift of a day of October 2026, on whose 25th the clocks of Kyiv show 03:00 to 04:00 twice. */
const shifts = fc.record({
  day: fc.constantFrom('2026-10-25', '2026-10-26'),
  from: fc.constantFrom('00:00', '03:00', '08:00', '16:00'),
  to: fc.constantFrom('08:00', '16:00', '23:00'),
  asOf: fc.constantFrom('16:00', '23:10'),
});

describe('the figures between two moments', () => {
  it('equal a recount from raw dialogues, and so do those of the day before at equal age', async () => {
    const anyShift = shifts.filter(({ from, to }) => from < to);
    await fc.assert(
      fc.asyncProperty(anyDialoguesAndMore, anyShift, fc.boolean(), (drawn, shift, without) => {
        // Each is answered later than the one before it, the last of them days after.
        const dialogues = drawn.map((one, i) => ({
          ...one,
          answeredAt: one.answeredAt && new Date(one.completedAt.getTime() + i * 3_600_000),
        }));
        const on = (day: string, time: string) => momentOf(day, time, zone);
        const [from, to, asOf] = [
          on(shift.day, shift.from),
          on(shift.day, shift.to),
          on(shift.day, shift.asOf),
        ];
        const within = (start: Date, end: Date) =>
          dialogues.filter((one) => isCounted(one) && one.completedAt >= start && one.completedAt < end);
        return withStatistics(dialogues, async (statistics) => {
          const by = ['team'] as const;
          const report = await statistics.range({ from, to, asOf, by, withoutDisputed: without });
          const standing = within(from, to).flatMap((one) => standingAt(one, asOf));
          expectRecount(report.summary, standing, without);
          for (const { name, summary } of report.by.team ?? []) {
            const ofTeam = standing.filter(({ team }) => team === name);
            expectRecount(summary, ofTeam, without);
          }
          const earlier = addDays(shift.day, -1);
          const before = {
            from: on(earlier, shift.from),
            to: on(earlier, shift.to),
            asOf: on(earlier, shift.asOf),
          };
          expect(report.before).toMatchObject(before);
          const stood = within(before.from, before.to).flatMap((one) => standingAt(one, before.asOf));
          expectRecount(report.before.summary, stood, without);
        });
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('are narrowed as others are, and stand as they are now unless a moment is named', async () => {
    const dialogues = [
      dialogue({ id: 'a', team: 'ДОСТАВКА', answeredAt: new Date('2026-11-30T10:00:00Z') }),
      dialogue({ id: 'b', team: 'Sales' }),
    ];
    await withStatistics(dialogues, async (statistics) => {
      const range = { from: new Date('2026-11-22T10:00:00Z'), to: new Date('2026-11-22T18:00:00Z') };
      const { summary } = await statistics.range({ ...range, filter: { team: ['доставка'] } });
      expect([summary.completed, summary.answered]).toEqual([1, 1]);
      const asOf = new Date('2026-11-23T10:00:00Z');
      expect((await statistics.range({ ...range, asOf })).summary).toMatchObject({
        completed: 2,
        answered: 1,
      });
      const none = await statistics.range({
        ...range,
        to: new Date('2026-11-22T10:00:00.001Z'),
        filter: { team: [] },
      });
      expect(none.summary.completed).toBe(0);
    });
  });

  it('are refused where the range ends before it begins, or one of its moments is none', async () => {
    await withStatistics([], async (statistics) => {
      const [from, to] = [new Date('2026-11-22T10:00:00Z'), new Date('2026-11-22T09:00:00Z')];
      await expect(statistics.range({ from, to })).rejects.toThrow(
        '2026-11-22T09:00:00.000Z) before it begins',
      );
      await expect(statistics.range({ from, to: from })).rejects.toThrow(RangeError);
      await expect(statistics.range({ from, to: new Date('never') })).rejects.toThrow('no moment');
    });
  });
});
