import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/stats/summary.ts';
import { crossings, judge, type Verdict } from '../../../src/stats/targets/judge.ts';
import { type Target, targetKey } from '../../../src/stats/targets/target.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import { tallyOf } from '../../support/dialogues.ts';
import { dialogue } from '../dialogues.ts';

const summaryOf = (...ratings: Array<[rating: number | null, scale?: string]>) =>
  summarize(
    ratings.map(([rating, scale = '1-5'], i) => {
      const outcome: Dialogue['outcome'] = rating === null ? 'silent' : 'answered';
      return tallyOf(dialogue({ id: `d${i}`, rating, scale, outcome }));
    }),
  );
const target = (metric: Target['metric'], value: number, scale: string | null = null): Target => ({
  metric,
  scale,
  team: null,
  value,
});

describe('a target', () => {
  it('is met by a figure that reaches it, or, where less is better, does not pass it', () => {
    const summary = summaryOf([5], [5], [4], [2], [null]);
    expect(judge(target('csatPercent', 0.75), summary)).toBe('met');
    expect(judge(target('csatPercent', 0.76), summary)).toBe('missed');
    expect(judge(target('cdsat', 0.25), summary)).toBe('met');
    expect(judge(target('cdsat', 0.24), summary)).toBe('missed');
    expect(judge(target('averageCsat', 4, '1-5'), summary)).toBe('met');
    expect(judge(target('averageCsat', 4.1, '1-5'), summary)).toBe('missed');
    expect(judge(target('surveyPercentage', 0.8), summary)).toBe('met');
    expect(judge(target('responseRate', 0.81), summary)).toBe('missed');
  });

  it('is not judged without data, or by another scale', () => {
    expect(judge(target('csatPercent', 0.75), summaryOf())).toBeNull();
    expect(judge(target('csatPercent', 0.75), summaryOf([null]))).toBeNull();
    expect(judge(target('csatPercent', 0.75, '0/5/10'), summaryOf([5]))).toBeNull();
    expect(judge(target('csatPercent', 0.75), summaryOf([7, 'ces']))).toBeNull();
    expect(judge(target('nps', 10, 'nps'), summaryOf([5]))).toBeNull();
    expect(judge(target('nps', 10, 'nps'), summaryOf([9, 'nps']))).toBe('met');
    expect(judge(target('timeToTake', 60_000), summaryOf([5]))).toBeNull();
  });

  it('for each scale is missed when one scale misses it', () => {
    const summary = summaryOf([5], [0, '0/5/10']);
    expect(judge(target('csatPercent', 0.5), summary)).toBe('missed');
    expect(judge(target('csatPercent', 0.5, '1-5'), summary)).toBe('met');
  });

  it('for how alerts are handled is judged by what those gave', () => {
    const summary = { ...summaryOf([5]), timeToTake: 61_000, takenInTime: 0.9 };
    expect(judge(target('timeToTake', 60_000), summary)).toBe('missed');
    expect(judge(target('takenInTime', 0.9), summary)).toBe('met');
  });

  it('that a decimal names exactly is met by the quotient that is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }), (n, part) => {
        fc.pre(part <= n);
        const percent = (100 * part) / n;
        const [scale] = summaryOf([5]).scales;
        if (!scale) return;
        const summary = { ...summaryOf([5]), scales: [{ ...scale, csatPercent: part / n }] };
        expect(judge(target('csatPercent', percent / 100), summary)).toBe('met');
      }),
      { seed: 3 },
    );
  });
});

describe('what is said of targets', () => {
  const one = target('csatPercent', 0.85);
  const key = targetKey(one);
  const now = (verdict: Verdict | null) => [{ target: one, verdict }];

  it('is a miss the first time, and nothing when the target was met', () => {
    expect(crossings({}, now('met'))).toEqual({ crossed: [], told: { [key]: 'met' } });
    expect(crossings({}, now('missed'))).toEqual({ crossed: now('missed'), told: { [key]: 'missed' } });
    expect(crossings({}, now(null))).toEqual({ crossed: [], told: {} });
  });

  it('is each crossing once, and nothing on days without data', () => {
    const days = ['met', 'missed', 'missed', null, 'missed', 'met', null, 'met', 'missed'] as const;
    let told: Record<string, Verdict> = {};
    const said = days.map((verdict) => {
      const { crossed, told: next } = crossings(told, now(verdict));
      told = next;
      return crossed.map((crossing) => crossing.verdict);
    });
    expect(said).toEqual([[], ['missed'], [], [], [], ['met'], [], [], ['missed']]);
  });

  it('forgets a target that is no more', () => {
    expect(crossings({ [key]: 'missed' }, [])).toEqual({ crossed: [], told: {} });
  });

  it('alternates between missed and met for any run of days', () => {
    const verdicts = fc.array(fc.constantFrom<Array<Verdict | null>>('met', 'missed', null));
    fc.assert(
      fc.property(verdicts, (days) => {
        let told: Record<string, Verdict> = {};
        const said: unknown[] = [];
        for (const verdict of days) {
          const { crossed, told: next } = crossings(told, now(verdict));
          said.push(...crossed.map((crossing) => crossing.verdict));
          told = next;
        }
        expect(said).toEqual(said.map((_, i) => (i % 2 === 0 ? 'missed' : 'met')));
      }),
      { seed: 5 },
    );
  });
});
