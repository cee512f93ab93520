import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  dayRange,
  daysOf,
  isDay,
  momentOf,
  periodBefore,
  periodRange,
  previousDay,
} from '../../src/stats/period.ts';

const hour = 3_600_000;
const zones = [
  'Europe/Kyiv',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kolkata',
  'UTC',
];
const hoursOf = (day: string, zone: string): number => {
  const { from, to } = dayRange(day, zone);
  return (to.getTime() - from.getTime()) / hour;
};

describe('a calendar day', () => {
  it('begins and ends at midnight of its zone', () => {
    expect(dayRange('2026-11-22', 'Europe/Kyiv')).toEqual({
      from: new Date('2026-11-21T22:00:00Z'),
      to: new Date('2026-11-22T22:00:00Z'),
    });
  });

  it('has 23 hours when the clocks go forward and 25 when they go back', () => {
    expect(hoursOf('2026-03-29', 'Europe/Kyiv')).toBe(23);
    expect(hoursOf('2026-10-25', 'Europe/Kyiv')).toBe(25);
    expect(hoursOf('2026-10-26', 'Europe/Kyiv')).toBe(24);
  });

  it('begins at the first of two midnights, and at one o’clock where midnight is skipped', () => {
    expect(dayRange('2026-11-01', 'America/Havana').from).toEqual(new Date('2026-11-01T04:00:00Z'));
    expect(hoursOf('2026-11-01', 'America/Havana')).toBe(25);
    expect(dayRange('2018-11-04', 'America/Sao_Paulo').from).toEqual(new Date('2018-11-04T03:00:00Z'));
    expect(hoursOf('2018-11-04', 'America/Sao_Paulo')).toBe(23);
  });

  it('is empty where the zone skipped it', () => {
    expect(hoursOf('2011-12-30', 'Pacific/Apia')).toBe(0);
  });

  it('holds every moment that is of that day, and follows the day before without a gap', () => {
    const moments = fc.date({
      min: new Date('2015-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const day = dayOf(moment, zone);
        const { from, to } = dayRange(day, zone);
        expect(moment >= from && moment < to).toBe(true);
        expect(dayRange(previousDay(day), zone).to).toEqual(from);
      }),
    );
  });

  it('is one that exists, written YYYY-MM-DD', () => {
    expect(['2026-02-28', '2028-02-29'].map(isDay)).toEqual([true, true]);
    const wrong = [
      '2026-02-29',
      '2026-13-01',
      '2026-2-1',
      '22.11.2026',
      '',
      'today',
      '2026-11-22T00:00',
      '2026-W47',
    ];
    for (const text of wrong) {
      expect(isDay(text)).toBe(false);
      expect(() => dayRange(text, 'UTC')).toThrow(
        `"${text}" is not a day; write a day of the calendar as YYYY-MM-DD`,
      );
    }
  });

  it('needs a zone that exists', () => {
    expect(() => dayOf(new Date(), 'Europe/Atlantis')).toThrow('write an IANA name such as Europe/Kyiv');
  });

  it('counts on over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(previousDay('2028-03-01')).toBe('2028-02-29');
  });
});

describe('a time of day', () => {
  it('that the clocks skip is as long after the jump', () => {
    expect(momentOf('2026-03-29', '02:30', 'Europe/Berlin')).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  it('that the clocks show twice is the first', () => {
    expect(momentOf('2026-10-25', '02:30', 'Europe/Berlin')).toEqual(new Date('2026-10-25T00:30:00Z'));
  });

  it('is written HH:MM', () => {
    for (const time of ['9:00', '24:00', '09:60', '']) {
      expect(() => momentOf('2026-11-22', time, 'UTC')).toThrow('write HH:MM');
    }
  });
});

describe('a period', () => {
  it('includes both of its ends', () => {
    const week = { from: '2026-10-19', to: '2026-10-25' };
    expect(daysOf(week)).toHaveLength(7);
    expect(periodRange(week, 'Europe/Kyiv')).toEqual({
      from: dayRange('2026-10-19', 'Europe/Kyiv').from,
      to: dayRange('2026-10-25', 'Europe/Kyiv').to,
    });
  });

  it('is compared with as many days just before it', () => {
    expect(periodBefore({ from: '2026-11-22', to: '2026-11-22' })).toEqual({
      from: '2026-11-21',
      to: '2026-11-21',
    });
    expect(periodBefore({ from: '2026-03-01', to: '2026-03-07' })).toEqual({
      from: '2026-02-22',
      to: '2026-02-28',
    });
  });

  it('does not end before it begins', () => {
    const period = { from: '2026-11-22', to: '2026-11-21' };
    expect(() => periodRange(period, 'UTC')).toThrow(
      'the period ends (2026-11-21) before it begins (2026-11-22)',
    );
    expect(() => daysOf(period)).toThrow(RangeError);
  });
});
