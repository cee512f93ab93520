import { describe, expect, it } from 'vitest';
import { answered, before, idsIn, linkTo, listOf, path } from './listed.ts';
import { textIn } from './read-page.ts';

describe('an address of the list that cannot be read', () => {
  it('is refused with the place and the remedy of each fault', async () => {
    const { get } = await listOf([]);
    const cases: Record<string, string> = {
      'order=random': 'order must be one of newest, oldest, worst, best, answered',
      'rated=true': 'rated must be one of yes, no',
      'counted=1': 'counted must be one of yes, no',
      'outcome=lost': 'outcome must be one of scheduled, open',
      'reason=x': 'reason must be one of cooldown',
      'scale=abc': 'scale must be a scale such as',
      'rating=NaN': 'rating must be a number such as 4',
      'disputed=1': 'disputed must be only or without',
      'from=1950-01-01&to=2049-12-31': 'from "1950-01-01" is out of range',
      'from=2000-01-01&to=2099-12-31': 'to "2099-12-31" makes it 36525 days',
      'from=2026-11-02&to=2026-11-01': 'the period ends (2026-11-01) before it begins',
      [`search=${'x'.repeat(201)}`]: 'search has 201 characters; give 200 at most',
      'search=%00': 'search holds a character that no comment has',
      'team=%00': 'team holds a character that no name has',
    };
    for (const [query, fault] of Object.entries(cases)) {
      for (const page of [path, `${path}.csv`, `${path}.xlsx`, '/dashboard/exports']) {
        const { status, body } = await get(`${page}?${query}`);
        expect([page, query, status]).toEqual([page, query, 400]);
        expect(textIn(body).toLowerCase()).toContain(fault.toLowerCase());
      }
    }
  });

  it('with a cursor that is none, was changed or is of another order leads to the first page', async () => {
    const { get } = await listOf(Array.from({ length: 60 }, (_, n) => before(n)));
    const { body } = await get(`${path}?team=support`);
    const next = linkTo(body, 'Next page');
    expect((await get(next)).status).toBe(200);
    const [, cursor = ''] = /cursor=([^&]*)/.exec(next) ?? [];
    const json = Buffer.from('{"a":1}').toString('base64url');
    for (const given of [
      'x',
      '.',
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}.x`,
      `${json}.abc`,
      "' OR 1=1",
      '%00',
    ]) {
      const { status, body: refused } = await get(`${path}?team=support&cursor=${encodeURIComponent(given)}`);
      expect([given, status]).toEqual([given, 400]);
      expect(linkTo(refused, 'First page')).toBe(`${path}?team=support`);
    }
    const other = await get(`${path}?team=support&order=worst&cursor=${cursor}`);
    expect([other.status, linkTo(other.body, 'First page')]).toEqual([
      400,
      `${path}?team=support&order=worst`,
    ]);
  });

  it('with what would be a query of a database, a pattern or a script finds what it says and no more', async () => {
    const { get } = await listOf([answered(1, { rating: 5, comment: 'x', externalId: 'mine' })]);
    const names = ['team', 'operator', 'topic', 'channel', 'scenario', 'version', 'tag'];
    const evils = [
      "' OR '1'='1",
      '"; DROP TABLE dialogues; --',
      '{"$gt":""}',
      '.*',
      '%',
      '_',
      '\\',
      '<img src=x onerror=alert(1)>',
      '${7*7}',
      '__proto__',
      'constructor',
    ];
    for (const [index, evil] of evils.entries()) {
      for (const name of ['search', names[index % names.length]]) {
        const { status, body } = await get(`${path}?${name}=${encodeURIComponent(evil)}`);
        expect([name, evil, status, idsIn(body)]).toEqual([name, evil, 200, []]);
        expect(body).not.toContain('<img');
      }
    }
    expect(idsIn((await get(path)).body)).toEqual(['mine']);
  });
});
