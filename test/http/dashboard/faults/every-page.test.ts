import { expect, it } from 'vitest';
import { routesBelow } from '../../routes-below.ts';
import { sharedTestService, type TestService } from '../../../support/service.ts';

const service = sharedTestService();

/** Parameters that no page can read; of some pages they are none, and then they change nothing. */
const bad: Record<string, readonly string[]> = {
  from: ['x', '2026-02-30', '1950-01-01', '<b>'],
  to: ['x', '9999-12-31'],
  period: ['7w'],
  rating: ['abc'],
  disputed: ['maybe'],
  team: ['%00', 'x'.repeat(201)],
  operator: Array.from({ length: 51 }, (_, index) => `o${index}`),
  step: ['hour'],
  scale: ['zzz'],
  by: ['operator'],
  order: ['random'],
  outcome: ['lost'],
  reason: ['x'],
  rated: ['true'],
  commented: ['1'],
  delivered: ['no way'],
  finished: ['0'],
  counted: ['all'],
  search: ['%00', 'x'.repeat(201)],
  cursor: ['x', 'W10'],
  format: ['pdf'],
  bom: ['maybe'],
  month: ['2026-13', '1999-12', '2199-01', ''],
};
/** Those whose faults show together alone. */
const together = [
  'from=2000-01-01&to=2099-12-31',
  'from=2026-11-02&to=2026-11-01',
  'to=2026-11-01',
  'from=2024-01-01&to=2026-11-22&step=day',
  'order=worst&cursor=W10',
  Object.entries(bad)
    .flatMap(([name, values]) => values.map((value) => `${name}=${value}`))
    .join('&'),
  'from=x&rating=abc&period=7w&step=hour&scale=zzz&disputed=maybe',
];
const queries = [
  ...together,
  ...Object.entries(bad).flatMap(([name, values]) =>
    name === 'operator'
      ? [values.map((value) => `${name}=${value}`).join('&')]
      : values.map((value) => `${name}=${value}`),
  ),
];

