import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../src/access/may.ts';
import { figuresOf } from '../../src/alerts/figures.ts';
import type { Narrowing } from '../../src/stats/filter.ts';
import { aPerson } from '../access/persons.ts';
import { MINUTE, openAlertsFixture } from './fixture.ts';

const olena = aPerson({ id: 'olena', name: 'Olena' });
const period = { from: new Date('2026-11-22T00:00:00Z'), to: new Date('2026-11-23T00:00:00Z') };

describe('the figures of alerts', () => {
  it('are null where there is nothing that they could be taken from', () => {
    expect(figuresOf([], 15 * MINUTE, 0)).toEqual({
      alerts: 0,
      withdrawn: 0,
      open: 0,
      taken: 0,
      timeToTake: null,
      timeToResolve: null,
      takenInTime: null,
      byCause: { operator: 0, product: 0, process: 0, policy: 0 },
    });
  });

  it('are the medians of the times, the share that was taken in time, and what it was about', async () => {
    const fixture = await openAlertsFixture([olena], {
      escalation: [{ afterMs: 15 * MINUTE, role: 'supervisor' }],
    });
    for (const minutes of [2, 4, 30]) {
      await fixture.rated(1, { operator: `Operator ${minutes}`, team: minutes === 30 ? 'Sales' : 'Support' });
      await fixture.pass(minutes * MINUTE);
      await fixture.tap('I take it', olena);
      if (minutes === 30) continue;
      await fixture.pass(6 * MINUTE);
      await fixture.tap('Not the operator’s', olena);
      await fixture.tap('Policy', olena);
      await fixture.tap('Resolved', olena);
      await fixture.tap('Without a note', olena);
    }
    const withdrawn = await fixture.rated(1);
    await fixture.change(withdrawn, { rating: 5 });
    await fixture.rated(2);
    const all = await fixture.alerts.alertFigures(period);
    expect(all).toEqual({
      alerts: 4,
      withdrawn: 1,
      open: 1,
      taken: 1,
      timeToTake: 4 * MINUTE,
      timeToResolve: 9 * MINUTE,
      // The last one has time left.
      takenInTime: { share: 2 / 3, of: 3 },
      byCause: { operator: 0, product: 0, process: 0, policy: 2 },
    });
    const scope = scopeOf(aPerson({ teams: ['SALES'] }), 'handle_alerts') ?? {};
    expect(await fixture.alerts.alertFigures({ ...period, filter: scope })).toMatchObject({
      alerts: 1,
      timeToTake: 30 * MINUTE,
      timeToResolve: null,
      takenInTime: { share: 0, of: 1 },
    });
    const other = { from: period.to, to: new Date('2026-11-24T00:00:00Z') };
    expect((await fixture.alerts.alertFigures(other)).alerts).toBe(0);
  });

  it('are of those whose dialogue is asked for as it stands now, whatever changed since', async () => {
    const fixture = await openAlertsFixture([olena]);
    const plain = await fixture.rated(1, { scenarioVersion: 'v1', tags: ['vip'] });
    await fixture.rated(2, { scenarioVersion: 'v2', tags: ['vip', 'refund'] });
    const count = async (narrowing: Narrowing): Promise<number> =>
      (await fixture.alerts.alertFigures({ ...period, ...narrowing })).alerts;
    const counts = async (): Promise<number[]> =>
      Promise.all([
        count({ filter: { version: 'v1' } }),
        count({ filter: { tag: ['refund', 'none'] } }),
        count({ filter: { rating: 1 } }),
        count({ filter: { tag: 'vip', team: 'SUPPORT' } }),
        count({ disputed: false }),
        count({ disputed: true }),
      ]);
    expect(await counts()).toEqual([1, 1, 1, 2, 2, 0]);
    await fixture.change(plain, { disputed: true, tags: ['refund'], team: 'Sales' });
    expect(await counts()).toEqual([1, 2, 1, 1, 1, 1]);
  });

  it('have no share in time where nobody is reminded', async () => {
    const fixture = await openAlertsFixture([olena], { escalation: [] });
    await fixture.rated(1);
    await fixture.tap('I take it', olena);
    expect(await fixture.alerts.alertFigures(period)).toMatchObject({
      timeToTake: 0,
      takenInTime: null,
    });
  });

  it('leave out an alert that cannot be read, which is logged', async () => {
    const fixture = await openAlertsFixture([olena]);
    await fixture.rated(1);
    const at = new Date('2026-11-22T12:00:00Z');
    await fixture.store.insertRecord({ kind: 'alert', id: 'broken', at, tag: 'open', body: { state: 7 } });
    expect((await fixture.alerts.alertFigures(period)).alerts).toBe(1);
    expect((await fixture.alerts.openAlerts(olena)).choices).toHaveLength(1);
    expect(fixture.log).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ dialogue: 'broken' }) }),
    );
  });
});
