import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialogue, isCounted } from '../../src/dialogue.ts';
import { addDays, dayOf, lengthOf, weekdayOf } from '../../src/stats/period.ts';
import { trendParts, trendSteps } from '../../src/stats/trend.ts';
import { anyDialoguesAndMore, dialogue } from './dialogues.ts';
import { expectRecount } from './recount.ts';
import { withStatistics, zone } from './with-statistics.ts';

const days = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-12-15', n));

describe('a trend', () => {
  it('cuts a period into whole steps and what is left at its ends', () => {
    expect(trendParts({ from: '2026-10-29', to: '2026-11-10' }, 'week')).toEqual([
      { from: '2026-10-29', to: '2026-11-01' },
      { from: '2026-11-02', to: '2026-11-08' },
      { from: '2026-11-09', to: '2026-11-10' },
    ]);
    expect(trendParts({ from: '2024-01-31', to: '2024-03-01' }, 'month')).toEqual([
      { from: '2024-01-31', to: '2024-01-31' },
      { from: '2024-02-01', to: '2024-02-29' },
      { from: '2024-03-01', to: '2024-03-01' },
    ]);
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(...trendSteps),
        (from, length, step) => {
          const to = addDays(from, length - 1);
          const parts = trendParts({ from, to }, step);
          expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([from, to]);
          for (const [index, part] of parts.entries()) {
            const next = parts[index + 1];
            if (next) expect(next.from).toBe(addDays(part.to, 1));
            if (step === 'day') expect(part.to).toBe(part.from);
            if (step === 'week' && index > 0) expect(weekdayOf(part.from)).toBe(1);
            if (step === 'month' && index > 0) expect(part.from.slice(8)).toBe('01');
            if (step === 'month') expect(part.from.slice(0, 7)).toBe(part.to.slice(0, 7));
          }
          expect(parts.reduce((sum, part) => sum + lengthOf(part), 0)).toBe(length);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('keeps what a helpdesk’s clock dates after today in the part of that day', async () => {
    const rows = ['2026-11-30', '2026-12-01', '2026-12-02'].map((day) =>
      dialogue({ id: day, completedAt: new Date(`${day}T10:00:00Z`) }),
    );
    const check = async (step: (typeof trendSteps)[number]): Promise<number[]> => {
      let counts: number[] = [];
      await withStatistics(
        rows,
        async (statistics) => {
          const parts = await statistics.trend({ from: '2026-11-01', to: '2026-12-31', step });
          counts = parts.map(({ summary }) => summary.completed).filter((count) => count > 0);
        },
        new Date('2026-11-30T12:00:00Z'),
      );
      return counts;
    };
    expect(await check('month')).toEqual([1, 2]);
    expect(await check('week')).toEqual([3]);
    expect(await check('day')).toEqual([1, 1, 1]);
  });

  it('gives the figures of each part, whatever it is narrowed by', async () => {
    const period = { from: '2026-10-23', to: '2026-11-03' };
    const filters = [
      [{}, () => true],
      [{ operator: 'OLENA' }, ({ operator }: Dialogue) => operator === 'Olena'],
      [
        { operator: 'OLENA', channel: ['viber'] },
        ({ operator, channel }: Dialogue) => operator === 'Olena' && channel === 'viber',
      ],
      [{ rating: [5, 0] }, ({ rating }: Dialogue) => rating === 5 || rating === 0],
    ] as const;
    await fc.assert(
      fc.asyncProperty(anyDialoguesAndMore, (dialogues) =>
        withStatistics(dialogues, async (statistics) => {
          for (const step of trendSteps) {
            for (const [filter, isWanted] of filters) {
              const parts = await statistics.trend({ ...period, filter, step });
              expect(parts.map(({ from, to }) => ({ from, to }))).toEqual(trendParts(period, step));
              for (const { from, to, summary } of parts) {
                const rows = dialogues.filter(isCounted).filter(isWanted);
                const on = ({ completedAt }: Dialogue) => dayOf(completedAt, zone);
                expectRecount(
                  summary,
                  rows.filter((one) => on(one) >= from && on(one) <= to),
                );
              }
            }
          }
        }),
      ),
      { numRuns: 5 },
    );
  });

  it('counts what is completed today, and nothing of the days to come', async () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const rows = [
      dialogue({ id: 'a' }),
      dialogue({ id: 'b', completedAt: new Date('2026-11-20T10:00:00Z') }),
    ];
    await withStatistics(
      rows,
      async (statistics) => {
        const counts = async (step: (typeof trendSteps)[number]) =>
          (await statistics.trend({ from: '2026-11-20', to: '2026-12-02', step })).map(
            ({ summary }) => summary.completed,
          );
        expect(await counts('week')).toEqual([2, 0, 0]);
        expect(await counts('month')).toEqual([2, 0]);
        expect((await counts('day')).slice(0, 4)).toEqual([1, 0, 1, 0]);
      },
      now,
    );
  });

  it('refuses more days than may be shown one by one, and too long a period', async () => {
    await withStatistics([], async (statistics) => {
      const years = { from: '2020-01-01', to: '2026-01-01' };
      await expect(statistics.trend({ ...years, step: 'day' })).rejects.toThrow('ask for 366 at most');
      expect(await statistics.trend({ ...years, step: 'month' })).toHaveLength(73);
      const century = { from: '2026-01-01', to: '2126-01-01', step: 'month' } as const;
      await expect(statistics.trend(century)).rejects.toThrow('ask for 3660 at most');
    });
  });
});
