import { describe, expect, it } from 'vitest';
import { aSurvey } from '../../../support/dialogues.ts';
import { openDialoguePages } from './fixture.ts';
import { answered, before, HOUR, idsIn, linkTo, listOf, NOON, path } from './listed.ts';
import { rowsIn, textIn } from './read-page.ts';

describe('the list of dialogues', () => {
  it('has a row for each, with either of rating and comment alone, both or none, and what became of it', async () => {
    const { get } = await listOf([
      before(1, { externalId: 'open' }),
      answered(2, { externalId: 'rated', rating: 4 }),
      answered(3, { externalId: 'commented', comment: 'Довго чекав', operator: null }),
      answered(4, {
        externalId: 'both',
        rating: 1,
        comment: 'Bad',
        disputed: true,
        survey: aSurvey({ variables: { solved: 'так', minutes: 12.5, a: 'x', b: 'y' } }),
      }),
      before(5, {
        externalId: 'unasked',
        outcome: 'not_asked',
        notAskedReason: 'opted_out',
        askedAt: null,
        superseded: true,
      }),
      before(6, { externalId: 'void', outcome: 'silent', voided: { at: NOON, by: 'x', reason: 'y' } }),
    ]);
    const { status, body } = await get(path);
    expect(status).toBe(200);
    const common = { Channel: 'telegram', Operator: 'Olena', Team: 'support', Topic: 'delivery' };
    const blank = { CSAT: '', 'Client Comment': '', Answered: '', 'Other answers': '' };
    expect(rowsIn(body)).toEqual([
      {
        ...common,
        ...blank,
        Dialogue: 'open ↗ 22 Nov, 13:00',
        Asked: '22 Nov, 13:00',
        State: 'No answer yet',
      },
      {
        ...common,
        ...blank,
        Dialogue: 'rated ↗ 22 Nov, 12:00',
        CSAT: '4 of 5',
        Asked: '22 Nov, 12:00',
        Answered: '22 Nov, 12:01',
        State: 'Answered',
      },
      {
        ...common,
        ...blank,
        Dialogue: 'commented ↗ 22 Nov, 11:00',
        'Client Comment': 'Довго чекав',
        Operator: '',
        Asked: '22 Nov, 11:00',
        Answered: '22 Nov, 11:01',
        State: 'Answered',
      },
      {
        ...common,
        Dialogue: 'both ↗ 22 Nov, 10:00',
        CSAT: '1 of 5',
        'Client Comment': 'Bad',
        Asked: '22 Nov, 10:00',
        Answered: '22 Nov, 10:01',
        State: 'Answered Disputed',
        'Other answers': 'solved : так minutes : 12.5 a : x 1 more answer',
      },
      {
        ...common,
        ...blank,
        Dialogue: 'unasked ↗ 22 Nov, 09:00',
        Asked: '',
        State: 'Not asked the client wants no surveys Earlier round',
      },
      {
        ...common,
        ...blank,
        Dialogue: 'void ↗ 22 Nov, 08:00',
        Asked: '22 Nov, 08:00',
        State: 'Not answered Voided',
      },
    ]);
    expect(body).toContain('href="https://help.example/d/both"');
    expect(textIn(body)).toContain('6 dialogues shown · 4 completed in the figures of this period');
  });

  it('cuts a long comment, whose whole is on its own page', async () => {
    const [long, wide] = ['Дуже довго. '.repeat(170).trim(), 'я'.repeat(2_000)];
    const fixture = await listOf([answered(1, { comment: long }), answered(2, { comment: wide })]);
    const { body } = await fixture.get(path);
    for (const row of rowsIn(body)) expect(row['Client Comment']).toMatch(/… Whole comment$/);
    expect(body.length).toBeLessThan(40_000);
    const own = linkTo(body, 'Whole comment');
    expect((await fixture.get(own)).body).toContain(long);
  });

  it('is narrowed, searched and sorted by its address, also where several are asked for at once', async () => {
    const { get } = await listOf([
      answered(1, {
        externalId: 'a',
        rating: 5,
        comment: 'Чудово 100%',
        team: 'Sales',
        answeredAt: new Date(NOON),
      }),
      answered(2, { externalId: 'b', rating: 1, comment: 'ЧУДОВО_не', operator: 'Ivan' }),
      answered(3, { externalId: 'c', rating: 3, channel: 'viber', tags: ['vip'], disputed: true }),
      before(4, { externalId: 'd', outcome: 'silent', deliveredAt: new Date(NOON) }),
      before(5, { externalId: 'e', outcome: 'not_asked', notAskedReason: 'cooldown' }),
      before(24 * 40, { externalId: 'old' }),
    ]);
    const cases: Record<string, string[]> = {
      '': ['a', 'b', 'c', 'd', 'e'],
      'order=oldest': ['e', 'd', 'c', 'b', 'a'],
      'order=worst': ['b', 'c', 'a', 'd', 'e'],
      'order=best': ['a', 'c', 'b', 'd', 'e'],
      'order=answered': ['a', 'b', 'c', 'd', 'e'],
      'search=%D1%87%D1%83%D0%B4%D0%BE%D0%B2%D0%BE': ['a', 'b'],
      'search=%25': ['a'],
      'search=_': ['b'],
      'rated=no': ['d', 'e'],
      'commented=no&rated=yes': ['c'],
      'outcome=silent&outcome=not_asked': ['d', 'e'],
      'reason=cooldown': ['e'],
      'delivered=yes': ['a', 'b', 'c', 'd'],
      'operator=IVAN': ['b'],
      'team=Sales&team=support&rating=5&rating=3': ['a', 'c'],
      'channel=viber': ['c'],
      'tag=vip': ['c'],
      'disputed=only': ['c'],
      'disputed=without&rated=yes&order=worst': ['b', 'a'],
      'scale=nps': [],
      'period=90d&order=oldest': ['old', 'e', 'd', 'c', 'b', 'a'],
      'from=2026-10-01&to=2026-10-31': ['old'],
      // A form sends fields that were left alone.
      'search=&rated=&outcome=&team=&order=newest': ['a', 'b', 'c', 'd', 'e'],
    };
    for (const [query, ids] of Object.entries(cases)) {
      const { status, body } = await get(`${path}?${query}`);
      expect([query, status, idsIn(body)]).toEqual([query, 200, ids]);
    }
    const { body } = await get(
      `${path}?search=%22%3E%3Cscript%3E&reason=cooldown&outcome=silent&outcome=open&delivered=no&scale=1-5`,
    );
    expect(body).not.toContain('<script>');
    expect(textIn(body)).toContain('Comment: “"><script>”');
    // What the form has no field for goes on with it.
    for (const name of ['reason', 'scale', 'outcome', 'delivered']) {
      expect(body).toContain(`<input type="hidden" name="${name}"`);
    }
  });

  it('says by its headings in which order it is, and leads to the others', async () => {
    const { get } = await listOf([answered(1, { rating: 5 })]);
    const sorted = async (order: string): Promise<string[]> => {
      const { body } = await get(`${path}?order=${order}&team=support`);
      return [...body.matchAll(/aria-sort="(\w+)"><a href="([^"]*)"/g)].map(
        ([, sort, href = '']) =>
          `${sort} ${/order=(\w+)/.exec(href)?.[1] ?? 'newest'} ${href.includes('team=support')}`,
      );
    };
    expect(await sorted('newest')).toEqual([
      'descending oldest true',
      'none worst true',
      'none answered true',
    ]);
    expect(await sorted('oldest')).toEqual([
      'ascending newest true',
      'none worst true',
      'none answered true',
    ]);
    expect(await sorted('worst')).toEqual(['none newest true', 'ascending best true', 'none answered true']);
    expect(await sorted('best')).toEqual(['none newest true', 'descending worst true', 'none answered true']);
    expect(await sorted('answered')).toEqual([
      'none newest true',
      'none worst true',
      'descending answered true',
    ]);
  });

  it('goes on page by page in every order, without a row twice or left out', async () => {
    const all = Array.from({ length: 120 }, (_, n) =>
      n % 3 === 0 ? before(n) : answered(n, { rating: (n % 5) + 1, comment: n % 2 ? 'x' : null }),
    );
    const { get } = await listOf(all);
    for (const order of ['newest', 'oldest', 'worst', 'best', 'answered']) {
      const pages: string[][] = [];
      for (let next = `${path}?order=${order}`; next !== ''; ) {
        const { body } = await get(next);
        pages.push(idsIn(body));
        next = linkTo(body, 'Next page');
        if (next !== '' && pages.length > 1) expect(linkTo(body, 'First page')).not.toContain('cursor');
      }
      expect([order, ...pages.map(({ length }) => length)]).toEqual([order, 50, 50, 20]);
      expect(new Set(pages.flat())).toEqual(new Set(all.map(({ externalId }) => externalId)));
    }
  });

  it('says how far a search that stopped has come, and leads on', async () => {
    const fixture = await openDialoguePages({
      statistics: (real) => ({
        ...real,
        dialoguePage: async (_query, { after }) => {
          const at = new Date(NOON - 24 * HOUR);
          return after
            ? { dialogues: [], next: null, searchedUntil: null }
            : { dialogues: [], next: { completedAt: at, id: 'x' }, searchedUntil: at };
        },
      }),
    });
    const { body } = await fixture.get(`${path}?search=needle`);
    expect(textIn(body)).toContain(
      'the search stopped at 21 Nov 2026, 14:00. On this page: 0. Search on from there',
    );
    const next = await fixture.get(linkTo(body, 'Search on from there'));
    expect(textIn(next.body)).toContain('First page The list ends here.');
  });

  it('says that there is none, and what to do', async () => {
    const { get } = await listOf([]);
    expect(textIn((await get(path)).body)).toContain('No dialogues Choose other days, or take a filter out.');
  });
});
