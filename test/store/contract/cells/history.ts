import fc from 'fast-check';
import { expect } from 'vitest';
import type { Dialogue } from '../../../../src/dialogue.ts';
import type { DialogueStore } from '../../../../src/store/ports/dialogues.ts';
import { dialogue } from '../../../stats/dialogues.ts';
import { aSurvey } from '../../../support/dialogues.ts';

const HOUR_MS = 3_600_000;

/** What happens between two readings: a write, or the passing of time. */
export type Step =
  | { kind: 'reported'; hours: number; place: Partial<Dialogue> }
  | {
      kind: 'written';
      index: number;
      later: number;
      change: (before: Dialogue, at: Date) => Partial<Dialogue>;
    }
  | { kind: 'time' }
  | { kind: 'read' };

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reported' as const),
      hours: fc.integer({ min: 0, max: 35 * 24 }),
      place: fc.record({
        channel: fc.constantFrom('telegram', 'viber'),
        operator: fc.constantFrom('Olena', 'olena ', 'Andriy', null),
        team: fc.constantFrom('Support', null),
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('written' as const),
      index: fc.nat(),
      later: fc.integer({ min: 0, max: 60 * 24 }),
      change: fc.constantFrom<Array<(before: Dialogue, at: Date) => Partial<Dialogue>>>(
        ({ answeredAt }, at) => ({ rating: 2, outcome: 'answered', answeredAt: answeredAt ?? at }),
        ({ answeredAt }, at) => ({ comment: 'Дякую', outcome: 'answered', answeredAt: answeredAt ?? at }),
        ({ rating }) => ({ rating: rating === null ? null : 5 }),
        () => ({ voided: { at: 0, by: 'Ірина', reason: 'a test' } }),
        () => ({ voided: null }),
        () => ({ superseded: true }),
        () => ({ disputed: true }),
        () => ({ disputed: false }),
        (_before, at) => ({ deliveredAt: at }),
        () => ({ survey: aSurvey({ ended: 'finished' }) }),
        () => ({ survey: aSurvey({ waitsAt: 'comment' }) }),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'time' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'read' as const }) },
);

/** Writes a history step by step; `rows` are the dialogues as they should be in the store. */
export interface History {
  rows: readonly Dialogue[];
  write(step: Extract<Step, { kind: 'reported' | 'written' }>): Promise<void>;
}

/** @param begin when the first dialogues are completed */
export function createHistory(
  store: Pick<DialogueStore, 'insertDialogue' | 'saveDialogue'>,
  name: string,
  begin: Date,
): History {
  const rows: Dialogue[] = [];
  return {
    rows,
    async write(one) {
      if (one.kind === 'reported') {
        const completedAt = new Date(begin.getTime() + one.hours * HOUR_MS);
        const times = { reportedAt: completedAt, askedAt: completedAt, answeredAt: null };
        const open = { rating: null, outcome: 'open' } as const;
        const fresh = dialogue({
          id: `${name}-${rows.length}`,
          ...one.place,
          completedAt,
          ...times,
          ...open,
        });
        await store.insertDialogue(fresh);
        rows.push(fresh);
        return;
      }
      const index = one.index % (rows.length || 1);
      const before = rows[index];
      if (!before) return;
      const at = new Date(before.completedAt.getTime() + one.later * HOUR_MS);
      const next = { ...before, ...one.change(before, at) };
      expect(await store.saveDialogue(next, { before })).toBe(true);
      rows[index] = { ...next, revision: next.revision + 1 };
    },
  };
}
