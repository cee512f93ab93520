import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../../src/alerts/alert.ts';
import { readAlertFigures } from '../../../../src/alerts/figures.ts';
import { createAlertRecords } from '../../../../src/alerts/records.ts';
import { reflect } from '../../../../src/alerts/transitions.ts';
import type { Dialogue } from '../../../../src/dialogue.ts';
import { createDisputeLedger, disputedFacts } from '../../../../src/disputes/dispute.ts';
import { createBelonging } from '../../../../src/stats/lists/belonging.ts';
import { dialogue } from '../../../stats/dialogues.ts';
import { silentLog } from '../../../support/log.ts';
import { figuresPages } from '../figures-pages.ts';
import { aPerson, clock, type Dashboard } from '../with-dashboard.ts';

const low = (id: string, changes: Partial<Dialogue>): Dialogue =>
  dialogue({ id, rating: 1, operator: `Operator ${id}`, scenarioVersion: 'v1', ...changes });
const at = new Date('2026-11-22T12:00:00Z').getTime();

/** Low ratings, each with an alert and a dispute of it. */
const lows = [
  low('a', { tags: ['vip'], team: 'Support', disputed: true }),
  low('b', { rating: 2, team: 'Sales', scenarioVersion: 'v2' }),
  low('c', { topic: 'Доставка', channel: 'viber', tags: ['vip'] }),
];

async function pages(): Promise<Dashboard> {
  const served: { store?: Dashboard['store'] } = {};
  const storeOf = (): Dashboard['store'] => served.store as Dashboard['store'];
  const dashboard = await figuresPages(lows, {
    alertFigures: (query) => {
      const store = storeOf();
      const read = { records: createAlertRecords(store, silentLog), belonging: createBelonging(store) };
      return readAlertFigures(read, query, null, clock.now());
    },
    disputes: { each: (query) => createDisputeLedger(storeOf()).each(query) },
  });
  served.store = dashboard.store;
  const records = createAlertRecords(dashboard.store, silentLog);
  const ledger = createDisputeLedger(dashboard.store);
  for (const one of lows) {
    await records.change(one.id, () => reflect(null, one.id, factsOf(one, null, null), at));
    const who = { id: null, name: 'Olena' };
    const entry = { at, who, what: 'raised' as const, why: `Because of ${one.id}` };
    // As it stood then: its operator was corrected since.
    const then = { ...disputedFacts(one, 1), operator: 'Somebody else' };
    await ledger.open(1, { dialogue: then, place: null }, entry);
  }
  return dashboard;
}

const disputedIn = (html: string): string[] =>
  lows.map(({ id }) => id).filter((id) => html.includes(`Because of ${id}`));

describe('the cards of alerts and of disputes', () => {
  it('show what belongs to the dialogues that the filters of the page let through', async () => {
    const { get, visitor } = await pages();
    visitor.person = aPerson({ role: 'administrator' });
    const cases: Array<[query: string, ids: string[]]> = [
      ['', ['a', 'b', 'c']],
      ['version=v2', ['b']],
      ['tag=vip', ['a', 'c']],
      ['tag=vip&team=support', ['a', 'c']],
      ['rating=2', ['b']],
      ['rating=1&rating=2', ['a', 'b', 'c']],
      ['disputed=only', ['a']],
      ['disputed=without', ['b', 'c']],
      ['operator=operator b', ['b']],
      ['operator=Somebody else', []],
      ['topic=ДОСТАВКА', ['c']],
      ['channel=viber', ['c']],
      ['channel=viber&rating=5', []],
    ];
    for (const [query, ids] of cases) {
      const days = `from=2026-11-22&to=2026-11-22&${query}`;
      const alerts = (await get(`/dashboard/parts/alerts?${days}`)).html;
      const [, counted = '0'] = /class="stat-value">(\d+)/.exec(alerts) ?? [];
      expect([query, Number(counted)]).toEqual([query, ids.length]);
      const disputes = (await get(`/dashboard/parts/disputes?${days}`)).html;
      expect([query, disputedIn(disputes)]).toEqual([query, ids]);
    }
  });

  it('show nobody what their role does not give, whatever the filters', async () => {
    const { get, visitor } = await pages();
    visitor.person = aPerson({ role: 'supervisor', teams: ['Sales'] });
    for (const query of ['', 'tag=vip', 'team=Support', 'rating=1', 'disputed=only']) {
      const { html } = await get(`/dashboard/parts/disputes?from=2026-11-22&to=2026-11-22&${query}`);
      expect(disputedIn(html)).toEqual(query === '' ? ['b'] : []);
    }
  });
});
