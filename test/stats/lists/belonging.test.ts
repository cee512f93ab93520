import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { FigureFilter, Narrowing } from '../../../src/stats/filter.ts';
import { createBelonging } from '../../../src/stats/lists/belonging.ts';
import { createStatistics } from '../../../src/stats/statistics.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { anyDialoguesAndMore, dialogue } from '../dialogues.ts';
import { zone } from '../with-statistics.ts';

async function withStore(dialogues: readonly Dialogue[], check: (store: Store) => Promise<void>) {
  const store: Store = createSqliteStore({ path: ':memory:' });
  await store.open();
  try {
    for (const one of dialogues) await store.insertDialogue(one);
    await check(store);
  } finally {
    await store.close();
  }
}

async function* listOf<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

/** Of the ids of dialogues, in their order, those that are let through. */
async function belong(store: Store, ids: readonly string[], narrowing: Narrowing): Promise<string[]> {
  const found: string[] = [];
  const belonging = createBelonging(store);
  for await (const { one, isIn } of belonging(listOf(ids), (id) => id, narrowing)) {
    if (isIn) found.push(one);
  }
  return found;
}

/** A list knows the spellings of dialogues that count: one of each that there is. */
function countedOnes(dialogues: readonly Dialogue[]): Dialogue[] {
  const operators = [...new Set(dialogues.map(({ operator }) => operator))];
  return operators.map((operator, index) => dialogue({ id: `counted${index}`, operator }));
}

describe('what belongs to dialogues', () => {
  it('is let through where a list of dialogues lets its dialogue through', async () => {
    const facts = fc.record({
      scenarioVersion: fc.constantFrom(null, 'v1', 'v2'),
      tags: fc.constantFrom<string[][]>([], ['vip'], ['vip', 'refund']),
    });
    const filters: fc.Arbitrary<FigureFilter> = fc.record(
      {
        version: fc.constantFrom<FigureFilter['version'][]>('v1', ['v1', 'v2'], []),
        tag: fc.constantFrom<FigureFilter['tag'][]>('vip', ['refund', 'none'], []),
        rating: fc.constantFrom<FigureFilter['rating'][]>(5, [0, 5, 100], []),
        operator: fc.constantFrom<FigureFilter['operator'][]>('OLENA', ['olena', 'Andriy']),
        channel: fc.constantFrom('viber'),
      },
      { requiredKeys: [] },
    );
    const narrowings: fc.Arbitrary<Narrowing> = fc.record(
      { filter: filters, disputed: fc.boolean() },
      { requiredKeys: [] },
    );
    const drawn = fc
      .tuple(anyDialoguesAndMore, fc.array(facts, { minLength: 40, maxLength: 40 }))
      .map(([dialogues, given]) => dialogues.map((one, index): Dialogue => ({ ...one, ...given[index] })));
    await fc.assert(
      fc.asyncProperty(drawn, fc.array(narrowings, { minLength: 6, maxLength: 6 }), (some, wanted) => {
        const dialogues = [...some, ...countedOnes(some)];
        return withStore(dialogues, async (store) => {
          const statistics = createStatistics({ store, zone, clock: { now: () => new Date() } });
          const ids = dialogues.map(({ id }) => id);
          for (const narrowing of wanted) {
            const listed = await statistics.dialogues(narrowing, { limit: 100 });
            const found = await belong(store, ids, narrowing);
            expect(found.toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
          }
        });
      }),
      { numRuns: 10 },
    );
  });

  it('is read two hundred dialogues at a time, in its order, each dialogue once', async () => {
    const rows = Array.from({ length: 250 }, (_, i) =>
      dialogue({ id: `d${String(i).padStart(3, '0')}`, tags: i % 2 === 0 ? ['even'] : [] }),
    );
    await withStore(rows, async (store) => {
      const read = vi.spyOn(store, 'narrowingFacts');
      const twice = rows.flatMap(({ id }) => [id, id]);
      const even = rows.filter(({ tags }) => tags.length > 0).flatMap(({ id }) => [id, id]);
      expect(await belong(store, twice, { filter: { tag: 'even' } })).toEqual(even);
      expect(read.mock.calls.map(([ids]) => ids.length)).toEqual([100, 100, 50]);
    });
  });

  it('is let through without a read where nothing is narrowed; of an unknown dialogue only then', async () => {
    await withStore([], async (store) => {
      const read = vi.spyOn(store, 'narrowingFacts');
      expect(await belong(store, ['gone'], { filter: { team: undefined } })).toEqual(['gone']);
      expect(read).not.toHaveBeenCalled();
      expect(await belong(store, ['gone'], { disputed: false })).toEqual([]);
    });
  });
});