/** What a person reads on the page, without what stands there as it is written in an address. */
const wordsIn = (page: string): string =>
  (/<main[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1] ?? page)
    .replace(/<code>[^<]*<\/code>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
/** The command that people write to the bot is the same in every language. */
const isLatin = (words: string): boolean => /[A-Za-z]/.test(words.replaceAll('/dashboard', ''));
const refusalIn = /<p class="field-error"[^]*?<\/p>|<div class="notice bad"[^]*?<\/div>/;
const linksIn = (page: string): string[] =>
  [...page.matchAll(/class="button" href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

const opener =
  ({ url }: TestService, language: string) =>
  async (path: string, init: RequestInit = {}) => {
    const headers = { cookie: `aw_language=${language}`, origin: url, 'sec-fetch-site': 'same-origin' };
    const answer = await fetch(`${url}${path}`, { headers, redirect: 'manual', ...init });
    return { status: answer.status, page: await answer.text() };
  };

const pagesOf = (served: TestService): string[] =>
  routesBelow(served, '/dashboard')
    .filter(({ method, url }) => method === 'GET' && !/assets/.test(url))
    .map(({ url }) => url.replace(/:\w+/g, 'none'));

it('says what is wrong with an address in Ukrainian, on every page, and leads to what can be opened', async () => {
  const served = service();
  const open = opener(served, 'uk');
  const refused = new Set<string>();
  /** By the links that were opened. */
  const statuses = new Map<string, number>();
  const pages = pagesOf(served);
  expect(pages.length).toBeGreaterThan(15);
  for (const page of pages) {
    for (const query of /parts|sign-in|xlsx|none/.test(page) ? together : queries) {
      const address = `${page}?${query}`;
      const { status, page: html } = await open(address);
      expect([address, status < 500]).toEqual([address, true]);
      if (status < 400) continue;
      refused.add(page);
      const words = wordsIn(html);
      expect([address, words, isLatin(words)]).toEqual([address, words, false]);
      for (const [, name = ''] of html.matchAll(/<\/b> <code>(\w+)<\/code>/g))
        expect(Object.keys(bad)).toContain(name);
      for (const link of linksIn(html)) {
        const opened = statuses.get(link) ?? (await open(link)).status;
        statuses.set(link, opened);
        expect([address, link, opened]).toEqual([address, link, 200]);
      }
    }
  }
  expect([...refused]).toEqual(
    expect.arrayContaining([
      '/dashboard',
      '/dashboard/funnel',
      '/dashboard/dialogues',
      '/dashboard/dialogues.csv',
      '/dashboard/dialogues.xlsx',
      '/dashboard/exports',
      '/dashboard/audit/evidence.zip',
      '/dashboard/parts/words',
    ]),
  );
}, 60_000);

it('answers an address that was cut within a character, or is too long, with a page as well', async () => {
  const served = service();
  for (const [path, said] of [
    ['/dashboard/sign-in/abc%', 'В адресі є знак відсотка'],
    ['/dashboard/dialogues/%D0%?team=Sales', 'В адресі є знак відсотка'],
    [`/dashboard/dialogues/${'x'.repeat(5_000)}`, 'Адреса задовга'],
    ['/dashboard/nowhere', 'За цією адресою нічого немає'],
    ['/dashboard/dialogues/nowhere', 'Такого діалогу немає'],
  ] as const) {
    const { status, page } = await opener(served, 'uk')(path);
    expect([path, status < 500, wordsIn(page).includes(said), isLatin(wordsIn(page))]).toEqual([
      path,
      true,
      true,
      false,
    ]);
    expect(page).toContain('<html lang="uk"');
    expect((await opener(served, 'en')(path)).page).toContain('<html lang="en"');
  }
  const answer = await fetch(`${served.url}/dashboard/sign-in/abc%`);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  const api = await fetch(`${served.url}/api/v1/dialogues/abc%`);
  expect(api.headers.get('content-type')).toContain('application/problem+json');
});

it('keeps in that link what was right, and takes both ends of a period out', async () => {
  const open = opener(service(), 'uk');
  const { page } = await open(
    '/dashboard?from=x&to=2026-11-01&rating=abc&period=7w&step=hour&operator=&team=Sales&team=%D0%9F%D1%80&disputed=only',
  );
  expect(linksIn(page)).toEqual(['/dashboard?team=Sales&team=%D0%9F%D1%80&disputed=only']);
  expect(page).toContain('Відкрити без помилкових параметрів');
  const words = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  for (const [label, name] of [
    ['Від', 'from'],
    ['Період', 'period'],
    ['Оцінка', 'rating'],
    ['Крок графіка', 'step'],
  ])
    expect(words).toContain(`${label} ${name} `);
  expect(page).toContain('Дня <code>x</code> у календарі немає. Укажіть дату у форматі РРРР-ММ-ДД.');
  const listed = await open('/dashboard/dialogues?order=random&rated=maybe');
  expect(linksIn(listed.page)).toEqual(['/dashboard/dialogues']);
  expect(listed.page).toContain('Можливі значення: <code>newest</code>, <code>oldest</code>');
});

it('calls a parameter what the form of its page calls it', async () => {
  const served = service();
  for (const language of ['en', 'uk']) {
    const open = opener(served, language);
    for (const page of ['/dashboard', '/dashboard/funnel', '/dashboard/dialogues']) {
      const form = await open(page);
      const faults = await open(`${page}?${queries.join('&')}`);
      const named = [...faults.page.matchAll(/<b>([^<]*)<\/b> <code>(\w+)<\/code>/g)];
      expect(named.length).toBeGreaterThan(5);
      const fields = named.filter(([, , name = '']) =>
        new RegExp(`<(input|select)[^>]* name="${name}"`).test(
          form.page.replace(/<input type="hidden"[^>]*>/g, ''),
        ),
      );
      expect(fields.length).toBeGreaterThan(3);
      for (const [, label = '', name = ''] of fields)
        expect([language, page, name, form.page.includes(`<span>${label}</span>`)]).toEqual([
          language,
          page,
          name,
          true,
        ]);
    }
  }
});

it('says in Ukrainian why what was sent is refused, on every page', async () => {
  const served = service();
  const open = opener(served, 'uk');
  const posts = routesBelow(served, '/dashboard').filter(({ method }) => method === 'POST');
  expect(posts.length).toBeGreaterThan(8);
  const { dialogue } = (await served.report()).body;
  const sent = [
    '',
    'text=a&text=b&id=a&id=b&key=a&key=b&proof=a&proof=b&theme=pink&language=xx',
    `revision=much&id=${'x'.repeat(101)}&key=${'x'.repeat(501)}&proof=${'x'.repeat(20_000)}&theme=pink`,
    'kind=none&id=none&text=reason&key=none',
    `text=${'x'.repeat(501)}`,
    `text=${'x'.repeat(1_100_000)}`,
  ];
  let refused = 0;
  for (const { url } of posts) {
    for (const id of [dialogue.id, 'none']) {
      for (const body of sent) {
        const path = url.replace(/:id/, id).replace(/:\w+/g, 'none');
        const { status, page } = await open(path, {
          method: 'POST',
          body,
          headers: {
            cookie: 'aw_language=uk',
            'content-type': 'application/x-www-form-urlencoded',
            'sec-fetch-site': 'same-origin',
          },
        });
        expect([path, body.slice(0, 30), status < 500]).toEqual([path, body.slice(0, 30), true]);
        if (status < 400) continue;
        refused++;
        // A page with content of its own says it beside the form, or above the content.
        const said = page.includes('card narrow') ? page : refusalIn.exec(page)?.[0];
        // A note that is not there has no form.
        if (said === undefined && url.endsWith(':note')) continue;
        if (said === undefined) throw new Error(`${path} says nothing to ${body.slice(0, 30)}`);
        const words = wordsIn(said);
        expect([path, body.slice(0, 30), words, isLatin(words)]).toEqual([
          path,
          body.slice(0, 30),
          words,
          false,
        ]);
      }
    }
  }
  expect(refused).toBeGreaterThan(30);
}, 60_000);
