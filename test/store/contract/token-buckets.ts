import { expect, it } from 'vitest';
import type { Pair } from '../../contracts/store.ts';

/** So slow that the time which the test takes makes no difference. */
const rate = { intervalMs: 60_000, burst: 2 };

/** @param isShared whether instances on this store share their buckets */
export function testTokenBuckets(pair: Pair, isShared: boolean): void {
  const take = (store: 'one' | 'other', name: string, count = 1, onlyFull = false) =>
    pair[store].takeTokens({ name, ...rate, count, onlyFull });

  if (!isShared) {
    it('leaves buckets to the process', async () => {
      expect(await take('one', 'own')).toBeNull();
    });
    return;
  }

  it('gives the burst at once and then a token in each interval, whoever asks', async () => {
    expect(await take('one', 'a')).toEqual({ count: 1, waitMs: 0 });
    expect(await take('other', 'a')).toEqual({ count: 1, waitMs: 0 });
    const third = await take('one', 'a');
    expect(third?.waitMs).toBeGreaterThan(0);
    expect(third?.waitMs).toBeLessThanOrEqual(60_000);
    const several = await take('other', 'a', 5);
    expect(several?.count).toBe(5);
    const last = await take('one', 'a');
    expect(last?.waitMs).toBeGreaterThan(third!.waitMs + 5 * 60_000);
  });

  it('gives each of 20 that ask at once a moment of its own', async () => {
    // Of several that make a new bucket at once DocumentDB keeps one, so it is there before.
    await take('one', 'crowd');
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, index) => take(index % 2 ? 'one' : 'other', 'crowd')),
    );
    const after = await take('one', 'crowd');
    expect(taken.every((one) => one?.count === 1)).toBe(true);
    expect(after?.waitMs).toBeGreaterThan(18 * 60_000);
  });

  it('gives nothing to who waits for a full bucket while it is not', async () => {
    expect(await take('one', 'full', 1, true)).toEqual({ count: 1, waitMs: 0 });
    const refused = await take('other', 'full', 1, true);
    expect(refused?.count).toBe(0);
    expect(refused?.waitMs).toBeGreaterThan(0);
    // It took nothing: the burst is still there.
    expect(await take('one', 'full')).toEqual({ count: 1, waitMs: 0 });
  });

  it('gives nothing while it is held, and never holds for less than it did', async () => {
    await pair.one.holdTokens('held', 60_000);
    await pair.other.holdTokens('held', 10);
    const refused = await take('other', 'held');
    expect(refused).toMatchObject({ count: 0, held: true });
    expect(refused?.waitMs).toBeGreaterThan(30_000);
  });
}
