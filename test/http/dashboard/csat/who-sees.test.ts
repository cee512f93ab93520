import { describe, expect, it } from 'vitest';
import { laterParts } from '../../../../src/http/dashboard/csat/later/later.tsx';
import type { FigureFilter } from '../../../../src/stats/filter.ts';
import { dialogue } from '../../../stats/dialogues.ts';
import { figuresPages, noAlerts } from '../figures-pages.ts';
import { aPerson } from '../with-dashboard.ts';

const at = { completedAt: new Date('2026-11-28T10:00:00Z') };
const dialogues = [
  ...Array.from({ length: 3 }, (_, i) =>
    dialogue({ id: `s${i}`, ...at, team: 'Support', operator: 'Olena', topic: 'Delivery', rating: 5 }),
  ),
  ...Array.from({ length: 4 }, (_, i) =>
    dialogue({
      id: `x${i}`,
      ...at,
      team: 'Sales',
      operator: 'Secret Agent',
      topic: 'Mergers',
      rating: 1,
      comment: 'hush',
    }),
  ),
];
const addresses = ['/dashboard', '/dashboard/funnel', '/dashboard/parts/choices'].concat(
  laterParts.map((part) => `/dashboard/parts/${part}`),
);

describe('who sees what on the pages of figures', () => {
  it('a supervisor sees their teams, whatever team the address names', async () => {
    const asked: FigureFilter[] = [];
    const pages = await figuresPages(dialogues, {
      alertFigures: async ({ filter = {} }) => {
        asked.push(filter);
        return noAlerts;
      },
    });
    pages.visitor.person = aPerson({ role: 'supervisor', teams: ['support'] });
    const own = await pages.get('/dashboard');
    expect(own.html).toMatch(/3 ratings/);
    for (const address of addresses) {
      const { status, html } = await pages.get(`${address}?choices=yes`);
      expect([address, status]).toEqual([address, 200]);
      expect(html).not.toMatch(/Sales|Secret|Mergers|hush/);
    }
    for (const filter of ['team=Sales', 'operator=Secret Agent', 'topic=Mergers', 'team=Sales&team=sales']) {
      const { status, html } = await pages.get(`/dashboard?${filter}`);
      expect([filter, status]).toEqual([filter, 200]);
      expect(html).toContain('No dialogue fits these filters');
      await pages.get(`/dashboard/parts/alerts?${filter}`);
      expect((await pages.get(`/dashboard/parts/operator?${filter}`)).html).toContain('Nobody rated');
      expect((await pages.get(`/dashboard/funnel?${filter}`)).html).toContain(
        'No dialogue fits these filters',
      );
    }
    expect(
      asked.every(({ team }) => team !== undefined && !team.includes('Sales') && !team.includes('sales')),
    ).toBe(true);
    const both = await pages.get('/dashboard?team=Sales&team=Support');
    expect(both.html).toMatch(/3 ratings/);
  });

  it('an operator sees what they led themselves', async () => {
    const pages = await figuresPages(dialogues);
    pages.visitor.person = aPerson({ role: 'operator', operators: ['OLENA'] });
    expect((await pages.get('/dashboard')).html).toMatch(/3 ratings/);
    expect((await pages.get('/dashboard?operator=Secret Agent')).html).toContain(
      'No dialogue fits these filters',
    );
    for (const address of addresses) {
      expect((await pages.get(`${address}?choices=yes`)).html).not.toMatch(/Sales|Secret|Mergers|hush/);
    }
  });

  it('an analyst and an administrator see all of it; who may read no figures is refused', async () => {
    const pages = await figuresPages(dialogues);
    for (const role of ['analyst', 'administrator'] as const) {
      pages.visitor.person = aPerson({ role });
      expect((await pages.get('/dashboard')).html).toMatch(/7 ratings/);
    }
    pages.visitor.person = aPerson({ role: 'integrator' });
    for (const address of addresses) {
      const { status, html } = await pages.get(address);
      expect([address, status]).toEqual([address, 403]);
      expect(html).toContain('You may not see this page');
      expect(html).not.toMatch(/Sales|Support|Secret/);
    }
  });

  it('offers a supervisor the names of their teams once they want to choose', async () => {
    const pages = await figuresPages(dialogues);
    pages.visitor.person = aPerson({ role: 'supervisor', teams: ['Support'] });
    const { html } = await pages.get('/dashboard');
    expect(html).toContain('hx-get="/dashboard/parts/choices"');
    expect(html).not.toContain('<option value="Delivery">');
    const { html: choices } = await pages.get('/dashboard/parts/choices');
    expect(choices).toContain('<option value="Delivery">Delivery</option>');
    expect(choices).toContain('<option value="Olena">Olena</option>');
  });
});
