import { describe, expect, it } from 'vitest';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { dialogue } from '../stats/dialogues.ts';
import { createWorld, minute, olena, zone } from './digests.ts';

const world = createWorld();

/** What an instance takes on that dies with it. */
const claimedBy = (owner: string) => {
  const now = world.clock.now();
  const until = new Date(now.getTime() + 30_000);
  return world.store.claimJobs({ owner, kinds: ['digest'], now, until, limit: 1 });
};

describe('the daily digest', () => {
  it('tells each supervisor about yesterday, in their language', async () => {
    await world.instance().catchUp();
    expect(world.sent.map(({ to, message }) => [to, message.title])).toEqual([
      ['telegram:123', 'Дайджест CSAT: сб, 21 лист. (Europe/Kyiv)'],
      ['viber:abc=', 'CSAT digest: Sat, Nov 21 (Europe/Kyiv)'],
    ]);
    expect(world.sent[1]?.message.text).toMatch(
      /^CSAT: 100% \(21%–100%\), 1 rating\nAverage CSAT: 5\.0 of 5/,
    );
    expect(world.sent[0]?.message.text).toContain('«Дякую»');
    expect(world.logged).toEqual([
      {
        level: 'info',
        message: 'The digest was sent',
        fields: { day: '2026-11-21', supervisor: 'telegram:123' },
      },
      {
        level: 'info',
        message: 'The digest was sent',
        fields: { day: '2026-11-21', supervisor: 'viber:abc=' },
      },
    ]);
  });

  it('names the target where there is one', async () => {
    await world.instance({ target: 0.85 }).catchUp();
    expect(world.sent[1]?.message.text).toContain('\nTarget 85%: 100% over 30 days, met\n');
  });

  it('is sent once, however often it is asked for and whatever restarts', async () => {
    await world.instance().catchUp();
    await world.instance().catchUp();
    world.clock.set(23 * 60 * minute);
    await world.instance().catchUp();
    expect(world.recipients()).toEqual(['telegram:123', 'viber:abc=']);
  });

  it('is sent once by several instances at the same moment', async () => {
    await Promise.all([world.instance().catchUp(), world.instance().catchUp(), world.instance().catchUp()]);
    expect(world.recipients().toSorted()).toEqual(['telegram:123', 'viber:abc=']);
  });

  it('is sent late after downtime, for the day that was due', async () => {
    world.clock.set(new Date('2026-11-23T06:59:59Z'));
    await world.instance().catchUp();
    expect(world.sent[1]?.message.title).toBe('CSAT digest: Sat, Nov 21 (Europe/Kyiv)');
    world.clock.set(new Date('2026-11-23T07:00:00Z'));
    await world.instance().catchUp();
    expect(world.sent[3]?.message.title).toBe('CSAT digest: Sun, Nov 22 (Europe/Kyiv)');
  });

  it('stays silent about days before the first dialogue', async () => {
    world.clock.set(new Date('2026-11-21T07:00:00Z'));
    await world.instance().catchUp();
    expect(world.sent).toEqual([]);
  });

  it('is sent a day late at the end of a day of 25 hours', async () => {
    await world.store.insertDialogue(dialogue({ id: 'old', completedAt: new Date('2026-10-23T10:00:00Z') }));
    world.clock.set(new Date('2026-10-25T06:30:00Z')); // 08:30 after the clocks went back; due 24.5 hours ago
    await world.instance().catchUp();
    expect(world.sent.map(({ message }) => message.title)[1]).toBe('CSAT digest: Fri, Oct 23 (Europe/Kyiv)');
  });

  it('goes out once the lease of an instance that died has passed', async () => {
    await world.instance({ people: [olena], send: () => new Promise(() => {}) }).enqueue();
    const [job] = await claimedBy('another');
    expect(job?.kind).toBe('digest');
    await world.instance().catchUp();
    expect(world.recipients()).toEqual(['viber:abc=']);
    world.clock.set(minute);
    await world.instance().catchUp();
    expect(world.recipients()).toEqual(['viber:abc=', 'telegram:123']);
  });

  it.each([
    new ChannelError('network', 'no answer'),
    new ChannelError('rate_limited', 'too many requests', { retryAfterMs: 1000 }),
  ])('is tried again after an error that passes ($code), without holding the others up', async (error) => {
    const trying = world.instance({ send: world.failingOnce(error) });
    await trying.catchUp();
    expect(world.recipients()).toEqual(['viber:abc=']);
    expect(world.logged.find(({ level }) => level === 'warn')).toMatchObject({
      level: 'warn',
      message: 'A job failed and is tried again',
      fields: { job: 'digest:2026-11-21:telegram:123', error: error.message },
    });
    world.clock.set(minute);
    await trying.catchUp();
    expect(world.recipients()).toEqual(['viber:abc=', 'telegram:123']);
  });

  it.each(['unreachable', 'rejected'] as const)('is not tried again when it is %s', async (code) => {
    const trying = world.instance({
      send: world.failingOnce(new ChannelError(code, 'bot was blocked by the user')),
    });
    await trying.catchUp();
    await trying.catchUp();
    expect(world.recipients()).toEqual(['viber:abc=']);
    expect(world.logged.find(({ level }) => level === 'warn')).toMatchObject({
      level: 'warn',
      fields: { error: 'bot was blocked by the user' },
    });
  });

  it('is sent later when the store cannot be asked', async () => {
    const down = () => Promise.reject(new StoreError('no server'));
    const unkept = { ...world.store, insertJob: down };
    await expect(world.instance({ store: unkept }).catchUp()).rejects.toThrow('no server');
    const { store, clock } = world;
    const unread = { ...createStatistics({ store, zone, clock }), period: down };
    await world.instance({ statistics: unread }).catchUp();
    expect(world.sent).toEqual([]);
    expect(world.logged.map(({ level, fields }) => [level, fields.error])).toEqual([
      ['warn', 'no server'],
      ['warn', 'no server'],
    ]);
    world.clock.set(minute);
    await world.instance().catchUp();
    expect(world.recipients()).toEqual(['telegram:123', 'viber:abc=']);
  });
});

describe('a look for digests every five minutes', () => {
  it('asks for the first dialogue until there is one, and once for each digest', async () => {
    let asked = 0;
    const counting = {
      ...world.store,
      firstCompletedAt: () => {
        asked += 1;
        return world.store.firstCompletedAt();
      },
    };
    const { store, clock } = world;
    const looking = world.instance({ store: counting, statistics: createStatistics({ store, zone, clock }) });
    for (let i = 0; i < 5; i++) await looking.catchUp();
    expect(asked).toBe(1 + world.sent.length);
  });
});
