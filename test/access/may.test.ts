import { describe, expect, it } from 'vitest';
import { may } from '../../src/access/may.ts';
import type { Person } from '../../src/access/person.ts';
import { aPerson } from './persons.ts';
import { type Action, type Role, roles } from '../../src/access/roles.ts';

const person = (role: Role, changes: Partial<Person> = {}): Person =>
  aPerson({
    name: 'Ірина',
    role,
    language: 'uk',
    chats: [{ channel: 'telegram', clientId: '1' }],
    teams: [],
    ...changes,
  });
const of = (team: string | null, operator: string | null = null) => ({
  channel: 'telegram',
  scenario: 'csat',
  team,
  operator,
});

describe('what a person may', () => {
  it('is everything for an administrator', () => {
    const actions = Object.keys(roles.administrator) as Action[];
    expect(actions.filter((action) => !may(person('administrator'), action, of(null)))).toEqual([]);
  });

  it('is what concerns their own teams, in whatever spelling, for a supervisor', () => {
    const supervisor = person('supervisor', { teams: ['Друга лінія'] });
    expect(may(supervisor, 'read_comments', of('друга  лінія '))).toBe(true);
    expect(may(supervisor, 'read_comments', of('Sales'))).toBe(false);
    expect(may(supervisor, 'read_comments', of(null))).toBe(false);
    expect(may(supervisor, 'handle_alerts')).toBe(true);
    expect(may(supervisor, 'manage_people')).toBe(false);
  });

  it('is what concerns any team for a supervisor of all of them, and nothing for one of none', () => {
    expect(may(person('supervisor', { teams: 'all' }), 'read_dialogues', of(null))).toBe(true);
    expect(may(person('supervisor'), 'read_dialogues', of('Sales'))).toBe(false);
  });

  it('is their own ratings alone for an operator', () => {
    const operator = person('operator', { operators: ['Anna', 'anna.k'] });
    expect(may(operator, 'read_figures', of('Sales', 'ANNA'))).toBe(true);
    expect(may(operator, 'read_figures', of('Sales', 'Boris'))).toBe(false);
    expect(may(operator, 'receive_digests')).toBe(false);
  });

  it('is every figure and no setting for an analyst, and the contrary for an integrator', () => {
    const [analyst, integrator] = [person('analyst'), person('integrator')];
    expect([may(analyst, 'read_comments', of(null)), may(analyst, 'change_settings')]).toEqual([true, false]);
    expect([may(integrator, 'read_comments'), may(integrator, 'manage_webhooks')]).toEqual([false, true]);
  });
});
