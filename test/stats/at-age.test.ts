import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../src/dialogue.ts';
import { addDays, daysOf, momentOf, sameTimeBefore } from '../../src/stats/period.ts';
import { dialogue } from './dialogues.ts';
import { withStatistics, zone } from './with-statistics.ts';

const lastDay = '2026-11-01';
const days = { from: addDays(lastDay, -40), to: lastDay };

/** Clients who behave the same every day: by the local clock, also over the night on which the clocks go back. */
function alike(day: string): Dialogue[] {
  const moment = (after: number, time: string) => momentOf(addDays(day, after), time, zone);
  const ended = (id: string, time: string, changes: Partial<Dialogue>) =>
    dialogue({ id: `${day} ${id}`, completedAt: moment(0, time), ...changes });
  const silent = { outcome: 'silent', rating: null, answeredAt: null } as const;
  return [
    ended('at once', '10:00', { answeredAt: moment(0, '10:05') }),
    ended('in the evening', '02:30', { answeredAt: moment(0, '22:00'), rating: 4 }),
    ended('in the morning', '20:00', { answeredAt: moment(1, '08:15'), rating: 2 }),
    ended('after the digest', '21:00', { answeredAt: moment(1, '09:45'), rating: 1 }),
    ended('on the third day', '14:00', { answeredAt: moment(2, '12:00'), rating: 1 }),
    ended('never', '15:00', silent),
    ended('reported late', '16:00', { reportedAt: moment(1, '11:00') }),
    ended('asked late', '23:30', { askedAt: moment(1, '10:00'), answeredAt: moment(1, '10:10') }),
  ];
}

describe('days at equal age', () => {
  it.each(['06:00', '09:00', '12:30', '23:59'])(
    'show no drift while behaviour is the same, at %s',
    async (time) => {
      const asOf = momentOf(addDays(lastDay, 1), time, zone);
      // What would come later has not come yet.
      const dialogues = daysOf(days)
        .flatMap(alike)
        .filter(({ reportedAt }) => reportedAt < asOf)
        .map((one) => {
          const isLater = one.answeredAt !== null && one.answeredAt >= asOf;
          const answer = isLater ? ({ rating: null, answeredAt: null, outcome: 'open' } as const) : {};
          const unasked = one.askedAt !== null && one.askedAt >= asOf;
          return { ...one, ...answer, ...(unasked && ({ askedAt: null, outcome: 'scheduled' } as const)) };
        });
      const check = async (statistics: Parameters<Parameters<typeof withStatistics>[1]>[0]) => {
        const reports = await statistics.dailyAtAge({ ...days, asOf });
        expect(reports.map(({ day }) => day)).toEqual(daysOf(days));
        const [{ summary: first } = { summary: null }, ...others] = reports;
        for (const { summary } of others) expect(summary).toEqual(first);
        // As they stand, the last days look worse asked and better rated than the others.
        const standing = (await statistics.daily(days)).map(({ summary }) => summary);
        expect(standing.at(-1)).toEqual(first);
        expect(standing[0]?.answered).toBeGreaterThan(first?.answered ?? 0);
      };
      await withStatistics(dialogues, check, asOf);
    },
  );

  it('stand as at the whole minute, the last one at the very moment', async () => {
    const asOf = new Date('2026-11-02T07:00:30Z');
    const dialogues = [0, 1, 2].flatMap((before) => {
      const cut = sameTimeBefore(asOf, before, zone);
      const answered = (id: string, ms: number) =>
        dialogue({
          id: `${before} ${id}`,
          completedAt: sameTimeBefore(momentOf(lastDay, '12:00', zone), before, zone),
          answeredAt: new Date(cut.getTime() + ms),
        });
      return [answered('in time', -30_001), answered('in that minute', -30_000), answered('later', 0)];
    });
    await withStatistics(dialogues, async (statistics) => {
      const reports = await statistics.dailyAtAge({ from: addDays(lastDay, -2), to: lastDay, asOf });
      expect(reports.map(({ summary }) => summary.answered)).toEqual([1, 1, 2]);
    });
  });

  it('are refused as others are', async () => {
    await withStatistics([], async (statistics) => {
      await expect(statistics.dailyAtAge({ from: '2026-01-01', to: '2027-01-02' })).rejects.toThrow(
        'ask for 366 at most',
      );
      const none = await statistics.dailyAtAge({ from: '2026-10-01', to: '2026-10-02' });
      expect(none.map(({ summary }) => summary.completed)).toEqual([0, 0]);
    });
  });
});
