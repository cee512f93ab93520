import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDue, isSendingTime, latestDue, latestShift, nextDue } from '../../src/digest/due.ts';
import { dayRange, momentOf } from '../../src/stats/period.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const due = (now: string, at: string, zone: string, weekdays = everyDay) =>
  latestDue(new Date(now), { at, zone, weekdays }, zone);

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
    expect(due('2026-03-29T01:29:59Z', '02:30', 'Europe/Berlin')?.day).toBe('2026-03-27');
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
        const latest = latestDue(now, { at, zone, weekdays: everyDay }, zone);
        if (!latest) throw new Error('nothing is due');
        expect(now.getTime()).toBeGreaterThanOrEqual(latest.at.getTime());
        expect(now.getTime() - latest.at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(latest.at.getTime()).toBeGreaterThanOrEqual(dayRange(latest.day, zone).to.getTime());
        const next = nextDue(now, { at, zone, weekdays: everyDay });
        if (!next) throw new Error('nothing comes');
        const latestAt = (moment: number) =>
          latestDue(new Date(moment), { at, zone, weekdays: everyDay }, zone)?.at;
        expect(latestAt(next.getTime())).toEqual(next);
        expect(latestAt(next.getTime() - 1)).toEqual(latest.at);
      }),
    );
  });
});

/** Days on which the clocks change, and a time that they skip or show twice; one changes by 30 minutes, two at midnight. */
const changes = [
  ['Europe/Kyiv', '2026-03-29', '03:37'],
  ['Europe/Kyiv', '2026-10-25', '03:37'],
  ['America/New_York', '2026-03-08', '02:37'],
  ['America/New_York', '2026-11-01', '01:37'],
  ['Australia/Lord_Howe', '2026-04-05', '01:42'],
  ['Australia/Lord_Howe', '2026-10-04', '02:12'],
  ['Africa/Cairo', '2026-04-24', '00:37'],
  ['Africa/Cairo', '2026-10-29', '23:37'],
  ['America/Santiago', '2026-04-04', '23:37'],
  ['America/Santiago', '2026-09-06', '00:37'],
] as const;
const minute = 60_000;

describe('the times of sending on a day when the clocks change', () => {
  it.each(changes)('are on time and once, and every five minutes: %s, %s, %s', (zone, day, changed) => {
    const { from, to } = dayRange(day, zone);
    for (const at of [changed, '12:07']) {
      const sending: number[] = [];
      for (let now = from.getTime(); now < to.getTime(); now += minute) {
        // Some seconds after the minute, as a timer comes.
        const moments = [
          latestDue(new Date(now + 400), { at, zone, weekdays: everyDay }, zone)?.at ?? new Date(0),
        ];
        if (isSendingTime(new Date(now + 400), new Date(now - minute + 600), moments)) sending.push(now);
      }
      const rounds = sending.filter((time) => time % (5 * minute) === 0);
      expect(rounds).toHaveLength((to.getTime() - from.getTime()) / (5 * minute));
      const other = sending.filter((time) => time % (5 * minute) !== 0);
      expect(other).toEqual([momentOf(day, at, zone).getTime()]);
    }
  });

  it('come again soon after a clock that stepped', () => {
    const now = new Date('2026-11-22T12:01:00Z');
    for (const hours of [-1, 1]) {
      expect(isSendingTime(new Date(now.getTime() + hours * 60 * minute), now, [])).toBe(true);
    }
  });
});

describe('the shift that ended last', () => {
  const shifts = [
    { from: '08:00', to: '16:00' },
    { from: '22:00', to: '06:00' },
  ];
  const last = (now: string) => latestShift(new Date(now), shifts, 'Europe/Kyiv');

  it('is of the day on which it began, also over midnight', () => {
    expect(last('2026-11-23T04:00:00Z')).toMatchObject({ day: '2026-11-22', shift: { from: '22:00' } });
    expect(last('2026-11-23T03:59:59Z')).toMatchObject({ day: '2026-11-22', shift: { from: '08:00' } });
    expect(latestShift(new Date('2026-11-23T04:00:00Z'), [], 'Europe/Kyiv')).toBeNull();
  });

  it('is an hour shorter or longer in a night in which the clocks change', () => {
    const hours = (now: string) => {
      const { from, to } = last(now) ?? { from: new Date(0), to: new Date(0) };
      return (to.getTime() - from.getTime()) / (60 * minute);
    };
    expect(hours('2026-03-29T03:00:00Z')).toBe(7);
    expect(hours('2026-10-25T04:00:00Z')).toBe(9);
  });
});

describe('the first moment at which a day can be told', () => {
  const first = (at: string, zone: string, weekdays = everyDay) =>
    firstDue('2026-11-22', { at, zone, weekdays }, 'Europe/Kyiv')?.toISOString();

  it('is after the day has ended in the zone of the reports, whatever the person’s zone', () => {
    expect(first('09:00', 'Europe/Kyiv')).toBe('2026-11-23T07:00:00.000Z');
    expect(first('18:00', 'America/New_York')).toBe('2026-11-22T23:00:00.000Z');
    expect(first('06:00', 'Asia/Tokyo')).toBe('2026-11-23T21:00:00.000Z');
  });

  it('is on a day on which the person wants digests', () => {
    expect(first('09:00', 'Europe/Kyiv', [3])).toBe('2026-11-25T07:00:00.000Z');
    expect(first('09:00', 'Europe/Kyiv', [])).toBeUndefined();
  });
});
