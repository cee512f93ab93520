import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  dayRange,
  daysOf,
  isDay,
  momentOf,
  periodFaults,
  sameTimeBefore,
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

  it('is checked by its own ends, at once, without walking through it', () => {
    const paths = (from: string | undefined, to: string | undefined) =>
      periodFaults({ from, to }, 366).map(({ path, message }) => [path, message]);
    expect(paths('2026-11-01', '2026-11-30')).toEqual([]);
    expect(paths('0000-01-01', '2026-11-30')).toEqual([
      ['from', '"0000-01-01" is out of range; choose a day from 2000-01-01 to 2199-12-31'],
    ]);
    expect(paths('9999-12-31', '9999-12-31').map(([, message]) => message?.slice(0, 12))).toEqual([
      '"9999-12-31"',
      '"9999-12-31"',
    ]);
    expect(paths('2026-11-01', '10000-01-01')[0]?.[1]).toContain('"10000-01-01" is not a day');
    expect(paths('2026-11-01', undefined)).toEqual([['to', 'is missing; write a day as YYYY-MM-DD']]);
    expect(paths('2026-11-02', '2026-11-01')).toEqual([
      ['to', 'the period ends (2026-11-01) before it begins (2026-11-02)'],
    ]);
    expect(paths('2026-11-01', '2199-12-31')).toEqual([
      ['to', '"2199-12-31" makes it 63248 days from 2026-11-01; ask for 366 at most'],
    ]);
  });

  it('is compared with the one before at the same time of its clocks, also when they change between', () => {
    const kyiv = (moment: string, days: number) => sameTimeBefore(new Date(moment), days, 'Europe/Kyiv');
    expect(kyiv('2026-11-22T07:00:00.123Z', 1)).toEqual(new Date('2026-11-21T07:00:00.123Z'));
    expect(kyiv('2026-10-26T07:00:00Z', 2)).toEqual(new Date('2026-10-24T06:00:00Z'));
    // 03:30 is shown twice on October 25, and skipped on March 29.
    expect(kyiv('2026-10-26T01:30:00Z', 1)).toEqual(new Date('2026-10-25T00:30:00Z'));
    expect(kyiv('2026-03-30T00:30:00Z', 1)).toEqual(new Date('2026-03-29T01:30:00Z'));
  });
});
