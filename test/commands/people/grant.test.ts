import { describe, expect, it } from 'vitest';
import { describeGrant, isSameGrant } from '../../../src/access/inviting/grants.ts';
import { grantOf } from '../../../src/commands/people/grant.ts';
import { ConfigError } from '../../../src/errors.ts';

const known = { channels: ['telegram', 'viber'], scenarios: () => ['csat', 'thumbs'] };
const grant = (role: unknown, options: Record<string, string[]> = {}) =>
  grantOf(role, options, known, '--role');

function faultsOf(role: unknown, options?: Record<string, string[]>): readonly string[] {
  try {
    grant(role, options);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('what an invitation grants', () => {
  it('is everything to a supervisor of whom no team is named, and the teams that are', () => {
    expect(grant('supervisor')).toEqual({
      role: 'supervisor',
      teams: 'all',
      channels: 'all',
      scenarios: 'all',
      operators: [],
    });
    const narrow = grant('supervisor', {
      team: ['Sales', ' Друга  лінія '],
      channel: ['viber'],
      scenario: ['csat'],
    });
    expect(narrow).toMatchObject({
      teams: ['Sales', 'Друга лінія'],
      channels: ['viber'],
      scenarios: ['csat'],
    });
    expect(describeGrant(narrow)).toBe('supervisor of Sales, Друга лінія on viber for csat');
  });

  it('names the operator whose ratings they are', () => {
    const operator = grant('operator', { operator: ['Anna K.', 'anna.k'] });
    expect(operator).toMatchObject({ role: 'operator', operators: ['Anna K.', 'anna.k'] });
    expect(describeGrant(operator)).toBe('operator known as Anna K., anna.k');
    expect(describeGrant(grant('supervisor'))).toBe('supervisor of all teams');
    expect(describeGrant(grant('analyst'))).toBe('analyst');
  });

  it.each([
    [undefined, {}, /^--role is missing; use administrator, supervisor, operator, analyst or integrator$/],
    ['boss', {}, /^--role "boss" is no role; use administrator, /],
    ['toString', {}, /is no role/],
    ['administrator', { team: ['Sales'] }, /^--team does not go with the role administrator; .*supervisor/],
    ['analyst', { channel: ['viber'] }, /^--channel does not go with the role analyst/],
    ['operator', { operator: ['A'], scenario: ['csat'] }, /^--scenario does not go with the role operator/],
    ['operator', {}, /^--operator is missing; the role operator needs the name/],
    ['supervisor', { team: [' '] }, /^--team is empty; write a name, or leave it out$/],
    ['supervisor', { channel: ['icq'] }, /^--channel "icq" is not there; there is telegram, viber$/],
    ['supervisor', { scenario: ['nps'] }, /^--scenario "nps" is not there; there is csat, thumbs$/],
  ])('is refused for the role %j with %j', (role, options, fault) => {
    expect(faultsOf(role, options as Record<string, string[]>)).toEqual([expect.stringMatching(fault)]);
  });

  it('is the same in whatever spelling and order', () => {
    const one = grant('supervisor', { team: ['Sales', 'Support'] });
    expect(isSameGrant(one, grant('supervisor', { team: ['SUPPORT', 'sales', 'Sales'] }))).toBe(true);
    expect(isSameGrant(one, grant('supervisor', { team: ['Sales'] }))).toBe(false);
    expect(isSameGrant(grant('supervisor'), grant('analyst'))).toBe(false);
    expect(isSameGrant(one, grant('supervisor'))).toBe(false);
  });
});
