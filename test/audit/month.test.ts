import { describe, expect, it } from 'vitest';
import { monthFault, monthsSince, readMonth } from '../../src/audit/month.ts';

const zone = 'Europe/Kyiv';
/** In Kyiv it is December already. */
const now = new Date('2026-11-30T22:30:00Z');

describe('a month', () => {
  it('has its days and moments by the calendar of the report zone, with the change of the clocks', () => {
    expect(readMonth('2026-10', now, zone)).toEqual({
      name: '2026-10',
      period: { from: '2026-10-01', to: '2026-10-31' },
      from: new Date('2026-09-30T21:00:00Z'),
      to: new Date('2026-10-31T22:00:00Z'),
      isOver: true,
    });
    expect(readMonth('2026-11', now, zone).isOver).toBe(true);
    expect(readMonth('2026-12', now, zone)).toMatchObject({ period: { to: '2026-12-31' }, isOver: false });
    expect(readMonth('2024-02', now, zone).period.to).toBe('2024-02-29');
  });

  it.each([
    ['2026-13', '"2026-13" is not a month; write it as YYYY-MM, such as 2026-12'],
    ['November', '"November" is not a month; write it as YYYY-MM, such as 2026-12'],
    ['2026-11-01', '"2026-11-01" is not a month; write it as YYYY-MM, such as 2026-12'],
    ['', '"" is not a month; write it as YYYY-MM, such as 2026-12'],
    [
      '2027-01',
      '2027-01 has not begun yet in Europe/Kyiv; choose a month up to 2026-12, which is this month',
    ],
    ['1999-12', '"1999-12" is out of range; choose a month from 2000-01 on'],
    ['2200-01', '"2200-01" is out of range; choose a month from 2000-01 on'],
  ])('that is none is refused with the remedy: %j', (text, fault) => {
    expect(monthFault(text, now, zone)?.message).toBe(fault);
    expect(() => readMonth(text, now, zone)).toThrow(fault);
  });

  it('is refused without repeating a long text', () => {
    expect(monthFault('9'.repeat(1000), now, zone)?.message.length).toBeLessThan(150);
  });

  it('is chosen from those since the first dialogue, the newest first', () => {
    const first = new Date('2026-09-30T22:00:00Z');
    expect(monthsSince(first, now, zone, 60)).toEqual(['2026-12', '2026-11', '2026-10']);
    expect(monthsSince(new Date(0), now, zone, 2)).toEqual(['2026-12', '2026-11']);
  });
});
