import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Dialogue, dimensions, isCounted } from '../../../src/dialogue.ts';
import { dayOf, daysOf, sameTimeBefore } from '../../../src/stats/period.ts';
import { createCounter } from '../../../src/stats/day-cells.ts';
import { createStatistics } from '../../../src/stats/statistics.ts';
import type { KeptCells } from '../../../src/store/ports/cells.ts';
import type { TallyRange } from '../../../src/store/ports/figures.ts';
import type { Age, Pair } from '../../contracts/store.ts';
import { dialogue } from '../../stats/dialogues.ts';
import { expectFunnel, expectRecount, standingAt } from '../../stats/recount.ts';
import { createHistory, step } from './cells/history.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';

const HOUR_MS = 3_600_000;
const zone = 'Europe/Kyiv';

export function testCells(pair: Pair, age: Age): void {
  const kept = (changes: Partial<KeptCells> = {}): KeptCells => ({
    from: new Date(0),
    to: new Date(HOUR_MS),
    dimension: '',
    countedAt: new Date('2026-11-22T10:00:00Z'),
    cells: 'first',
    ...changes,
  });
  const ranges = (one: KeptCells) => [{ from: one.from, to: one.to, dimension: one.dimension }];

  it('keeps the counts of a range along one dimension', async () => {
    const whole = kept({ from: new Date(1) });
    const byTeam = kept({ from: new Date(1), dimension: 'team', cells: '{"Київ": 1}' });
    await pair.one.keepCells([whole, byTeam]);
    expect(await pair.other.findCells(ranges(byTeam))).toEqual([byTeam]);
    expect(await pair.other.findCells([...ranges(whole), ...ranges(byTeam)])).toHaveLength(2);
    expect(await pair.other.findCells(ranges(kept({ from: new Date(1), to: new Date(2) })))).toEqual([]);
    expect(await pair.other.findCells([])).toEqual([]);
  });

  it('replaces what was counted earlier, and nothing that was counted later', async () => {
    const from = new Date(2);
    const later = kept({ from, countedAt: new Date('2026-11-22T11:00:00Z'), cells: 'later' });
    await pair.one.keepCells([kept({ from })]);
    await pair.other.keepCells([later]);
    await pair.one.keepCells([kept({ from })]);
    expect(await pair.one.findCells(ranges(later))).toEqual([later]);
  });

  it('confirms counts unless others were kept meanwhile', async () => {
    const [one, other] = [kept({ from: new Date(3) }), kept({ from: new Date(4) })];
    const newer = { ...other, countedAt: new Date('2026-11-22T10:30:00Z'), cells: 'newer' };
    await pair.one.keepCells([one, other]);
    await pair.other.keepCells([newer]);
    const at = new Date('2026-11-22T12:00:00Z');
    await pair.one.confirmCells([one, other], at);
    await pair.one.confirmCells([], at);
    expect(await pair.other.findCells(ranges(one))).toEqual([{ ...one, countedAt: at }]);
    expect(await pair.other.findCells(ranges(other))).toEqual([newer]);
  });

  it('notes the hour of a dialogue of which a counted fact is written, and of no other', async () => {
    const completedAt = new Date('2031-05-05T10:30:00Z');
    const hour = new Date('2031-05-05T10:00:00Z');
    const given = aDialogue({ id: 'noted', channel: 'cells', completedAt });
    const changedSince = async (since: Date) =>
      (await pair.other.changes({ since, from: hour, to: new Date(hour.getTime() + HOUR_MS) })).hours.filter(
        (one) => one.hour.getTime() === hour.getTime(),
      );
    await pair.one.insertDialogue(given);
    const [inserted] = await changedSince(new Date(0));
    expect(inserted?.changedAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);

    let before: Dialogue = given;
    const save = async (changes: Partial<Dialogue>): Promise<number> => {
      await age(HOUR_MS);
      const { now } = await pair.one.changes({ since: new Date(), from: hour, to: hour });
      const next = { ...before, ...changes };
      expect(await pair.one.saveDialogue(next, { before })).toBe(true);
      before = { ...next, revision: next.revision + 1 };
      return (await changedSince(new Date(now.getTime() - 60_000))).length;
    };
    expect(await save({ wakeAt: new Date(0), sendingBy: 'x' })).toBe(0);
    expect(await save({ deliveredAt: completedAt })).toBe(1);
    expect(await save({ survey: aSurvey({ waitsAt: 'rate' }) })).toBe(0);
    expect(await save({ survey: aSurvey({ ended: 'expired' }) })).toBe(0);
    expect(await save({ survey: aSurvey({ ended: 'finished' }) })).toBe(1);
    expect(await save({ events: [{ id: 'e', at: 1 }] })).toBe(0);
    expect(await save({ askedAt: completedAt, outcome: 'open' })).toBe(1);
    expect(await save({ rating: 4, outcome: 'answered', answeredAt: completedAt })).toBe(1);
    expect(await save({ comment: 'Дякую' })).toBe(1);
    expect(await save({ voided: { at: 0, by: 'Ірина', reason: 'a test' } })).toBe(1);
    expect(await save({ voided: null })).toBe(1);
    expect(await save({ superseded: true })).toBe(1);
    expect(await save({ operator: 'Ірина', team: null })).toBe(1);
    expect(await save({ disputed: true })).toBe(1);
    expect(await save({ tags: ['vip'], course: [{ at: 0, what: 'corrected', by: 'api' }] })).toBe(0);
    await age(HOUR_MS);
    const { now } = await pair.one.changes({ since: new Date(), from: hour, to: hour });
    await pair.one.saveDialogue({ ...before, rating: 2 });
    expect(await changedSince(new Date(now.getTime() - 60_000))).toHaveLength(1);
  });

  it('dates what it keeps by the moment at which a report began to read, however long that took', async () => {
    const period = { from: '2038-03-01', to: '2038-03-01' };
    const before = dialogue({ id: 'dated', completedAt: new Date('2038-03-01T10:00:00Z') });
    await pair.one.insertDialogue(before);
    let laterMs = 0;
    const slow = {
      ...pair.one,
      changes: async (within: Parameters<typeof pair.one.changes>[0]) => {
        const { now, hours } = await pair.one.changes(within);
        return { now: new Date(now.getTime() + laterMs), hours };
      },
    };
    const clock = { now: () => new Date('2038-04-01T10:00:00Z') };
    const report = createCounter({ store: slow, zone, clock });
    await report.count(period, '');
    await pair.other.saveDialogue({ ...before, voided: { at: 0, by: 'x', reason: 'y' } }, { before });
    laterMs = 2 * 60_000;
    await report.count(period, 'team');
    const [part] = await createCounter({ store: pair.one, zone, clock }).count(period, 'team');
    expect(part?.cells.names).toEqual([]);
  });

  it('lets figures equal a recount whatever is written and read in between', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const year = 2040 + run++;
        const period = { from: `${year}-01-31`, to: `${year}-02-28` };
        const clock = { now: () => new Date(`${year}-03-15T10:00:00Z`) };
        const statistics = createStatistics({ store: pair.one, zone, clock });
        const history = createHistory(pair.other, `cells-${year}`, new Date(`${year}-01-29T00:00:00Z`));
        const { rows } = history;
        for (const one of steps) {
          if (one.kind === 'time') await age(2 * 60_000);
          if (one.kind === 'reported' || one.kind === 'written') await history.write(one);
          else await expectFigures(statistics, period, rows, clock.now());
        }
        await expectFigures(statistics, period, rows, clock.now());
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('lets a period that nobody changed be read without its dialogues, and one changed day be counted alone', async () => {
    let counted: string[] = [];
    const store = {
      ...pair.one,
      tallies: (range: TallyRange) => {
        counted.push(dayOf(range.from, zone));
        return pair.one.tallies(range);
      },
    };
    const clock = { now: () => new Date('2039-06-15T10:00:00Z') };
    const statistics = createStatistics({ store, zone, clock });
    const rows = ['2039-04-10', '2039-05-01', '2039-05-20', '2039-06-02'].map((day) => {
      const completedAt = new Date(`${day}T10:00:00Z`);
      return dialogue({ id: `kept-${day}`, completedAt });
    });
    for (const row of rows) await pair.other.insertDialogue(row);
    const read = async () => {
      counted = [];
      const report = await statistics.period({ from: '2039-05-01', to: '2039-06-14', by: ['team'] });
      return [report.summary.completed, report.before.summary.completed, report.by.team?.[0]?.name];
    };
    expect(await read()).toEqual([3, 1, 'Support']);
    expect(counted.length).toBeGreaterThan(45);

    // What was counted within a minute of its change is counted once more.
    await age(2 * 60_000);
    await read();
    expect(counted.toSorted()).toEqual(['2039-04-10', '2039-05-01', '2039-05-20', '2039-06-02']);
    expect(await read()).toEqual([3, 1, 'Support']);
    expect(counted).toEqual([]);
    const filter = { team: ['SUPPORT', 'Sales'] };
    const narrowed = await statistics.period({ from: '2039-05-01', to: '2039-06-14', filter });
    expect([narrowed.summary.completed, counted]).toEqual([3, []]);

    const [, before] = rows;
    if (before)
      await pair.other.saveDialogue({ ...before, voided: { at: 0, by: 'x', reason: 'y' } }, { before });
    expect(await read()).toEqual([2, 1, 'Support']);
    expect(counted).toEqual(['2039-05-01']);

    store.keepCells = () => Promise.reject(new Error('the disk is full'));
    expect(await read()).toEqual([2, 1, 'Support']);
  });
}

async function expectFigures(
  statistics: ReturnType<typeof createStatistics>,
  period: { from: string; to: string },
  rows: readonly Dialogue[],
  now: Date,
): Promise<void> {
  const counted = rows.filter(isCounted);
  const within = ({ from, to }: { from: string; to: string }) =>
    counted.filter(({ completedAt }) => dayOf(completedAt, zone) >= from && dayOf(completedAt, zone) <= to);
  const report = await statistics.period({ ...period, by: dimensions });
  expectRecount(report.summary, within(period));
  const without = await statistics.period({ ...period, by: ['operator'], withoutDisputed: true });
  expectRecount(without.summary, within(period), true);
  const asOf = sameTimeBefore(now, daysOf(period).length, zone);
  expectRecount(
    report.before.summary,
    within(report.before).flatMap((one) => standingAt(one, asOf)),
  );
  expectRecount(
    without.before.summary,
    within(report.before).flatMap((one) => standingAt(one, asOf)),
    true,
  );
  for (const { name, summary } of report.by.operator ?? []) {
    expectRecount(
      summary,
      within(period).filter(({ operator }) => fold(operator) === fold(name)),
    );
  }
  const filter = { operator: 'OLENA' };
  const olena = within(period).filter(({ operator }) => fold(operator) === 'olena');
  expectRecount((await statistics.period({ ...period, filter, by: ['operator', 'team'] })).summary, olena);
  const funnel = await statistics.funnel({ ...period, by: 'channel' });
  expectFunnel(funnel.total, within(period));
  for (const { name, funnel: part } of funnel.by) {
    expectFunnel(
      part,
      within(period).filter(({ channel }) => channel === name),
    );
  }
  for (const { summary, ...part } of await statistics.trend({ ...period, step: 'month' })) {
    expectRecount(summary, within(part));
  }
  const days = await statistics.daily({ ...period, filter });
  expect(days.map(({ summary }) => summary.completed)).toEqual(
    daysOf(period).map((day) => olena.filter(({ completedAt }) => dayOf(completedAt, zone) === day).length),
  );
}

const fold = (name: string | null): string | null => name && name.trim().toLowerCase();
