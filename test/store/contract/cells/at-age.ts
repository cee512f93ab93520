import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { type Dialogue, isCounted } from '../../../../src/dialogue.ts';
import type { NameFilter } from '../../../../src/stats/filter.ts';
import { addDays, dayOf, dayRange, daysOf, momentOf, type Period } from '../../../../src/stats/period.ts';
import { createStatistics, type Statistics } from '../../../../src/stats/statistics.ts';
import type { KeptCells } from '../../../../src/store/ports/cells.ts';
import type { TallyRange } from '../../../../src/store/ports/figures.ts';
import type { Age, Pair } from '../../../contracts/store.ts';
import { dialogue } from '../../../stats/dialogues.ts';
import { expectRecount, standingAt } from '../../../stats/recount.ts';
import { createHistory, step } from './history.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const zone = 'Europe/Kyiv';
/** Digests of three days and one that is asked for while its day lasts, also when the clocks show a time twice or never. */
const asked = [
  [0, '09:00', 30_250],
  [1, '09:00', 47_500],
  [1, '03:30', 0],
  [2, '09:00', 30_000],
  [-1, '17:45', 12_345],
] as const;

export function testCellsAtAge(pair: Pair, age: Age): void {
  it('keeps counts as they stood at several moments apart, and deletes those that nobody used', async () => {
    const range = { from: new Date(5), to: new Date(6), dimension: 'team' } as const;
    const countedAt = new Date('2026-11-10T10:00:00Z');
    const kept: KeptCells[] = [
      { ...range, countedAt, cells: 'present' },
      { ...range, asOf: new Date(1_000), countedAt, cells: 'unused' },
      { ...range, asOf: new Date(2_000), countedAt, cells: 'used' },
    ];
    const [present, , used] = kept;
    await pair.one.keepCells(kept);
    expect(await pair.other.findCells(kept)).toEqual(expect.arrayContaining(kept));
    const at = new Date('2026-11-20T10:00:00Z');
    if (used) await pair.one.confirmCells([used], at);
    await pair.one.forgetCells(new Date('2026-11-15T10:00:00Z'));
    const left = await pair.other.findCells(kept);
    expect(left.map(({ cells }) => cells).toSorted()).toEqual([present?.cells, used?.cells]);
  });

  it('lets each day stand at its own moment, whatever is written and read in between', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 20 }), async (steps) => {
        // The clocks change on the last Sunday of March and of October.
        const [year, month, first] = [
          2060 + run,
          ...(run % 2 ? (['03', 20] as const) : (['10', 20] as const)),
        ];
        const to = `${year}-${month}-${first + 11}`;
        const lastDays = { from: addDays(to, -12), to };
        const clock = { now: () => new Date(`${year + 1}-01-15T10:00:00Z`) };
        const statistics = createStatistics({ store: pair.one, zone, clock });
        const begin = dayRange(lastDays.from, zone).from;
        const history = createHistory(pair.other, `at-age-${run++}`, begin);
        const hours = daysOf(lastDays).length * 24;
        for (const one of steps) {
          if (one.kind === 'time') await age(2 * MINUTE_MS);
          if (one.kind === 'reported') await history.write({ ...one, hours: one.hours % hours });
          else if (one.kind === 'written') await history.write({ ...one, later: one.later % 60 });
          else await expectDays(statistics, lastDays, history.rows);
        }
        await expectDays(statistics, lastDays, history.rows);
      }),
      { numRuns: 6, seed: 20 },
    );
  }, 60_000);

  it('counts again only the days of which a fact was written since', async () => {
    let counted: string[] = [];
    const store = {
      ...pair.one,
      tallies: (range: TallyRange) => {
        counted.push(dayOf(range.from, zone));
        return pair.one.tallies(range);
      },
    };
    const clock = { now: () => new Date('2058-12-15T10:00:00Z') };
    const statistics = createStatistics({ store, zone, clock });
    const days = daysOf({ from: '2058-11-01', to: '2058-11-21' });
    // Each is answered after two days: later than any digest of its day.
    const rows = days.map((day) => {
      const completedAt = momentOf(day, '12:00', zone);
      const answeredAt = new Date(completedAt.getTime() + 48 * HOUR_MS);
      return dialogue({ id: `late-${day}`, completedAt, answeredAt });
    });
    for (const row of rows) await pair.other.insertDialogue(row);
    const read = async (to: string, second: string) => {
      counted = [];
      const asOf = new Date(`${addDays(to, 1)}T07:00:${second}Z`);
      const filter = { team: ['SUPPORT'] };
      const reports = await statistics.dailyAtAge({ from: addDays(to, -10), to, filter, asOf });
      expect(reports).toHaveLength(11);
      for (const { summary } of reports) expect([summary.completed, summary.answered]).toEqual([1, 0]);
      return [...new Set(counted)].toSorted();
    };
    expect(await read('2058-11-20', '12.250')).toHaveLength(11);
    // What was counted within a minute of its change is counted once more.
    await age(2 * MINUTE_MS);
    await read('2058-11-20', '12.250');
    // Its last day stood at another second then.
    expect(await read('2058-11-20', '48.700')).toEqual(['2058-11-20']);
    // The next day's digest: its own day, and the day before for the first time at this age.
    expect(await read('2058-11-21', '03.100')).toEqual(['2058-11-20', '2058-11-21']);
    const changed = rows.find(({ id }) => id === 'late-2058-11-15');
    if (changed) await pair.other.saveDialogue({ ...changed, rating: 1 }, { before: changed });
    expect(await read('2058-11-21', '03.100')).toEqual(['2058-11-15']);
  });
}

/** Counts the same days again from rows, each as it stood at its own moment. */
async function expectDays(statistics: Statistics, days: Period, rows: readonly Dialogue[]): Promise<void> {
  const filters: Array<[NameFilter, (one: Dialogue) => boolean]> = [
    [{}, () => true],
    [{ operator: ['OLENA', 'nobody'] }, ({ operator }) => operator?.trim().toLowerCase() === 'olena'],
    [
      { team: 'support', channel: ['viber'] },
      ({ team, channel }) => team === 'Support' && channel === 'viber',
    ],
  ];
  for (const [later, time, ms] of asked) {
    const to = addDays(days.to, later - 3);
    const period = { from: addDays(to, -8), to };
    const asOf = new Date(momentOf(addDays(to, 1), time, zone).getTime() + ms);
    for (const [filter, isWanted] of filters) {
      const reports = await statistics.dailyAtAge({ ...period, filter, asOf, withoutDisputed: ms === 0 });
      expect(reports.map(({ day }) => day)).toEqual(daysOf(period));
      for (const [index, { day, summary }] of reports.entries()) {
        const cut = index === reports.length - 1 ? asOf : cutBefore(asOf, reports.length - 1 - index);
        const standing = rows
          .filter((one) => isCounted(one) && isWanted(one) && dayOf(one.completedAt, zone) === day)
          .flatMap((one) => standingAt(one, cut));
        expectRecount(summary, standing, ms === 0);
      }
    }
  }
}

/** The same minute of the local clock some days before; the earlier one where the clocks show it twice. */
function cutBefore(asOf: Date, days: number): Date {
  const shown = DateTime.fromJSDate(asOf, { zone }).minus({ days }).startOf('minute');
  return new Date(Math.min(...shown.getPossibleOffsets().map((one) => one.toMillis())));
}
