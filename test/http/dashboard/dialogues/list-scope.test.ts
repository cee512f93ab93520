import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/access/person.ts';
import { roles } from '../../../../src/access/roles.ts';
import { aPerson } from '../../../access/persons.ts';
import { aSurvey } from '../../../support/dialogues.ts';
import { administrator, analyst, integrator, operatorNamed, supervisorOf } from './fixture.ts';
import { answered, before, idsIn, listOf, path } from './listed.ts';

describe('whose dialogues are listed', () => {
  const theirs = [
    answered(1, { externalId: 's-o', team: 'Sales', operator: 'Olena', rating: 5, comment: 'alpha' }),
    answered(2, { externalId: 's-i', team: 'Sales', operator: 'Ivan', rating: 1, comment: 'beta' }),
    answered(3, { externalId: 'b-o', team: 'Billing', operator: 'Olena', rating: 3, comment: 'gamma' }),
    before(4, { externalId: 'none', team: null, operator: null }),
  ];

  it('is decided by the role, whatever the address asks for', async () => {
    const { get, signIn } = await listOf(theirs);
    const all = ['s-o', 's-i', 'b-o', 'none'];
    const cases: Array<[Person, string, string[]]> = [
      [administrator, '', all],
      [analyst, '', all],
      [supervisorOf('sales'), '', ['s-o', 's-i']],
      [supervisorOf('sales'), 'team=Billing', []],
      [supervisorOf('sales'), 'team=Billing&team=SALES', ['s-o', 's-i']],
      [supervisorOf('sales'), 'operator=Olena', ['s-o']],
      [supervisorOf('sales'), 'search=gamma', []],
      [operatorNamed('Olena'), '', ['s-o', 'b-o']],
      [operatorNamed('Olena'), 'operator=Ivan', []],
      [operatorNamed('Olena'), 'search=beta', []],
      [aPerson({ id: 'p-x', teams: [] }), '', []],
      [aPerson({ id: 'p-y', role: 'operator', operators: [] }), '', []],
    ];
    for (const [person, query, ids] of cases) {
      signIn(person);
      const { status, body } = await get(`${path}?${query}`);
      expect([person.name, query, status, idsIn(body)]).toEqual([person.name, query, 200, ids]);
      const csv = await get(`${path}.csv?${query}`);
      const listed = csv.body
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[1]);
      expect([person.name, query, listed]).toEqual([person.name, query, ids]);
    }
    signIn(supervisorOf('sales'));
    for (const query of ['', '?choices=all']) {
      expect((await get(`${path}${query}`)).body).not.toContain('Billing');
    }
    signIn(administrator);
    expect((await get(`${path}?choices=all`)).body).toContain('<option value="Billing">');
  });

  it('is nobody’s for a role that reads no dialogues', async () => {
    const { get, signIn } = await listOf(theirs);
    signIn(integrator);
    for (const address of [path, `${path}.csv`, `${path}.xlsx`, '/dashboard/exports']) {
      const { status, body } = await get(address);
      expect([address, status]).toEqual([address, 403]);
      expect(body).not.toContain('s-o');
    }
  });

  it('comes without the words of clients for who may not read them', async () => {
    const { read_comments, ...rest } = roles.analyst;
    Object.assign(roles, { analyst: rest });
    try {
      const { get, signIn } = await listOf([
        answered(1, {
          externalId: 'x',
          rating: 2,
          comment: 'secret',
          survey: aSurvey({ variables: { why: 'concealed', minutes: 7 } }),
        }),
      ]);
      signIn(analyst);
      const [list, csv] = [await get(path), await get(`${path}.csv`)];
      const [, id = ''] = /href="(\/dashboard\/dialogues\/dialogue\w+)"/.exec(list.body) ?? [];
      const own = await get(id);
      for (const { status, body } of [list, csv, own]) {
        expect(status).toBe(200);
        expect(body).not.toMatch(/secret|concealed/);
        expect(body).toContain('7');
      }
      expect(list.body).not.toContain('name="search"');
      expect((await get(`${path}?search=secret`)).status).toBe(403);
    } finally {
      Object.assign(roles, { analyst: { ...rest, read_comments } });
    }
  });
});
