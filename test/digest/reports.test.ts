import { describe, expect, it } from 'vitest';
import { dialogue } from '../stats/dialogues.ts';
import { createWorld, personAt } from './digests.ts';

const world = createWorld();
const only = (kind: 'weekly' | 'monthly' | 'shift') => ({
  daily: false,
  weekly: false,
  monthly: false,
  shift: false,
  [kind]: true,
});
const reader = (kind: 'weekly' | 'monthly' | 'shift', settings = {}) =>
  personAt('viber:abc=', { settings: { reports: only(kind), ...settings } });
const rated = (id: string, at: string, rating = 5) =>
  world.store.insertDialogue(dialogue({ id, completedAt: new Date(at), rating }));
/** What came at these moments in turn. */
async function sentAt(
  person: ReturnType<typeof personAt>,
  moments: string[],
  shifts?: Array<[string, string]>,
) {
  for (const moment of moments) {
    world.clock.set(new Date(moment));
    const instance = world.instance({
      people: [person],
      ...(shifts && { shifts: shifts.map(([from, to]) => ({ from, to })) }),
    });
    await instance.catchUp();
    await instance.catchUp();
  }
  return world.english();
}

describe('the digest of a week', () => {
  it('comes on Monday, once, about Monday to Sunday, beside the week before', async () => {
    await rated('before', '2026-11-13T10:00:00Z', 1);
    const sent = await sentAt(reader('weekly'), [
      '2026-11-22T07:00:00Z',
      '2026-11-23T06:59:00Z',
      '2026-11-23T07:00:00Z',
      '2026-11-23T12:00:00Z',
      '2026-11-24T07:00:00Z',
    ]);
    expect(sent.map(({ title }) => title)).toEqual([
      'CSAT digest of the week: Mon, Nov 16 – Sun, Nov 22 (Europe/Kyiv)',
    ]);
    expect(sent[0]?.text).toMatch(/^CSAT: 50% .*2 ratings\n/);
    expect(sent[0]?.text).toContain('Week before, at the same hour: 0%');
  });

  it('comes on the first of a person’s days, and not long after them', async () => {
    const person = reader('weekly', { weekdays: [3] });
    const sent = await sentAt(person, ['2026-11-23T07:00:00Z', '2026-11-25T07:00:00Z']);
    expect(sent).toHaveLength(1);
    world.sent = [];
    await rated('later', '2026-11-30T10:00:00Z');
    expect(await sentAt(reader('weekly'), ['2026-12-04T07:00:00Z'])).toEqual([]);
  });
});

describe('the digest of a month', () => {
  it('comes on its first day, beside as many days before it', async () => {
    const sent = await sentAt(reader('monthly'), [
      '2026-11-30T07:00:00Z',
      '2026-12-01T07:00:00Z',
      '2026-12-02T07:00:00Z',
    ]);
    expect(sent.map(({ title }) => title)).toEqual(['CSAT digest of the month: November 2026 (Europe/Kyiv)']);
    expect(sent[0]?.text).toContain('The 30 days before, at the same hour: —');
  });
});

describe('the report of a shift', () => {
  const shifts: Array<[string, string]> = [
    ['08:00', '16:00'],
    ['16:00', '00:00'],
  ];

  it('comes at the end of each shift, about its dialogues alone, beside the same shift the day before', async () => {
    await rated('morning', '2026-11-23T07:00:00Z', 4);
    await rated('evening', '2026-11-23T15:00:00Z', 1);
    await rated('day before', '2026-11-22T08:00:00Z', 1);
    const sent = await sentAt(
      reader('shift'),
      ['2026-11-23T13:59:00Z', '2026-11-23T14:00:40Z', '2026-11-23T22:00:40Z'],
      shifts,
    );
    expect(sent.map(({ title }) => title)).toEqual([
      'CSAT digest of the shift 16:00–00:00: Sun, Nov 22 (Europe/Kyiv)',
      'CSAT digest of the shift 08:00–16:00: Mon, Nov 23 (Europe/Kyiv)',
      'CSAT digest of the shift 16:00–00:00: Mon, Nov 23 (Europe/Kyiv)',
    ]);
    expect(sent[1]?.text).toMatch(/^CSAT: 100% .*1 rating\nAverage CSAT: 4\.0/);
    // Both of Sunday's, at 08:00 and at 10:00.
    expect(sent[1]?.text).toContain('Same shift the day before, at the same hour: 0%');
    expect(sent[2]?.text).toMatch(/^CSAT: 0% .*1 rating\n/);
  });

  it('that ends on the next day, and on days on which the clocks change, is as long as the clocks say', async () => {
    await rated('first', '2026-10-24T21:30:00Z'); // 00:30 in Kyiv
    await rated('second 03:30', '2026-10-25T01:30:00Z', 1);
    await rated('after', '2026-10-25T04:00:00Z', 1); // 06:00
    const sent = await sentAt(reader('shift'), ['2026-10-25T04:00:40Z'], [['22:00', '06:00']]);
    expect(sent.map(({ title }) => title)).toEqual([
      'CSAT digest of the shift 22:00–06:00: Sat, Oct 24 (Europe/Kyiv)',
    ]);
    expect(sent[0]?.text).toMatch(/^CSAT: 50% .*2 ratings\n/);
  });

  it('comes on a person’s days only, and not where nobody named shifts', async () => {
    const mondays = reader('shift', { weekdays: [1] });
    const sent = await sentAt(mondays, ['2026-11-22T14:00:40Z', '2026-11-23T14:00:40Z'], shifts);
    expect(sent.map(({ title }) => title)).toEqual([
      'CSAT digest of the shift 08:00–16:00: Mon, Nov 23 (Europe/Kyiv)',
    ]);
    world.sent = [];
    expect(await sentAt(reader('shift'), ['2026-11-23T22:00:40Z'])).toEqual([]);
  });
});
