import { describe, expect, it } from 'vitest';
import { dialogue } from '../stats/dialogues.ts';
import { createWorld, minute, olena, personAt, zone } from './digests.ts';
import { momentOf } from '../../src/stats/period.ts';

const world = createWorld();

/** At which moments a person's digests came, looking every minute of some hours as the schedule does. */
async function sentAt(
  settings: Parameters<typeof personAt>[1],
  from: Date,
  minutes: number,
): Promise<string[]> {
  const person = personAt('telegram:7', settings);
  const moments: string[] = [];
  world.clock.set(from);
  for (let i = 0; i < minutes; i++) {
    const before = new Date(world.clock.now().getTime() - minute);
    const instance = world.instance({ people: [person] });
    const count = world.sent.length;
    if (instance.isDue(before)) await instance.catchUp();
    if (world.sent.length > count) moments.push(world.clock.now().toISOString().slice(0, 16));
    world.clock.set(minute);
  }
  return moments;
}

describe('the settings of a person', () => {
  it('move the hour and the zone of the delivery, and not the day', async () => {
    const settings = { digestAt: '07:10', zone: 'America/New_York' };
    // The digest of November 20 was sent long before.
    await world.instance({ people: [personAt('telegram:7', { settings })] }).catchUp();
    world.sent = [];
    const moments = await sentAt({ settings }, new Date('2026-11-22T11:50:00Z'), 40);
    expect(moments).toEqual(['2026-11-22T12:10']);
    expect(world.sent[0]?.message.title).toBe('CSAT digest: Sat, Nov 21 (Europe/Kyiv)');
  });

  it('leave days out, which the next digest tells', async () => {
    const person = personAt('viber:abc=', { settings: { weekdays: [1, 2, 3, 4, 5] } });
    for (const day of ['2026-11-20', '2026-11-23']) {
      await world.store.insertDialogue(dialogue({ id: day, completedAt: new Date(`${day}T10:00:00Z`) }));
    }
    world.clock.set(new Date('2026-11-20T07:00:00Z'));
    await world.instance({ people: [person] }).catchUp();
    for (const day of ['21', '22']) {
      world.clock.set(new Date(`2026-11-${day}T07:00:00Z`));
      await world.instance({ people: [person] }).catchUp();
    }
    expect(world.sent).toEqual([]);
    world.clock.set(new Date('2026-11-23T07:00:00Z'));
    await world.instance({ people: [person] }).catchUp();
    const [monday, ...others] = world.english();
    expect(others).toEqual([]);
    expect(monday?.title).toBe('CSAT digest: Sun, Nov 22 (Europe/Kyiv)');
    expect(monday?.text).toMatch(/Earlier days without a digest:\nFri, Nov 20: .*\nSat, Nov 21: /);
  });

  it('mute digests, whose days the first one afterwards tells', async () => {
    await world.store.insertDialogue(dialogue({ id: 'd24', completedAt: new Date('2026-11-24T10:00:00Z') }));
    const until = new Date('2026-11-25T00:00:00Z').getTime();
    const person = personAt('viber:abc=', { settings: { mutedUntil: until } });
    for (const day of ['22', '23', '24']) {
      world.clock.set(new Date(`2026-11-${day}T07:00:00Z`));
      const instance = world.instance({ people: [person] });
      await instance.catchUp();
      expect(await instance.sendNow('yesterday')).toEqual([
        { supervisor: 'viber:abc=', ok: false, error: 'muted by the supervisor' },
      ]);
    }
    expect(world.sent).toEqual([]);
    world.clock.set(new Date('2026-11-25T07:00:00Z'));
    await world.instance({ people: [person] }).catchUp();
    expect(world.english()).toHaveLength(1);
    expect(world.english()[0]?.text).toContain('Sat, Nov 21: 5.0 of 5');
  });

  it('switch daily digests off', async () => {
    const reports = { daily: false, weekly: false, monthly: false, shift: false };
    await world.instance({ people: [personAt('telegram:7', { settings: { reports } })] }).catchUp();
    expect(world.sent).toEqual([]);
  });

  it('make no sound at night, by the person’s own clock or quiet hours', async () => {
    const silent = async (settings: Parameters<typeof personAt>[1]) => {
      world.sent = [];
      await world.instance({ people: [personAt('telegram:7', settings)] }).sendNow('yesterday');
      return world.sent[0]?.message.silent ?? false;
    };
    world.clock.set(new Date('2026-11-22T04:59:00Z')); // 06:59 in Kyiv
    expect(await silent({})).toBe(true);
    expect(await silent({ settings: { zone: 'Asia/Tokyo' } })).toBe(false);
    expect(await silent({ settings: { quiet: { from: '12:00', to: '13:00' } } })).toBe(false);
    expect(await silent({ settings: { quiet: { from: '06:00', to: '07:00' } } })).toBe(true);
    world.clock.set(new Date('2026-11-22T05:00:00Z'));
    expect(await silent({})).toBe(false);
  });
});

describe('on the days on which the clocks change', () => {
  it.each([
    ['2026-03-29', '03:30', 'Europe/Kyiv', '2026-03-29T01:30'],
    ['2026-10-25', '03:30', 'Europe/Kyiv', '2026-10-25T00:30'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30'],
    ['2026-03-29', '09:00', 'Europe/Kyiv', '2026-03-29T06:00'],
    ['2026-10-25', '09:00', 'Europe/Kyiv', '2026-10-25T07:00'],
  ])(
    'a digest comes on time and once: %s at %s, %s',
    async (day, digestAt, local, moment) => {
      const before = new Date(`${day}T00:00:00Z`).getTime() - 36 * 60 * minute;
      await world.store.insertDialogue(dialogue({ id: 'long ago', completedAt: new Date(before) }));
      const settings = { digestAt, zone: local };
      const start = momentOf(day, '00:00', local);
      world.clock.set(start);
      await world.instance({ people: [personAt('telegram:7', { settings })] }).catchUp();
      world.sent = [];
      expect(await sentAt({ settings }, start, 12 * 60)).toEqual([moment]);
    },
    30_000,
  );
});

describe('a zone that does not exist', () => {
  it('of one person keeps nobody else from their digest', async () => {
    const lost = personAt('telegram:7', { settings: { zone: 'Europe/Atlantis' } });
    await world.instance({ people: [lost, olena] }).catchUp();
    expect(world.recipients().toSorted()).toEqual(['telegram:123', 'telegram:7']);
    for (const { message } of world.sent) expect(message.title).toContain(zone);
  });
});
