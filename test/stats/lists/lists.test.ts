import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialogue, isCounted } from '../../../src/dialogue.ts';
import { createLists, type Lists } from '../../../src/stats/lists/lists.ts';
import type { DialoguesQuery } from '../../../src/stats/lists/query.ts';
import { dayOf } from '../../../src/stats/period.ts';
import { type ListOrder, listOrders, type ListPosition } from '../../../src/store/ports/figures.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { anyDialoguesAndMore, dialogue } from '../dialogues.ts';
import { zone } from '../with-statistics.ts';

const now = new Date('2026-12-31T00:00:00Z');
const period = { from: '2026-10-24', to: '2026-10-26' };

async function withLists(
  dialogues: readonly Dialogue[],
  look: number,
  check: (lists: Lists, asked: () => number) => Promise<void>,
): Promise<void> {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  let pages = 0;
  const counting: typeof store = {
    ...store,
    pageDialogues: (options) => {
      pages++;
      return store.pageDialogues(options);
    },
  };
  try {
    for (const one of dialogues) await store.insertDialogue(one);
    await check(createLists({ store: counting, zone, clock: { now: () => now }, look }), () => pages);
  } finally {
    await store.close();
  }
}

/** Every page, each behind the one before. */
async function allOf(
  lists: Lists,
  query: DialoguesQuery,
  order: ListOrder,
  limit: number,
): Promise<Dialogue[]> {
  const all: Dialogue[] = [];
  let after: ListPosition | null = null;
  for (let pages = 0; pages < 200; pages++) {
    const page = await lists.dialoguePage(query, { limit, order, ...(after && { after }) });
    all.push(...page.dialogues);
    if (page.searchedUntil) expect(page.next).not.toBeNull();
    if (!page.next) return all;
    after = page.next;
  }
  throw new Error('the list does not end');
}

const maybe = <T>(...values: T[]) => fc.constantFrom<Array<T | undefined>>(undefined, undefined, ...values);
const wish = fc.record({
  counted: maybe(true as const, true as const),
  disputed: maybe(true, false),
  rated: maybe(true, false),
  commented: maybe(true, false),
  outcome: maybe<Dialogue['outcome'] | Array<Dialogue['outcome']>>('silent', ['open', 'answered']),
  notAskedReason: maybe('cooldown' as const),
  rating: maybe<number | number[]>(5, [0, 100]),
  operator: maybe<string | string[]>('OLENA', ['andriy', 'nobody']),
  team: maybe('sales'),
  isEver: fc.boolean(),
});

