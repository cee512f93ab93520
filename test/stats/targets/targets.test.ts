import { describe, expect, it, onTestFinished } from 'vitest';
import { createSetClock } from '../../../src/clock.ts';
import { type Target, targetFor, targetKey } from '../../../src/stats/targets/target.ts';
import { createTargets, csatTarget } from '../../../src/stats/targets/targets.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';

const now = new Date('2026-11-22T12:00:00Z');

async function open(seed: Target[] = [], clock = createSetClock(now)) {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  return createTargets({ store, clock, seed });
}

const target = (changes: Partial<Target> = {}): Target => ({
  metric: 'csatPercent',
  scale: null,
  team: null,
  value: 0.8,
  ...changes,
});

describe('targets', () => {
  it('are set, changed, listed with who set them, and removed', async () => {
    const targets = await open();
    await targets.set(target({ metric: 'nps', scale: 'nps', value: 30 }), 'Iryna');
    await targets.set(target({ team: '  Second  line ' }), 'Iryna');
    await targets.set(target({ team: 'SECOND LINE', value: 0.9 }), 'Petro');
    const listed = await targets.list();
    expect(listed).toEqual([
      { ...target({ team: 'SECOND LINE', value: 0.9 }), by: 'Petro', setAt: now },
      { ...target({ metric: 'nps', scale: 'nps', value: 30 }), by: 'Iryna', setAt: now },
    ]);
    expect(await targets.remove(target({ team: 'second line' }), 'Petro')).toBe(true);
    expect(await targets.remove(target({ team: 'second line' }), 'Petro')).toBe(false);
    expect(await targets.list()).toHaveLength(1);
  });

  it('begin with that of the environment, until somebody changes or removes it', async () => {
    const targets = await open([csatTarget(0.85)]);
    expect(await targets.list()).toEqual([{ ...csatTarget(0.85), by: null, setAt: null }]);
    await targets.set(csatTarget(0.9), 'Iryna');
    expect(await targets.list()).toMatchObject([{ value: 0.9, by: 'Iryna' }]);
    expect(await targets.remove(csatTarget(0), 'Iryna')).toBe(true);
    expect(await targets.list()).toEqual([]);
    await targets.set(csatTarget(0.7), 'Iryna');
    expect(await targets.list()).toMatchObject([{ value: 0.7 }]);

    const others = await open([csatTarget(0.85)]);
    expect(await others.remove(csatTarget(0.85), 'Iryna')).toBe(true);
    expect(await others.list()).toEqual([]);
  });

  it('are known as they stood at an earlier moment', async () => {
    const clock = createSetClock(now);
    const at = (day: number): Date => new Date(now.getTime() + day * 86_400_000);
    const targets = await open([csatTarget(0.85)], clock);
    for (const [day, value] of [
      [1, 0.9],
      [2, 0.8],
    ] as const) {
      clock.set(at(day));
      await targets.set(csatTarget(value), `set on day ${day}`);
    }
    clock.set(at(3));
    await targets.remove(csatTarget(0), 'Iryna');
    const then = async (day: number) => (await targets.list(at(day))).map(({ value, by }) => [value, by]);
    expect(await then(0)).toEqual([[0.85, null]]);
    expect(await then(1.5)).toEqual([[0.9, 'set on day 1']]);
    expect(await then(2)).toEqual([[0.8, 'set on day 2']]);
    expect(await then(3)).toEqual([]);
    expect(await targets.list()).toEqual([]);
  });

  it('of a value that no figure can have are refused', async () => {
    const targets = await open();
    await expect(targets.set(target({ value: 8.6 }), 'x')).rejects.toThrow(RangeError);
    await expect(targets.set(target({ value: Number.NaN }), 'x')).rejects.toThrow('out_of_range');
    expect(await targets.list()).toEqual([]);
  });

  it('are set by one of two who do so at once, and neither is lost halfway', async () => {
    const targets = await open();
    await Promise.all([targets.set(target({ value: 0.7 }), 'a'), targets.set(target({ value: 0.8 }), 'b')]);
    const [kept, ...others] = await targets.list();
    expect(others).toEqual([]);
    expect([
      { value: 0.7, by: 'a' },
      { value: 0.8, by: 'b' },
    ]).toContainEqual({
      value: kept?.value,
      by: kept?.by,
    });
  });
});

describe('the target of a figure', () => {
  const general = target();
  const onFive = target({ scale: '1-5', value: 0.9 });
  const ofTeam = target({ team: 'Sales', value: 0.7 });
  const all = [general, onFive, ofTeam];
  const csat = { metric: 'csatPercent' } as const;

  it('is that of its team before that of any, and of its scale before that of each', () => {
    expect(targetFor(all, { ...csat, scale: '1-5', team: null })).toBe(onFive);
    expect(targetFor(all, { ...csat, scale: '0/5/10', team: null })).toBe(general);
    expect(targetFor(all, { ...csat, scale: '1-5', team: 'sales ' })).toBe(ofTeam);
    expect(targetFor(all, { ...csat, scale: '1-5', team: 'Support' })).toBe(onFive);
  });

  it('is none on another scale or of another metric', () => {
    expect(targetFor(all, { ...csat, scale: 'ces', team: null })).toBeNull();
    expect(targetFor(all, { metric: 'cdsat', scale: '1-5', team: null })).toBeNull();
  });

  it('is known by its metric, scale and team, however that is spelled', () => {
    expect(targetKey(target({ team: 'Sales' }))).toBe(targetKey(target({ team: ' SALES', value: 0.1 })));
    expect(targetKey(target({ team: '' }))).not.toBe(targetKey(target()));
  });
});
