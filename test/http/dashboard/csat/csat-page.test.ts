import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textIn } from '../dialogues/read-page.ts';
import { laterParts } from '../../../../src/http/dashboard/csat/later/later.tsx';
import { dialogue } from '../../../stats/dialogues.ts';
import { figuresPages } from '../figures-pages.ts';
import { aHistory } from '../history.ts';
import { aPerson, type Dashboard, now, openDashboard } from '../with-dashboard.ts';

const recent = { completedAt: new Date('2026-11-28T10:00:00Z') };
/** As a reader sees it: without tags, in one line. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u2060', '')
    .replace(/\s+/g, ' ');
const linksOf = (html: string): string[] =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'));

describe('the CSAT page', () => {
  it('says that there are no dialogues, how they get here, and where older ones are', async () => {
    const pages = await figuresPages([]);
    const { status, html } = await pages.get('/dashboard');
    expect(status).toBe(200);
    expect(html).toContain('No dialogue was completed in this period');
    expect(html).toContain('POST /api/v1/dialogues');
    expect(linksOf(html)).toContain('/dashboard?period=365d');
    const narrowed = await pages.get('/dashboard?team=Sales&tag=vip');
    expect(narrowed.html).toContain('No dialogue fits these filters');
    expect(linksOf(narrowed.html)).toContain('/dashboard');
    pages.visitor.person = aPerson({ role: 'operator' });
    expect((await pages.get('/dashboard')).html).toContain('under which names the helpdesk knows you');
  });

  it('gives each figure with its interval, its base, its definition and the dialogues behind it', async () => {
    const rated = [5, 5, 4, 3, 1].map((rating, i) => dialogue({ id: `r${i}`, rating, ...recent }));
    const silent = { outcome: 'silent', rating: null, answeredAt: null } as const;
    const notAsked = { ...silent, outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null } as const;
    const others = [silent, silent, silent, notAsked, notAsked].map((fate, i) =>
      dialogue({ id: `o${i}`, ...recent, ...fate }),
    );
    const pages = await figuresPages([...rated, ...others]);
    const { html } = await pages.get('/dashboard?team=support');
    const text = textOf(html);
    expect(text).toContain('5 ratings');
    expect(text).toMatch(/CSAT % .*? 60% 95% interval: 23%–88%/);
    expect(text).toMatch(/Average CSAT .*? 3\.6 of 5 95% interval/);
    expect(text).toMatch(/CDSAT .*? 20% 1 of 5 ratings/);
    expect(text).toMatch(/Survey percentage .*? 50% 5 of 10 dialogues/);
    expect(text).toMatch(/Share asked .*? 80% 8 of 10 dialogues/);
    expect(text).toMatch(/Response rate .*? 63% 5 of 8 asked/);
    expect(text).toContain('2 clients asked recently 20%');
    expect(text).toContain('satisfied ratings / all ratings');
    const list = '/dashboard/dialogues?team=support';
    expect(linksOf(html)).toEqual(
      expect.arrayContaining([
        `${list}&rated=yes&rating=4&rating=5&counted=yes`,
        `${list}&rated=yes&rating=1&rating=2&counted=yes`,
        `${list}&outcome=answered&counted=yes`,
        `${list}&outcome=not_asked&reason=cooldown&counted=yes`,
        `${list}&rating=3&counted=yes`,
        '/dashboard/dialogues?team=support&from=2026-11-28&to=2026-11-28&rated=yes&counted=yes',
      ]),
    );
  });

  it('says that a figure changed only where a test says so', async () => {
    const before = { completedAt: new Date('2026-10-20T10:00:00Z') };
    const many = (prefix: string, count: number, changes: Parameters<typeof dialogue>[0] | object) =>
      Array.from({ length: count }, (_, i) => dialogue({ id: `${prefix}${i}`, ...changes }));
    const fell = await figuresPages([
      ...many('a', 60, { ...before, rating: 5 }),
      ...many('b', 30, { ...recent, rating: 5 }),
      ...many('c', 30, { ...recent, rating: 1 }),
    ]);
    const text = textOf((await fell.get('/dashboard')).html);
    expect(text).toMatch(/50% 95% interval: 38%–62% ▼ fell from 100%/);
    expect(text).toMatch(/30 of 60 ratings ▲ rose from 0%/);
    const alike = await figuresPages([
      ...many('a', 5, { ...before, rating: 5 }),
      ...many('b', 4, { ...recent, rating: 5 }),
      ...many('c', 1, { ...recent, rating: 1 }),
    ]);
    expect(textOf((await alike.get('/dashboard')).html)).toMatch(/80% 95% interval: 38%–96% before: 100%/);
  });

  it('has figures for each scale in use, and charts of the one that is chosen', async () => {
    const pages = await figuresPages(aHistory(400, now));
    const { html } = await pages.get('/dashboard');
    const text = textOf(html);
    expect(text).toContain('Ratings on the scale 1–5');
    expect(text).toContain('Ratings on the scale 0–100');
    expect(text).toMatch(/NPS The Net Promoter Score.*? [+−-]?\d+ 95% interval/);
    expect(text).toContain('CSAT by day');
    expect(linksOf(html)).toContain('/dashboard?scale=nps');
    const nps = textOf((await pages.get('/dashboard?scale=nps')).html);
    expect(nps).toContain('NPS by day');
    expect(nps).toContain('NPS by team');
    expect(linksOf((await pages.get('/dashboard?scale=nps')).html)).toContain(
      '/dashboard/dialogues?scale=nps&rating=10&counted=yes',
    );
  });
});

describe('the address of the CSAT page', () => {
  let pages: Dashboard;
  beforeAll(async () => {
    pages = await figuresPages([dialogue({ id: 'a', ...recent, operator: 'Olena' })], {}, openDashboard);
  });
  afterAll(() => pages.close());

  it('keeps what was chosen in every link and in the form', async () => {
    const address = '/dashboard?period=90d&team=Support&team=Sales&step=month';
    const { html } = await pages.get(address);
    expect(html).toContain('<input type="hidden" name="step" value="month"/>');
    expect(html).toContain('<input type="hidden" name="team" value="Sales"/>');
    expect(linksOf(html)).toEqual(
      expect.arrayContaining([
        '/dashboard?period=90d&team=Support&team=Sales&step=week#trend',
        '/dashboard?period=90d&step=month&team=Sales',
        '/dashboard?team=Support&team=Sales&step=month&period=7d',
      ]),
    );
  });

  it('of the form keeps a preset whose days nobody changed', async () => {
    const sent =
      '/dashboard?period=30d&from=2026-11-01&to=2026-11-30&team=&operator=Olena&tag=&rating=&disputed=';
    const { html } = await pages.get(sent);
    expect(linksOf(html)).toContain('/dashboard/dialogues?operator=Olena&counted=yes');
    const changed = await pages.get(sent.replace('11-01', '11-02'));
    expect(linksOf(changed.html)).toContain(
      '/dashboard/dialogues?from=2026-11-02&to=2026-11-30&operator=Olena&counted=yes',
    );
  });

  it.each([
    ['a day that is none', 'from=2026-13-01&to=2026-11-30', 'from', 'is not a day'],
    ['an end before the beginning', 'from=2026-11-30&to=2026-11-01', 'to', 'before it begins'],
    ['a day of another century', 'from=1926-11-30&to=2026-11-01', 'from', 'out of range'],
    ['a hundred years', 'from=2000-01-01&to=2099-12-31', 'to', 'ask for 3660 at most'],
    [
      'a point a day of three years',
      'from=2024-01-01&to=2026-11-30&step=day',
      'step',
      'choose week or month',
    ],
    ['an end alone', 'to=2026-11-30', 'from', 'is missing'],
    ['a preset that is none', 'period=3d', 'period', 'must be one of 7d'],
    ['a step that is none', 'step=year', 'step', 'must be one of day, week, month'],
    ['a scale that is none', 'scale=five', 'scale', 'must be a scale such as 1-5'],
    ['a rating that is no number', 'rating=good', 'rating', 'must be a number such as 4'],
    ['disputes that are no choice', 'disputed=maybe', 'disputed', 'must be only or without'],
    ['a name that is too long', `team=${'x'.repeat(300)}`, 'team', 'has 300 characters'],
    ['a character that no name has', 'team=%00', 'team', 'no name has'],
    ['sixty names', Array(60).fill('operator=a').join('&'), 'operator', 'has 60 values'],
  ])('that cannot be read says where and what to do: %s', async (_, query, path, remedy) => {
    for (const page of ['/dashboard', '/dashboard/parts/words', '/dashboard/funnel']) {
      if (page === '/dashboard/funnel' && /step|scale/.test(query)) continue;
      const { status, html } = await pages.get(`${page}?${query}`);
      expect([page, status]).toEqual([page, 400]);
      expect(html).toContain(`<code>${path}</code>`);
      expect(textIn(html).toLowerCase()).toContain(remedy.toLowerCase());
    }
  });

  it('takes what looks like an injection for a name that nobody has', async () => {
    for (const text of [`' OR 1=1 --`, '{"$gt":""}', '%', '_', '../../etc/passwd', '${7*7}', '"><script>']) {
      for (const name of ['team', 'operator', 'topic', 'channel', 'scenario', 'version', 'tag']) {
        const { status, html } = await pages.get(`/dashboard?${name}=${encodeURIComponent(text)}`);
        expect([name, text, status]).toEqual([name, text, 200]);
        expect(html).toContain('No dialogue fits these filters');
        expect(html).not.toContain('<script>');
      }
    }
    const { status } = await pages.get('/dashboard?team[$gt]=&__proto__=1&constructor=2');
    expect(status).toBe(200);
  });
});

describe('the parts that follow', () => {
  it('are pieces of the page for htmx, and pages of their own without it', async () => {
    const pages = await figuresPages(aHistory(300, now));
    for (const part of laterParts) {
      const piece = await pages.get(`/dashboard/parts/${part}?team=Support`, { 'hx-request': 'true' });
      expect([part, piece.status, piece.html.startsWith('<section class="card')]).toEqual([part, 200, true]);
      const whole = await pages.get(`/dashboard/parts/${part}?team=Support`);
      expect(whole.html).toContain('<!doctype html>');
      expect(linksOf(whole.html)).toContain('/dashboard?team=Support');
    }
    const { html } = await pages.get('/dashboard?team=Support');
    const awaited = [...html.matchAll(/hx-get="\/dashboard\/parts\/(\w+)/g)].map(([, part]) => part);
    expect(awaited).toEqual(['operator', 'topic', 'channel', 'words', 'alerts', 'targets', 'disputes']);
    const { html: unfiltered } = await pages.get('/dashboard');
    expect(unfiltered).not.toContain('parts/operator');
  });

  it('have all of 500 operators on the plot, and 50 of them in the table until all are asked for', async () => {
    const many = Array.from({ length: 1000 }, (_, i) =>
      dialogue({ id: `m${i}`, ...recent, operator: `Operator ${i % 500}`, rating: (i % 5) + 1 }),
    );
    const pages = await figuresPages(many);
    const { html } = await pages.get('/dashboard');
    expect(html.length).toBeLessThan(150_000);
    const { html: part } = await pages.get('/dashboard/parts/operator', { 'hx-request': 'true' });
    expect([...part.matchAll(/Operator \d+: /g)].length).toBe(500);
    expect(part.match(/<tr>/g)?.length).toBe(51);
    expect(linksOf(part)).toContain('/dashboard/parts/operator?all=1');
    const all = await pages.get('/dashboard/parts/operator?all=1');
    expect(all.html.match(/<tr>/g)?.length).toBe(501);
  });
});
