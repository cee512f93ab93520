import { describe, expect, it } from 'vitest';
import { pageOfThose, type Position } from '../../../src/http/api/fields/cursor.ts';

/** 5,000 of a list, of which every tenth of the last half is asked for. */
const all = Array.from({ length: 5_000 }, (_, i) => ({ id: `a${i}`, at: new Date(10_000 - i) }));
const isAsked = (i: number): boolean => i >= 2_500 && i % 10 === 0;

describe('a page of those of a list that are asked for', () => {
  it('ends once enough was looked at, and the next one goes on there', async () => {
    let looked = 0;
    async function* read({ after }: { after?: Position }) {
      const from = after ? all.findIndex(({ id }) => id === after.id) + 1 : 0;
      for (let i = from; i < all.length; i++) {
        looked++;
        const one = all[i];
        if (one) yield { one, isIn: isAsked(i) };
      }
    }
    const sizes: number[] = [];
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      looked = 0;
      const { page, next } = await pageOfThose({ limit: 100, cursor }, read, (one) => one);
      expect(looked).toBeLessThanOrEqual(2_000);
      sizes.push(page.length);
      found.push(...page.map(({ id }) => id));
      if (next === null) break;
      cursor = next;
    }
    // The second looks at 2,000 from 2,000 on and is full before it has.
    expect(sizes).toEqual([0, 100, 100, 50]);
    expect(found).toEqual(all.filter((_, i) => isAsked(i)).map(({ id }) => id));
  });
});
