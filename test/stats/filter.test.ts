import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialogue, isCounted } from '../../src/dialogue.ts';
import { type FigureFilter, intersect, matches, type NameFilter } from '../../src/stats/filter.ts';
import type { Statistics } from '../../src/stats/statistics.ts';
import { anyDialoguesAndMore, dialogue } from './dialogues.ts';
import { expectFunnel, expectRecount } from './recount.ts';
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

  it('are narrowed to what fits two dimensions at once, also on a day that is not over', async () => {
    const dialogues = [
      dialogue({ id: 'a', operator: 'Anna', team: 'Sales' }),
      dialogue({ id: 'b', operator: 'Boris', team: 'Sales' }),
      dialogue({ id: 'c', operator: 'Anna', team: 'Billing' }),
    ];
    const period = { from: '2026-11-22', to: '2026-11-22' };
    const check = async (statistics: Statistics): Promise<void> => {
      const filter = { team: ['SALES'], operator: ['anna'] };
      const listed = await statistics.dialogues({ filter, period }, { limit: 10 });
      expect(listed.map(({ id }) => id)).toEqual(['a']);
    };
    await withStatistics(dialogues, check, new Date('2026-11-22T20:00:00Z'));
    await withStatistics(dialogues, check);
  });

  it('are narrowed by version, tag and rating, what is counted and what that is compared with alike', async () => {
    const period = { from: '2026-10-24', to: '2026-10-27' };
    const facts = fc.record({
      scenarioVersion: fc.constantFrom(null, 'v1', 'v2'),
      tags: fc.constantFrom<string[][]>([], ['vip'], ['vip', 'refund']),
    });
    const narrow: fc.Arbitrary<FigureFilter> = fc.record(
      {
        version: fc.constantFrom<FigureFilter['version'][]>('v1', ['v1', 'v2'], []),
        tag: fc.constantFrom<FigureFilter['tag'][]>('vip', ['refund', 'none'], []),
        rating: fc.constantFrom<FigureFilter['rating'][]>(5, [0, 5, 100], []),
        operator: fc.constantFrom<FigureFilter['operator'][]>('OLENA', ['olena', 'Andriy']),
      },
      { requiredKeys: [] },
    );
    const drawn = fc
      .tuple(anyDialoguesAndMore, fc.array(facts, { minLength: 40, maxLength: 40 }))
      .map(([dialogues, given]) => dialogues.map((one, index): Dialogue => ({ ...one, ...given[index] })));
    await fc.assert(
      fc.asyncProperty(drawn, fc.array(narrow, { minLength: 4, maxLength: 4 }), (dialogues, filters) =>
        withStatistics(dialogues, async (statistics) => {
          for (const filter of filters) {
            const isIn = isInFilter(filter);
            const rows = dialogues.filter((one) => isCounted(one) && isIn(one));
            const report = await statistics.period({ ...period, filter, by: ['channel'] });
            expectRecount(report.summary, rows);
            for (const { name, summary } of report.by.channel ?? []) {
              expectRecount(
                summary,
                rows.filter(({ channel }) => channel === name),
              );
            }
            expectFunnel((await statistics.funnel({ ...period, filter })).total, rows);
            const daily = await statistics.daily({ ...period, filter });
            const sum = daily.reduce((all, { summary }) => all + summary.completed, 0);
            expect(sum).toBe(rows.length);
            const listed = await statistics.dialogues({ filter, period, counted: true }, { limit: 100 });
            expect(listed.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
            const comments = await statistics.comments({ ...period, filter }, 100);
            expect(comments).toHaveLength(rows.filter(({ comment }) => comment !== null).length);
            expect(await statistics.disputed({ ...period, filter })).toBe(
              rows.filter(({ disputed }) => disputed).length,
            );
          }
        }),
      ),
      { numRuns: 8 },
    );
  });

  it('compare with the period before at equal age without what was rated since', async () => {
    const before = {
      completedAt: new Date('2026-11-21T10:00:00Z'),
      reportedAt: new Date('2026-11-21T10:00:00Z'),
    };
    const rows = [
      dialogue({ id: 'in-time', ...before, answeredAt: new Date('2026-11-22T06:00:00Z') }),
      dialogue({ id: 'late', ...before, answeredAt: new Date('2026-11-22T08:00:00Z') }),
    ];
    const check = async (statistics: Parameters<Parameters<typeof withStatistics>[1]>[0]) => {
      const query = { from: '2026-11-22', to: '2026-11-22', filter: { rating: 5 } };
      const report = await statistics.period(query);
      expect(report.before.summary).toMatchObject({ completed: 1, answered: 1 });
    };
    await withStatistics(rows, check, new Date('2026-11-23T07:00:00Z'));
  });
});

describe('a wish within a scope', () => {
  const names = fc.option(
    fc.oneof(
      fc.constantFrom('Anna', 'ANNA ', 'Борис'),
      fc.array(fc.constantFrom('anna', 'борис', 'Vira'), { maxLength: 3 }),
    ),
    { nil: undefined },
  );
  const filter = fc.record({ operator: names, team: names, channel: names });
  const place = fc.constantFrom('Anna', 'anna', 'Борис', 'БОРИС', 'Vira', null);
  const cell = fc.record({ operator: place, team: place, channel: fc.constantFrom('Anna', 'anna', 'Vira') });

  it('matches what both match, and nothing else', () => {
    fc.assert(
      fc.property(filter, filter, cell, (wish, scope, one) => {
        expect(matches(intersect(wish, scope))(one)).toBe(matches(wish)(one) && matches(scope)(one));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what the wish says besides names, and gives nothing to somebody with no team', () => {
    const wish = { team: 'SALES', rating: [1, 2], tag: 'vip', version: 'v1' };
    expect(intersect(wish, {})).toEqual(wish);
    expect(intersect(wish, { team: ['Support', 'Sales'] })).toEqual({ ...wish, team: ['SALES'] });
    expect(intersect(wish, { team: ['Support'] })).toEqual({ ...wish, team: [] });
    expect(intersect({}, { operator: [] })).toEqual({ operator: [] });
  });
});

function isInFilter({ version, tag, rating, operator }: FigureFilter): (one: Dialogue) => boolean {
  const isAmong = <T>(value: T, wanted: T | readonly T[] | undefined) =>
    wanted === undefined || ([wanted].flat() as unknown[]).includes(value);
  return (one) =>
    isAmong(one.scenarioVersion, version) &&
    isAmong(one.rating, rating) &&
    (tag === undefined || one.tags.some((name) => isAmong(name, tag))) &&
    matches({ operator })(one);
}
