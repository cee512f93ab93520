import { expect, it } from 'vitest';
import type { Pair } from '../../contracts/store.ts';

const now = new Date('2026-11-23T09:00:00Z');
const until = new Date('2026-11-23T09:05:00Z');
const later = new Date('2026-11-23T09:10:00Z');

export function testDigests(pair: Pair): void {
  const aKey = (supervisor: string) => ({ day: '2026-11-22', supervisor: `telegram:${supervisor}` });

  it('lets one of 20 instances claim a digest', async () => {
    const key = aKey('crowd');
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? pair.one : pair.other).claimDigest(key, now, until)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('tells supervisors and days apart', async () => {
    const key = aKey('apart');
    expect(await pair.one.claimDigest(key, now, until)).toBe(true);
    expect(await pair.one.claimDigest(aKey('apart-2'), now, until)).toBe(true);
    expect(await pair.one.claimDigest({ ...key, day: '2026-11-23' }, now, until)).toBe(true);
    expect(await pair.one.claimDigest(key, now, until)).toBe(false);
  });

  it('lets one of 20 instances take over a claim that ran out, and none before', async () => {
    const key = aKey('expired');
    await pair.one.claimDigest(key, now, until);
    expect(await pair.other.claimDigest(key, new Date(until.getTime() - 1), later)).toBe(false);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? pair.one : pair.other).claimDigest(key, until, later)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await pair.one.claimDigest(key, until, later)).toBe(false);
  });

  it('never gives a finished digest again', async () => {
    const key = aKey('done');
    await pair.one.claimDigest(key, now, until);
    await pair.one.settleDigest(key, true);
    expect(await pair.other.claimDigest(key, later, later)).toBe(false);
    await pair.one.settleDigest(key, true);
    await pair.other.settleDigest(key, false);
    expect(await pair.other.claimDigest(key, later, later)).toBe(false);
  });

  it('gives a claim that was given back to the next at once', async () => {
    const key = aKey('back');
    await pair.one.claimDigest(key, now, until);
    await pair.one.settleDigest(key, false);
    expect(await pair.other.claimDigest(key, now, until)).toBe(true);
    expect(await pair.one.claimDigest(key, now, until)).toBe(false);
  });

  it('finishes a digest whose claim is gone', async () => {
    const key = aKey('gone');
    await pair.one.settleDigest(key, true);
    expect(await pair.one.claimDigest(key, now, until)).toBe(false);
  });

  it('gives the last day that is done for a supervisor, with the moment until which it told', async () => {
    const supervisor = 'telegram:a.b+c=';
    const settle = (day: string, told?: Date) => pair.one.settleDigest({ day, supervisor }, true, told);
    expect(await pair.other.lastDigest(supervisor, '2026-11-30')).toBeNull();
    await settle('2026-11-20', now);
    await settle('2026-11-22', later);
    await settle('2026-11-25');
    await pair.one.claimDigest({ day: '2026-11-26', supervisor }, now, until);
    await pair.one.settleDigest({ day: '2026-11-27', supervisor: 'telegram:axb+c=' }, true, later);
    await pair.one.settleDigest({ day: '2026-11-27', supervisor: `viber:1 ${supervisor}x` }, true, later);
    const last = (before: string) => pair.other.lastDigest(supervisor, before);
    expect(await last('2026-11-30')).toEqual({ day: '2026-11-25', toldUntil: null });
    expect(await last('2026-11-25')).toEqual({ day: '2026-11-22', toldUntil: later });
    expect(await last('2026-11-22')).toEqual({ day: '2026-11-20', toldUntil: now });
    expect(await last('2026-11-20')).toBeNull();
  });

  it('gives the last day that was told to anybody', async () => {
    await pair.one.settleDigest({ day: '2001-02-03', supervisor: 'telegram:any-1' }, true, now);
    await pair.one.settleDigest({ day: '2001-02-04', supervisor: 'telegram:any-2' }, true);
    expect(await pair.other.lastDigest(null, '2001-02-10')).toEqual({ day: '2001-02-03', toldUntil: now });
    expect(await pair.other.lastDigest(null, '2001-02-03')).toBeNull();
  });
}