describe('lists of dialogues', () => {
  it('give what is wanted once and in order, also where kept counts let days be passed', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDialoguesAndMore,
        fc.array(fc.tuple(wish, fc.constantFrom(...listOrders)), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (dialogues, wishes, look, limit) =>
          withLists(dialogues, look, async (lists) => {
            for (const [{ isEver, rating, operator, team, ...rest }, order] of wishes) {
              const names = { ...(operator && { operator }), ...(team && { team }) };
              const filter = { ...names, ...(rating !== undefined && { rating }) };
              const given = Object.fromEntries(Object.entries(rest).filter(([, one]) => one !== undefined));
              const query: DialoguesQuery = { filter, ...(!isEver && { period }), ...given };
              const isIn = ({ completedAt }: Dialogue) => {
                const day = dayOf(completedAt, zone);
                return isEver || (day >= period.from && day <= period.to);
              };
              const wanted = dialogues.filter((one) => isIn(one) && isWanted(one, { ...rest, rating }));
              const among = (name: string | null, wishes: string | string[]) =>
                [wishes].flat().some((one) => one.toLowerCase() === name?.toLowerCase());
              const expected = wanted
                .filter(
                  (one) => (!operator || among(one.operator, operator)) && (!team || among(one.team, team)),
                )
                .map(({ id }) => id);
              const found = (await allOf(lists, query, order, limit)).map(({ id }) => id);
              // Of a name that only uncounted dialogues have, no spelling but the given one is known.
              if (operator || team) expect(found.every((id) => expected.includes(id))).toBe(true);
              else expect(found.toSorted()).toEqual(expected.toSorted());
              const whole = await lists.dialogues(query, { limit: 100, order });
              expect(found).toEqual(whole.map(({ id }) => id));
            }
          }),
      ),
      { numRuns: 12 },
    );
  });

  it('reach one dialogue of many days on the first page, where counts tell its day', async () => {
    const rows = Array.from({ length: 60 }, (_, index) =>
      dialogue({ id: `many-${index}`, completedAt: new Date(Date.UTC(2026, 8, 1 + index, 10)) }),
    );
    const seldom = { outcome: 'not_asked', notAskedReason: 'cooldown', rating: null } as const;
    rows[5] = { ...dialogue({ id: 'seldom', completedAt: new Date('2026-09-06T10:00:00Z') }), ...seldom };
    await withLists(rows, 4, async (lists, asked) => {
      const query = { notAskedReason: 'cooldown', counted: true } as const;
      const page = await lists.dialoguePage(query, { limit: 10 });
      expect(page.dialogues.map(({ id }) => id)).toEqual(['seldom']);
      expect(asked()).toBe(2);
      expect(page.searchedUntil).toEqual(new Date('2026-09-03T10:00:00Z'));
      const rest = await lists.dialoguePage(query, { limit: 10, ...(page.next && { after: page.next }) });
      expect(rest).toEqual({ dialogues: [], next: null, searchedUntil: null });
      // Counts know nothing of voided dialogues, so without `counted` every dialogue is looked at.
      const all = await lists.dialoguePage({ notAskedReason: 'cooldown' }, { limit: 10 });
      expect(all).toMatchObject({ dialogues: [], searchedUntil: new Date('2026-10-27T10:00:00Z') });
      expect(
        (await lists.dialoguePage({ ...query, outcome: 'silent', notAskedReason: [] }, { limit: 1 })).next,
      ).toBeNull();
    });
  });

  it('find a name that only dialogues have which do not count, as it was given', async () => {
    const voided = { at: 0, by: 'helpdesk', reason: 'a test' };
    await withLists([dialogue({ id: 'void', operator: 'Ghost', voided })], 10, async (lists) => {
      const find = async (operator: string, counted?: true) => {
        const query = { filter: { operator }, ...(counted && { counted }) };
        return (await lists.dialoguePage(query, { limit: 10 })).dialogues.map(({ id }) => id);
      };
      expect(await find('Ghost')).toEqual(['void']);
      expect(await find('Ghost', true)).toEqual([]);
      expect(await find('Nobody')).toEqual([]);
    });
  });

  it('end without a question to the store where a filter is an empty list', async () => {
    await withLists([dialogue({ id: 'a' })], 10, async (lists, asked) => {
      for (const filter of [{ operator: [] }, { channel: [] }, { rating: [] }]) {
        const page = await lists.dialoguePage({ filter }, { limit: 10 });
        expect(page).toEqual({ dialogues: [], next: null, searchedUntil: null });
        expect(await lists.dialogues({ filter }, { limit: 10 })).toEqual([]);
      }
      expect(asked()).toBe(0);
    });
  });

  it('refuse a period that is none or too long', async () => {
    await withLists([], 10, async (lists) => {
      const years = { from: '1900-01-01', to: '2026-01-01' };
      await expect(lists.dialoguePage({ period: years }, { limit: 1 })).rejects.toThrow('is out of range');
      const many = { from: '2001-01-01', to: '2101-01-01' };
      await expect(lists.dialogues({ period: many }, { limit: 1 })).rejects.toThrow('ask for 3660 at most');
    });
  });
});

function isWanted(
  one: Dialogue,
  wanted: Partial<DialoguesQuery> & { rating?: number | number[] | undefined },
): boolean {
  const { counted, disputed, rated, commented, outcome, notAskedReason, rating } = wanted;
  const fates = [outcome ?? [], notAskedReason ?? []].flat(2) as string[];
  const isOfFate = fates.includes(one.outcome) || fates.includes(String(one.notAskedReason));
  return (
    (!counted || isCounted(one)) &&
    (disputed === undefined || one.disputed === disputed) &&
    (rated === undefined || (one.rating !== null) === rated) &&
    (commented === undefined || (one.comment !== null) === commented) &&
    (rating === undefined || (one.rating !== null && [rating].flat().includes(one.rating))) &&
    (fates.length === 0 || isOfFate)
  );
}
