import { describe, expect, it } from 'vitest';
import { dailyMarks } from '../../../src/stats/comparison/marks.ts';
import { flagsOf } from '../../../src/digest/read/flags.ts';
import { chartDays } from '../../../src/stats/comparison/p-prime.ts';
import { addDays } from '../../../src/stats/period.ts';
import { summarize, summarizeBy } from '../../../src/stats/summary.ts';
import type { Tally } from '../../../src/store/ports/figures.ts';
import { type Chance, createChance } from '../../stats/comparison/chance.ts';
import { tally, unanswered } from '../render/days.ts';

const judgedDays = 500;

/** Days of the same behaviour on two scales: chance alone makes them differ. */
function daysAlike(chance: Chance, share: number, answersOn: (index: number) => number) {
  return Array.from({ length: chartDays + judgedDays }, (_, index) => {
    const ratings = (scale: string, n: number, [good, bad]: [number, number]): Tally[] => {
      const hits = chance.hits(n, share);
      return [tally(hits, { scale, rating: good }), tally(n - hits, { scale, rating: bad })];
    };
    const n = answersOn(index);
    const counts = [...ratings('1-5', n, [5, 2]), ...ratings('0/5/10', n, [10, 0])];
    return { day: addDays('2025-01-01', index), summary: summarize(counts.filter(({ count }) => count > 0)) };
  });
}

describe('the daily marks of a service that behaves the same every day', () => {
  const week = [200, 180, 190, 170, 150, 40, 12];
  it.each<[string, (index: number) => number]>([
    ['5 ratings a day', () => 5],
    ['50 ratings a day', () => 50],
    ['500 ratings a day', () => 500],
    ['a week of weekdays and weekends', (index) => week[index % 7] ?? 0],
  ])('stand on at most 1 day in 100: %s', (name, answersOn) => {
    for (const share of [0.7, 0.85, 0.95]) {
      const days = daysAlike(createChance(name.length + 1000 * share), share, answersOn);
      const marked = { '1-5': 0, '0/5/10': 0 };
      for (let index = chartDays; index < days.length; index++) {
        const shown = days.slice(index - chartDays, index + 1);
        const marks = dailyMarks({ day: days[index]?.day ?? '', days: shown });
        for (const scale of ['1-5', '0/5/10'] as const) if (marks.has(scale)) marked[scale]++;
      }
      for (const count of Object.values(marked)) expect(count).toBeLessThanOrEqual(judgedDays / 100);
    }
  });

  it('stand on the day on which it does not', () => {
    const days = daysAlike(createChance(5), 0.9, () => 200).slice(0, chartDays + 1);
    const worse = summarize([tally(130), tally(70, { rating: 1 })]);
    const day = days.at(-1)?.day ?? '';
    const { side, usual } =
      dailyMarks({ day, days: [...days.slice(0, -1), { day, summary: worse }] }).get('1-5') ?? {};
    expect(side).toBe('below');
    expect(usual?.low).toBeGreaterThan(0.65);
  });
});

describe('the flags of operators who are alike', () => {
  it('stand at most at the rates of the funnel: of ratings, of those asked and of those who answered', () => {
    const chance = createChance(20261122);
    const days = 400;
    const operators = Array.from({ length: 20 }, (_, index) => `Operator ${String.fromCharCode(65 + index)}`);
    const flagged = { rating: [0, 0], asked: [0, 0], answered: [0, 0] };
    let judged = 0;
    for (let day = 0; day < days; day++) {
      const tallies = operators.flatMap((operator) => {
        const completed = 2 + Math.floor(80 * chance.next() ** 2);
        const asked = chance.hits(completed, 0.86);
        const answered = chance.hits(asked, 0.6);
        const satisfied = chance.hits(answered, 0.85);
        return [
          tally(satisfied, { operator, team: null }),
          tally(answered - satisfied, { operator, team: null, rating: 1 }),
          tally(asked - answered, { ...unanswered, operator, team: null, outcome: 'silent' }),
          tally(completed - asked, {
            ...unanswered,
            operator,
            team: null,
            outcome: 'not_asked',
            notAskedReason: 'cooldown',
          }),
        ].filter(({ count }) => count > 0);
      });
      judged += operators.length;
      const found = flagsOf(summarize(tallies), [], summarizeBy(tallies, 'operator'));
      for (const { what, level } of found) {
        flagged[what][0] = (flagged[what][0] ?? 0) + 1;
        if (level === 99.8) flagged[what][1] = (flagged[what][1] ?? 0) + 1;
      }
    }
    for (const [what, [any = 0, widest = 0]] of Object.entries(flagged)) {
      expect(any / judged, what).toBeLessThanOrEqual(0.05);
      expect(widest / judged, what).toBeLessThanOrEqual(0.002);
      // It does flag: what never did would keep to any rate.
      expect(any / judged, what).toBeGreaterThan(0.005);
    }
  });
});
