import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScaleKey, placeOn } from '../../src/scale.ts';
import { dayOf, sameTimeBefore } from '../../src/stats/period.ts';
import type { Statistics } from '../../src/stats/statistics.ts';
import { isCounted } from '../../src/dialogue.ts';
import { anyDialogues, anyDialoguesAndMore, dialogue } from './dialogues.ts';
import { expectRecount, standingAt } from './recount.ts';
import { withStatistics, zone } from './with-statistics.ts';

describe('statistics', () => {
  it('equal a recount from raw dialogues, for each day, the day before and each operator', async () => {
    const days = fc.constantFrom('2026-10-24', '2026-10-25', '2026-10-26');
    await fc.assert(
      fc.asyncProperty(anyDialoguesAndMore, days, (dialogues, day) =>
        withStatistics(dialogues, async (statistics) => {
          const on = (wanted: string) =>
            dialogues.filter((one) => isCounted(one) && dayOf(one.completedAt, zone) === wanted);
          const report = await statistics.period({ from: day, to: day, by: ['operator'] });
          expectRecount(report.summary, on(day));
          expectRecount(report.before.summary, on(report.before.from));
          const query = { from: day, to: day, withoutDisputed: true };
          const without = await statistics.period({ ...query, by: ['team'] });
          expectRecount(without.summary, on(day), true);
          for (const { name, summary } of without.by.team ?? []) {
            expectRecount(
              summary,
              on(day).filter(({ team }) => team === name),
              true,
            );
          }
          const [daily] = await statistics.daily({ ...query, filter: { channel: 'viber' } });
          const onViber = on(day).filter(({ channel }) => channel === 'viber');
          if (daily) expectRecount(daily.summary, onViber, true);
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

  it('compare with the period before at equal age: as it stood a period ago by the local clock', async () => {
    const moments = fc.date({
      min: new Date('2026-10-24T00:00:00Z'),
      max: new Date('2026-10-29T00:00:00Z'),
      noInvalidDate: true,
    });
    const times = fc.array(fc.tuple(moments, moments, moments), { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anyDialogues, times, moments, async (drawn, all, at) => {
        const dialogues = drawn.map((one, i) => {
          const [reportedAt, askedAt, answeredAt] = (all[i] ?? []).toSorted(
            (a, b) => a.getTime() - b.getTime(),
          );
          const given = one.rating !== null || one.comment !== null;
          return {
            ...one,
            reportedAt: reportedAt ?? at,
            askedAt: one.outcome === 'not_asked' || one.outcome === 'scheduled' ? null : (askedAt ?? null),
            answeredAt: given ? (answeredAt ?? null) : null,
          };
        });
        const check = async (statistics: Statistics) => {
          const { before } = await statistics.period({ from: '2026-10-25', to: '2026-10-26' });
          expect(before.asOf).toEqual(sameTimeBefore(at, 2, zone));
          const standing = dialogues
            .filter(({ completedAt }) => ['2026-10-23', '2026-10-24'].includes(dayOf(completedAt, zone)))
            .flatMap((one) => standingAt(one, before.asOf));
          expectRecount(before.summary, standing);
        };
        await withStatistics(dialogues, check, at);
      }),
      { numRuns: 30 },
    );
  });

  it('count neither an answer that came later nor a dialogue that was reported later in the day before', async () => {
    const yesterday = {
      completedAt: new Date('2026-11-21T10:00:00Z'),
      reportedAt: new Date('2026-11-21T10:00:00Z'),
    };
    const dialogues = [
      dialogue({ id: 'in-time', ...yesterday, answeredAt: new Date('2026-11-22T06:59:59Z') }),
      dialogue({ id: 'late', ...yesterday, answeredAt: new Date('2026-11-22T07:00:00Z'), rating: 1 }),
      dialogue({ id: 'reported-late', ...yesterday, reportedAt: new Date('2026-11-22T08:00:00Z') }),
    ];
    const at = new Date('2026-11-23T07:00:00Z'); // 09:00 in Kyiv, so the day before counts until 09:00 of November 22
    await withStatistics(
      dialogues,
      async (statistics) => {
        const { before } = await statistics.period({ from: '2026-11-22', to: '2026-11-22' });
        expect(before).toMatchObject({
          from: '2026-11-21',
          asOf: new Date('2026-11-22T07:00:00Z'),
          summary: { completed: 2, asked: 2, answered: 1, open: 1, scales: [{ averageCsat: 5, ratings: 1 }] },
        });
      },
      at,
    );
  });

  it('list the worst comments on their own scale first, whatever their number, and the unrated still', async () => {
    const own = { scale: '10,50,90|90|10', scenario: 'own', comment: 'worst' };
    const dialogues = [
      ...Array.from({ length: 520 }, (_, i) => dialogue({ id: `f${i}`, rating: 4, comment: 'fine' })),
      dialogue({ id: 'w1', ...own, rating: 10 }),
      dialogue({ id: 'w2', ...own, rating: 10 }),
      dialogue({ id: 'u1', rating: null, comment: 'unrated' }),
      dialogue({ id: 'u2', rating: null, scale: null, comment: 'unrated' }),
    ];
    const day = { from: '2026-11-22', to: '2026-11-22' };
    await withStatistics(dialogues, async (statistics) => {
      const listed = await statistics.comments(day, 500);
      expect(listed.slice(0, 3).map(({ id, comment }) => [id, comment])).toEqual([
        ['w1', 'worst'],
        ['w2', 'worst'],
        ['f0', 'fine'],
      ]);
      expect(listed).toHaveLength(500);
      const unrated = await statistics.comments({ ...day, rated: false }, 5);
      expect(unrated.map(({ id }) => id)).toEqual(['u1', 'u2']);
      const { summary } = await statistics.period(day);
      expect(summary.comments).toBe(524);
    });
  });

  it('list comments in the order of all of them sorted, whatever the limit', async () => {
    await fc.assert(
      fc.asyncProperty(anyDialoguesAndMore, fc.integer({ min: 1, max: 45 }), (dialogues, limit) =>
        withStatistics(dialogues, async (statistics) => {
          const period = { from: '2026-10-24', to: '2026-10-27' };
          const all = await statistics.comments(period, 500);
          expect(all).toHaveLength(dialogues.filter((one) => isCounted(one) && one.comment !== null).length);
          const places = all.map(({ scale, rating }) =>
            scale === null || rating === null ? 2 : placeOn(parseScaleKey(scale), rating),
          );
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(await statistics.comments(period, limit)).toEqual(all.slice(0, limit));
        }),
      ),
      { numRuns: 20 },
    );
  });

  it('take the spellings of one name for one, in groups, filters and lists', async () => {
    const reported = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second));
    const dialogues = [
      dialogue({ id: 'a', operator: 'Anna', reportedAt: reported(1), comment: 'a' }),
      dialogue({ id: 'b', operator: 'anna ', reportedAt: reported(2), comment: 'b' }),
      dialogue({ id: 'c', operator: 'ANNA', reportedAt: reported(0) }),
      dialogue({ id: 'd', operator: 'Сергій  Коваль', reportedAt: reported(2) }),
      dialogue({ id: 'e', operator: 'сергіи\u0306 Коваль', reportedAt: reported(1) }),
      dialogue({ id: 'f', operator: ' ', team: 'ANNA' }),
    ];
    const day = { from: '2026-11-22', to: '2026-11-22' };
    await withStatistics(dialogues, async (statistics) => {
      const { by } = await statistics.period({ ...day, by: ['operator'] });
      expect(by.operator?.map(({ name, summary }) => [name, summary.completed])).toEqual([
        ['anna', 3],
        ['Сергій Коваль', 2],
        [null, 1],
      ]);
      const filter = { operator: ' aNNa' };
      expect((await statistics.period({ ...day, filter })).summary.completed).toBe(3);
      expect((await statistics.comments({ ...day, filter }, 5)).map(({ id }) => id)).toEqual(['a', 'b']);
      const listed = await statistics.dialogues({ filter, period: day }, { limit: 10 });
      expect(listed.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(await statistics.dialogues({ filter: { operator: 'nobody' } }, { limit: 10 })).toEqual([]);
    });
  });

  it('refuse a period of too many days before they walk through it', async () => {
    await withStatistics([], async (statistics) => {
      const years = { from: '2026-11-01', to: '2199-11-30' };
      await expect(statistics.daily(years)).rejects.toThrow('ask for 366 at most');
      await expect(statistics.period(years)).rejects.toThrow('ask for 3660 at most');
      await expect(statistics.comments(years, 5)).rejects.toThrow('ask for 3660 at most');
    });
  });

  it('refuse a day that does not exist', async () => {
    await withStatistics([], async (statistics) => {
      await expect(statistics.period({ from: '2026-02-30', to: '2026-03-01' })).rejects.toThrow(RangeError);
    });
  });
});
