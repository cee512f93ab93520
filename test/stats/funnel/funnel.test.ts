import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialogue, isCounted } from '../../../src/dialogue.ts';
import { funnelOf } from '../../../src/stats/funnel.ts';
import { aSurvey, tallyOf } from '../../support/dialogues.ts';
import { anyDialoguesAndMore, dialogue } from '../dialogues.ts';
import { expectFunnel } from '../recount.ts';
import { withStatistics } from '../with-statistics.ts';

const period = { from: '2026-10-24', to: '2026-10-27' };
const fate = fc.record({
  deliveredAt: fc.constantFrom(null, new Date(0)),
  survey: fc.constantFrom(null, aSurvey({ ended: 'finished' }), aSurvey({ waitsAt: 'comment' })),
});
const drawn = fc
  .tuple(anyDialoguesAndMore, fc.array(fate, { minLength: 40, maxLength: 40 }))
  .map(([dialogues, fates]) => dialogues.map((one, index): Dialogue => ({ ...one, ...fates[index] })));

describe('a funnel', () => {
  it('adds up: each step is the one before less what was lost and with what joined, in every part', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, (dialogues) =>
        withStatistics(dialogues, async (statistics) => {
          const counted = dialogues.filter(isCounted);
          for (const by of ['channel', 'scenario'] as const) {
            const { total, by: parts } = await statistics.funnel({ ...period, by });
            expectFunnel(total, counted);
            expect(new Set(parts.map(({ name }) => name))).toEqual(new Set(counted.map((one) => one[by])));
            for (const { name, funnel } of parts) {
              expectFunnel(
                funnel,
                counted.filter((one) => one[by] === name),
              );
            }
            const sizes = parts.map(({ funnel }) => funnel.steps[0]?.count ?? 0);
            expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
          }
          const undisputed = await statistics.funnel({ ...period, withoutDisputed: true });
          expectFunnel(
            undisputed.total,
            counted.filter(({ disputed }) => !disputed),
          );
          const { summary } = await statistics.period(period);
          const steps = (await statistics.funnel(period)).total.steps;
          expect(steps.slice(0, 2).map(({ count }) => count)).toEqual([summary.completed, summary.asked]);
        }),
      ),
      { numRuns: 20 },
    );
  });

  it('says why each dialogue was lost', () => {
    const silent = { rating: null, outcome: 'silent', answeredAt: null } as const;
    const [arrived, finished] = [{ deliveredAt: new Date(0) }, { survey: aSurvey({ ended: 'finished' }) }];
    const all = [
      dialogue({ id: 'a', outcome: 'not_asked', notAskedReason: 'cooldown', rating: null }),
      dialogue({ id: 'b', outcome: 'not_asked', notAskedReason: 'cooldown', rating: null }),
      dialogue({ id: 'c', outcome: 'scheduled', rating: null }),
      dialogue({ id: 'd', ...silent, outcome: 'open' }),
      dialogue({ id: 'e', ...silent }),
      dialogue({ id: 'f', ...silent, ...arrived }),
      dialogue({ id: 'g', ...silent, ...arrived, outcome: 'open' }),
      dialogue({ id: 'h', ...silent, ...arrived, scale: null }),
      dialogue({ id: 'i', ...arrived, rating: null, comment: 'Дякую' }),
      dialogue({ id: 'j', ...arrived }),
      dialogue({ id: 'k', ...arrived, ...finished }),
      dialogue({ id: 'l', ...arrived, ...finished, comment: 'Дякую' }),
      dialogue({ id: 'm', ...silent, ...arrived, ...finished }),
    ];
    expect(funnelOf(all.map(tallyOf)).steps).toEqual([
      { step: 'completed', count: 13, joined: 0, lost: [] },
      {
        step: 'asked',
        count: 10,
        joined: 0,
        lost: [
          { reason: 'cooldown', count: 2 },
          { reason: 'scheduled', count: 1 },
        ],
      },
      {
        step: 'delivered',
        count: 8,
        joined: 0,
        lost: [
          { reason: 'open', count: 1 },
          { reason: 'silent', count: 1 },
        ],
      },
      {
        step: 'rated',
        count: 3,
        joined: 0,
        lost: [
          { reason: 'silent', count: 2 },
          { reason: 'comment_alone', count: 1 },
          { reason: 'no_scale', count: 1 },
          { reason: 'open', count: 1 },
        ],
      },
      {
        step: 'commented',
        count: 2,
        joined: 1,
        lost: [
          { reason: 'no_comment', count: 1 },
          { reason: 'unfinished', count: 1 },
        ],
      },
      { step: 'finished', count: 3, joined: 2, lost: [{ reason: 'unfinished', count: 1 }] },
    ]);
  });

  it('counts nothing of a period without dialogues', async () => {
    await withStatistics([], async (statistics) => {
      const { total, by } = await statistics.funnel({ ...period, by: 'channel' });
      expect(total.steps.map(({ count, lost, joined }) => [count, lost, joined])).toEqual(
        Array.from({ length: 6 }, () => [0, [], 0]),
      );
      expect(by).toEqual([]);
      await expect(statistics.funnel({ from: '2026-01-01', to: '2199-01-01' })).rejects.toThrow(RangeError);
    });
  });
});
