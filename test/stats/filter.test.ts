import { describe, expect, it } from 'vitest';
import type { NameFilter } from '../../src/stats/filter.ts';
import { dialogue } from './dialogues.ts';
import { withStatistics } from './with-statistics.ts';

describe('figures and lists', () => {
  it('are narrowed to any of several names, in whatever spelling, and by an empty list to nothing', async () => {
    const dialogues = [
      dialogue({ id: 'a', operator: 'Anna', team: 'Доставка', comment: 'a' }),
      dialogue({ id: 'b', operator: 'ANNA ', team: 'доставка', channel: 'viber', comment: 'b' }),
      dialogue({ id: 'c', operator: 'Boris', team: 'Billing', comment: 'c' }),
      dialogue({ id: 'd', operator: 'Vira', team: 'Sales', comment: 'd' }),
    ];
    const period = { from: '2026-11-22', to: '2026-11-22' };
    const cases: Array<[NameFilter, string[]]> = [
      [{ operator: ['anna', 'BORIS'] }, ['a', 'b', 'c']],
      [{ team: ['ДОСТАВКА', 'sales', 'no such team'] }, ['a', 'b', 'd']],
      [{ team: ['ДОСТАВКА', 'sales'], channel: ['telegram'] }, ['a', 'd']],
      [{ team: ['ДОСТАВКА'], operator: 'vira' }, []],
      [{ channel: ['viber', 'telegram'], scenario: 'csat' }, ['a', 'b', 'c', 'd']],
      [{ team: [] }, []],
      [{ channel: [] }, []],
      [{ team: [], channel: 'telegram' }, []],
    ];
    await withStatistics(dialogues, async (statistics) => {
      for (const [filter, ids] of cases) {
        const { summary, by } = await statistics.period({ ...period, filter, by: ['operator'] });
        expect(summary.completed).toBe(ids.length);
        expect(by.operator?.reduce((sum, one) => sum + one.summary.completed, 0)).toBe(ids.length);
        const [day] = await statistics.daily({ ...period, filter });
        expect(day?.summary.completed).toBe(ids.length);
        const comments = await statistics.comments({ ...period, filter }, 10);
        expect(comments.map(({ comment }) => comment)).toEqual(ids);
        const listed = await statistics.dialogues({ filter, period }, { limit: 10 });
        expect(listed.map(({ id }) => id)).toEqual(ids);
        const ever = await statistics.dialogues({ filter }, { limit: 10 });
        expect(ever.map(({ id }) => id)).toEqual(ids);
      }
    });
  });
});
