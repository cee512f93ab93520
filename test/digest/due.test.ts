import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestDue } from '../../src/digest/due.ts';
import { dayRange } from '../../src/stats/period.ts';

const due = (now: string, at: string, zone: string) => latestDue(new Date(now), at, zone);

describe('the moment at which a digest is due', () => {
  it('is today’s from its minute on, and yesterday’s until then', () => {
    const today = { at: new Date('2026-11-22T07:00:00Z'), day: '2026-11-21' };
    expect(due('2026-11-22T07:00:00Z', '09:00', 'Europe/Kyiv')).toEqual(today);
    expect(due('2026-11-22T21:59:59Z', '09:00', 'Europe/Kyiv')).toEqual(today);
    expect(due('2026-11-22T06:59:59Z', '09:00', 'Europe/Kyiv')).toEqual({
      at: new Date('2026-11-21T07:00:00Z'),
      day: '2026-11-20',
    });
  });

  it('is as long after the jump where the clocks skip it', () => {
    const skipped = { at: new Date('2026-03-29T01:30:00Z'), day: '2026-03-28' };
    expect(due('2026-03-29T01:30:00Z', '02:30', 'Europe/Berlin')).toEqual(skipped);
    expect(due('2026-03-29T01:29:59Z', '02:30', 'Europe/Berlin').day).toBe('2026-03-27');
  });

  it('is the first of the two where the clocks show it twice, and stays it at the second', () => {
    const first = { at: new Date('2026-10-25T00:30:00Z'), day: '2026-10-24' };
    expect(due('2026-10-25T00:30:00Z', '02:30', 'Europe/Berlin')).toEqual(first);
    expect(due('2026-10-25T01:30:00Z', '02:30', 'Europe/Berlin')).toEqual(first);
  });

  it('is never ahead, never more than 25 hours ago, and after the day that it reports', () => {
    const moments = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2028-01-01'),
      noInvalidDate: true,
    });
    const times = fc.constantFrom('00:00', '00:30', '02:30', '09:00', '23:59');
    const zones = fc.constantFrom('Europe/Kyiv', 'America/Havana', 'Australia/Lord_Howe', 'UTC');
    fc.assert(
      fc.property(moments, times, zones, (now, at, zone) => {
        const latest = latestDue(now, at, zone);
        expect(now.getTime()).toBeGreaterThanOrEqual(latest.at.getTime());
        expect(now.getTime() - latest.at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(latest.at.getTime()).toBeGreaterThanOrEqual(dayRange(latest.day, zone).to.getTime());
      }),
    );
  });
});
