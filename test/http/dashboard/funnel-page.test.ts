import { describe, expect, it } from 'vitest';
import { dialogue } from '../../stats/dialogues.ts';
import { textIn } from './dialogues/read-page.ts';
import { figuresPages } from './figures-pages.ts';
import { aHistory } from './history.ts';
import { now } from './with-dashboard.ts';

const at = { completedAt: new Date('2026-11-28T10:00:00Z') };
const none = { rating: null, answeredAt: null } as const;

describe('the funnel', () => {
  it('says how many dialogues came how far, why the others did not, and leads to them', async () => {
    const pages = await figuresPages([
      dialogue({ id: 'a', ...at, comment: 'fine' }),
      dialogue({ id: 'b', ...at }),
      dialogue({ id: 'c', ...at, ...none, comment: 'only words' }),
      dialogue({ id: 'd', ...at, ...none, outcome: 'silent', deliveredAt: at.completedAt }),
      dialogue({ id: 'e', ...at, ...none, outcome: 'open' }),
      dialogue({ id: 'f', ...at, ...none, outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null }),
    ]);
    const { status, html } = await pages.get('/dashboard/funnel');
    expect(status).toBe(200);
    const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('1 client asked recently');
    expect(text).toContain('1 client only wrote');
    expect(text).toContain('1 client wrote a comment without rating.');
    for (const link of [
      'rated=yes',
      'commented=yes',
      'finished=yes',
      'outcome=not_asked&amp;reason=cooldown',
      'rated=no&amp;commented=yes',
    ]) {
      const query = link === 'finished=yes' ? null : `/dashboard/dialogues?${link}&amp;counted=yes`;
      if (query) expect(html).toContain(query);
    }
  });

  it('has the counts of the API, in parts as well', async () => {
    const pages = await figuresPages(aHistory(300, now));
    const asked = { from: '2026-11-01', to: '2026-11-30', filter: { team: 'Support' } };
    const funnel = await pages.statistics.funnel({ ...asked, by: 'channel' });
    const { html } = await pages.get('/dashboard/funnel?team=Support&by=channel');
    for (const { steps } of [funnel.total, ...funnel.by.map((one) => one.funnel)]) {
      for (const { count } of steps) expect(html).toContain(`>${count.toLocaleString('en')}<`);
    }
    expect(html.match(/<h2 /g)?.length).toBe(3);
    const summary = (await pages.statistics.period(asked)).summary;
    expect(funnel.total.steps[0]?.count).toBe(summary.completed);
    expect(funnel.total.steps[1]?.count).toBe(summary.asked);
  });

  it('refuses what it is not apart by, and says when there is nothing', async () => {
    const pages = await figuresPages([]);
    const { status, html } = await pages.get('/dashboard/funnel?by=operator');
    expect(status).toBe(400);
    expect(textIn(html)).toContain('Must be one of channel, scenario.');
    expect((await pages.get('/dashboard/funnel')).html).toContain('No dialogue was completed in this period');
  });
});
