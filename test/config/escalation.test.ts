import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/service.ts';
import { faultsOf } from './faults.ts';

const MINUTE = 60_000;

describe('ESCALATE', () => {
  it('is supervisors after a quarter of an hour and administrators after an hour, unless it says otherwise', () => {
    const usual = [
      { afterMs: 15 * MINUTE, role: 'supervisor' },
      { afterMs: 60 * MINUTE, role: 'administrator' },
    ];
    expect(readConfig({}).ESCALATE).toEqual(usual);
    expect(readConfig({ ESCALATE: ' 15m  supervisors,1h administrators' }).ESCALATE).toEqual(usual);
    expect(readConfig({ ESCALATE: '2d administrators' }).ESCALATE).toEqual([
      { afterMs: 2 * 24 * 60 * MINUTE, role: 'administrator' },
    ]);
    expect(readConfig({ ESCALATE: 'off' }).ESCALATE).toEqual([]);
  });

  const remedy = 'write for example 15m supervisors, 1h administrators, or off';
  it.each([
    ['soon', 'has "soon", which is no time and role'],
    ['15m supervisors,', 'has "", which is no time and role'],
    ['15 supervisors', 'has "15 supervisors", which is no time and role'],
    ['15m operators', 'names "operators"; alerts are handled by supervisors and administrators'],
    ['15m constructor', 'names "constructor"; alerts are handled by supervisors and administrators'],
    ['0m supervisors', 'has "0m supervisors", which is not between 1m and 30d'],
    ['31d supervisors', 'has "31d supervisors", which is not between 1m and 30d'],
    [
      '1h supervisors, 60m administrators',
      'has "60m administrators", which is not later than the step before it',
    ],
  ])('refuses %s', (value, fault) => {
    expect(faultsOf({ ESCALATE: value })).toEqual([`ESCALATE ${fault}; ${remedy}`]);
  });
});

describe('ALERTS', () => {
  it('is on or off', () => {
    expect(readConfig({}).ALERTS).toBe('on');
    expect(faultsOf({ ALERTS: 'yes' })).toEqual(['ALERTS must be on or off']);
  });
});
