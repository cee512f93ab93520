import { describe, expect, it } from 'vitest';
import type { Dispute } from '../../../../src/disputes/dispute.ts';
import { laterParts } from '../../../../src/http/dashboard/csat/later/later.tsx';
import { dialogue } from '../../../stats/dialogues.ts';
import { figuresPages } from '../figures-pages.ts';
import { aPerson } from '../with-dashboard.ts';

const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'`;
const at = { completedAt: new Date('2026-11-28T10:00:00Z') };
const pages = [
  '/dashboard',
  '/dashboard/funnel?by=scenario',
  '/dashboard/funnel?by=channel',
  '/dashboard/parts/choices',
].concat(laterParts.map((part) => `/dashboard/parts/${part}`));

describe('pages of figures', () => {
  it('show names, topics, comments, reasons and scenarios as text, whatever stands in them', async () => {
    const place = {
      operator: evil,
      team: evil,
      topic: evil,
      scenario: evil,
      channel: evil,
      tags: [evil],
      scenarioVersion: evil,
    };
    const rated = Array.from({ length: 40 }, (_, i) =>
      dialogue({
        id: `e${i}`,
        ...at,
        ...place,
        rating: i % 2 ? 1 : 5,
        comment: i % 2 ? `${evil} scriptword` : 'fine',
      }),
    );
    const others = Array.from({ length: 40 }, (_, i) => dialogue({ id: `o${i}`, ...at, rating: 5 }));
    const dispute = {
      id: 'e1.1',
      raisedAt: at.completedAt,
      state: 'open',
      dialogue: {
        id: evil,
        externalId: evil,
        channel: evil,
        scenario: evil,
        operator: evil,
        team: evil,
        topic: evil,
        scale: '1-5',
        rating: 1,
      },
      entries: [{ at: 0, who: { id: null, name: evil }, what: 'raised', why: evil }],
    } as unknown as Dispute;
    const dashboard = await figuresPages([...rated, ...others], {
      disputes: {
        async *each() {
          yield dispute;
        },
      },
      async *belonging(all) {
        for await (const one of all) yield { one, isIn: true };
      },
      targets: { list: async () => [{ metric: 'csatPercent', scale: null, team: evil, value: 0.9 }] },
      scenarios: () => [{ id: evil, version: evil }],
    });
    dashboard.visitor.person = aPerson({ name: evil });
    const narrowed = new URLSearchParams({
      team: evil,
      operator: evil,
      topic: evil,
      tag: evil,
      scenario: evil,
    });
    for (const page of pages) {
      for (const query of ['', `&${narrowed}`]) {
        const { status, html } = await dashboard.get(`${page}${page.includes('?') ? '' : '?'}${query}`);
        expect([page, status]).toEqual([page, 200]);
        expect(/<img|<script>/.exec(html)).toBeNull();
        expect(html.includes('"><img')).toBe(false);
      }
    }
    const { html } = await dashboard.get('/dashboard/parts/words');
    expect(html.includes('scriptword')).toBe(true);
  });

  it('hold no script and no style of their own, and forbid both', async () => {
    const dashboard = await figuresPages([
      dialogue({ id: 'a', ...at }),
      dialogue({ id: 'b', ...at, rating: 1 }),
    ]);
    for (const page of [...pages, '/dashboard?step=year', '/dashboard/nowhere']) {
      const { html, headers } = await dashboard.get(page);
      expect(/\sstyle=|<style|\son[a-z]+=|javascript:/i.exec(html)).toBeNull();
      expect(html.match(/<script(?![^>]* src=)/)).toBeNull();
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});
