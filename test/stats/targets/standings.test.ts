import { describe, expect, it, onTestFinished } from 'vitest';
import { createTranslator } from '../../../src/locales/index.ts';
import { createStatistics } from '../../../src/stats/statistics.ts';
import { targetStandings } from '../../../src/stats/targets/standings.ts';
import type { Target } from '../../../src/stats/targets/target.ts';
import { periodText, standingText } from '../../../src/stats/targets/words.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { dialogue } from '../dialogues.ts';

const csat = (team: string | null, value: number): Target => ({
  metric: 'csatPercent',
  scale: null,
  team,
  value,
});

async function statisticsOf(days: Array<[day: string, rating: number, team: string]>) {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  for (const [i, [day, rating, team]] of days.entries()) {
    const completedAt = new Date(`${day}T10:00:00Z`);
    await store.insertDialogue(dialogue({ id: `d${i}`, completedAt, rating, team }));
  }
  const clock = { now: () => new Date('2026-11-23T12:00:00Z') };
  return createStatistics({ store, zone: 'UTC', clock });
}

describe('how targets stand', () => {
  it('is judged over the thirty days up to the day, each team by itself', async () => {
    const statistics = await statisticsOf([
      ['2026-10-23', 1, 'Support'],
      ['2026-10-24', 5, 'Support'],
      ['2026-11-22', 5, 'Support'],
      ['2026-11-22', 1, 'Sales'],
      ['2026-11-23', 1, 'Support'],
    ]);
    const targets = [csat(null, 0.6), csat('SALES', 0.6), csat('Support', 1), csat('Nobody', 0.5)];
    const standings = await targetStandings({ statistics, targets, day: '2026-11-22' });
    expect(
      standings.map(({ target, verdict, figures }) => [target.team, verdict, figures[0]?.value]),
    ).toEqual([
      [null, 'met', 2 / 3],
      ['SALES', 'missed', 0],
      ['Support', 'met', 1],
      ['Nobody', null, undefined],
    ]);
    expect(standings[0]?.period).toEqual({ from: '2026-10-24', to: '2026-11-22' });

    const t = createTranslator('en');
    expect(standings.map((one) => standingText(t, one))).toEqual([
      'CSAT: at least 60% – met (67%)',
      'CSAT: at least 60%, team SALES – missed (0%)',
      'CSAT: at least 100%, team Support – met (100%)',
      'CSAT: at least 50%, team Nobody – no data yet',
    ]);
    const [, sales] = standings;
    if (!sales) throw new Error('no standing');
    expect(periodText(createTranslator('uk'), sales)).toBe(
      'Виконання цілей оцінено за 30 днів, по нд, 22 лист. включно.',
    );
  });

  it('leaves out teams that the reader may not see', async () => {
    const statistics = await statisticsOf([
      ['2026-11-22', 5, 'Support'],
      ['2026-11-22', 1, 'Sales'],
    ]);
    const targets = [csat(null, 0.6), csat('Sales', 0.6), csat('Support', 0.6)];
    const options = { statistics, targets, day: '2026-11-22', scope: { team: 'support' } };
    const standings = await targetStandings(options);
    expect(standings.map(({ target, verdict }) => [target.team, verdict])).toEqual([
      [null, 'met'],
      ['Support', 'met'],
    ]);
  });

  it('takes from alerts how those were handled', async () => {
    const statistics = await statisticsOf([['2026-11-22', 5, 'Support']]);
    const targets: Target[] = [{ metric: 'timeToTake', scale: null, team: 'Support', value: 60_000 }];
    const asked: unknown[] = [];
    const handling = async (query: unknown) => {
      asked.push(query);
      return { timeToTake: 90_000, takenInTime: null };
    };
    const options = { statistics, targets, day: '2026-11-22' };
    expect(await targetStandings({ ...options, handling })).toMatchObject([{ verdict: 'missed' }]);
    expect(asked).toEqual([{ from: '2026-10-24', to: '2026-11-22', filter: { team: 'Support' } }]);
    expect(await targetStandings(options)).toMatchObject([{ verdict: null, figures: [] }]);
  });
});
