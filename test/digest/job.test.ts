import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/channel.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import { createDigestJob, type DigestJobOptions, type Supervisor } from '../../src/digest/job.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { dialogue } from '../stats/dialogues.ts';

const zone = 'Europe/Kyiv';
const minute = 60_000;
const olena: Supervisor = { channel: 'telegram', clientId: '123', language: 'uk' };
const tom: Supervisor = { channel: 'viber', clientId: 'abc=', language: 'en' };

let store: Store;
let clock: SetClock;
let sent: Array<{ to: string; message: Message }>;
let logged: Array<{ level: string; message: string; fields: Record<string, unknown> | undefined }>;

beforeEach(async () => {
  store = createSqliteStore({ path: ':memory:' });
  await store.open();
  await store.insertDialogue(
    dialogue({ id: 'a', completedAt: new Date('2026-11-21T10:00:00Z'), comment: 'Дякую' }),
  );
  await store.insertDialogue(dialogue({ id: 'b', completedAt: new Date('2026-11-22T06:00:00Z'), rating: 1 }));
  clock = createSetClock(new Date('2026-11-22T07:00:00Z')); // 09:00 in Kyiv
  sent = [];
  logged = [];
});

afterEach(() => store.close());

const job = (changes: Partial<DigestJobOptions> = {}) =>
  createDigestJob({
    store,
    statistics: createStatistics({ store, zone }),
    send: async ({ channel, clientId }, message) => {
      sent.push({ to: `${channel}:${clientId}`, message });
    },
    supervisors: [olena, tom],
    at: '09:00',
    log: (level, message, fields) => logged.push({ level, message, fields }),
    zone,
    clock,
    ...changes,
  });

/** Refuses the first supervisor once, then takes everything. */
const failingOnce = (error: Error): DigestJobOptions['send'] => {
  let failed = false;
  return async ({ channel, clientId }, message) => {
    if (!failed) {
      failed = true;
      throw error;
    }
    sent.push({ to: `${channel}:${clientId}`, message });
  };
};
const recipients = () => sent.map(({ to }) => to);

describe('the daily digest', () => {
  it('tells each supervisor about yesterday, in their language', async () => {
    await job().catchUp();
    expect(sent.map(({ to, message }) => [to, message.title])).toEqual([
      ['telegram:123', 'Дайджест: субота, 21 листопада 2026 р.'],
      ['viber:abc=', 'Digest: Saturday, November 21, 2026'],
    ]);
    expect(sent[1]?.message.text).toMatch(/^Average CSAT: 5\.0 of 5 \(day before —\)/);
    expect(sent[0]?.message.text).toContain('«Дякую»');
    expect(logged).toEqual([
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
    await job({ target: 0.85 }).catchUp();
    expect(sent[1]?.message.text).toContain('\nTarget: 85%\n');
  });

  it('is sent once, however often it is asked for and whatever restarts', async () => {
    await job().catchUp();
    await job().catchUp();
    clock.set(23 * 60 * minute);
    await job().catchUp();
    expect(recipients()).toEqual(['telegram:123', 'viber:abc=']);
  });

  it('is sent once by several instances at the same moment', async () => {
    await Promise.all([job().catchUp(), job().catchUp(), job().catchUp()]);
    expect(recipients().toSorted()).toEqual(['telegram:123', 'viber:abc=']);
  });

  it('is sent late after downtime, for the day that was due', async () => {
    clock.set(new Date('2026-11-23T06:59:59Z'));
    await job().catchUp();
    expect(sent[1]?.message.title).toBe('Digest: Saturday, November 21, 2026');
    clock.set(new Date('2026-11-23T07:00:00Z'));
    await job().catchUp();
    expect(sent[3]?.message.title).toBe('Digest: Sunday, November 22, 2026');
  });

  it('stays silent about days before the first dialogue', async () => {
    clock.set(new Date('2026-11-21T07:00:00Z'));
    await job().catchUp();
    expect(sent).toEqual([]);
  });

  it('is not sent more than 24 hours late, at the end of a day of 25', async () => {
    await store.insertDialogue(dialogue({ id: 'old', completedAt: new Date('2026-10-01T10:00:00Z') }));
    clock.set(new Date('2026-10-25T06:30:00Z')); // 08:30 after the clocks went back; due 24.5 hours ago
    await job().catchUp();
    expect(sent).toEqual([]);
  });

  it('goes out once the claim of an instance that died has passed', async () => {
    const key = { day: '2026-11-21', supervisor: 'telegram:123' };
    await store.claimDigest(key, clock.now(), new Date(clock.now().getTime() + 5 * minute));
    await job().catchUp();
    expect(recipients()).toEqual(['viber:abc=']);
    clock.set(5 * minute + 1);
    await job().catchUp();
    expect(recipients()).toEqual(['viber:abc=', 'telegram:123']);
  });

  it.each([
    new ChannelError('network', 'no answer'),
    new ChannelError('rate_limited', 'too many requests', { retryAfterMs: 1000 }),
  ])('is tried again after an error that passes ($code), without holding the others up', async (error) => {
    const trying = job({ send: failingOnce(error) });
    await trying.catchUp();
    expect(recipients()).toEqual(['viber:abc=']);
    expect(logged[0]).toEqual({
      level: 'error',
      message: 'The digest was not sent; it is tried again',
      fields: { day: '2026-11-21', supervisor: 'telegram:123', error: error.message },
    });
    await trying.catchUp();
    expect(recipients()).toEqual(['viber:abc=', 'telegram:123']);
  });

  it.each(['unreachable', 'rejected'] as const)('is not tried again when it is %s', async (code) => {
    const trying = job({ send: failingOnce(new ChannelError(code, 'bot was blocked by the user')) });
    await trying.catchUp();
    await trying.catchUp();
    expect(recipients()).toEqual(['viber:abc=']);
    expect(logged[0]).toMatchObject({ level: 'warn', fields: { error: 'bot was blocked by the user' } });
  });

  it('is sent later when the store cannot be asked, and nothing is thrown', async () => {
    const down = () => Promise.reject(new StoreError('no server'));
    await job({ store: { ...store, claimDigest: down } }).catchUp();
    expect(sent).toEqual([]);
    expect(logged.map(({ level, fields }) => [level, fields?.error])).toEqual([
      ['error', 'no server'],
      ['error', 'no server'],
    ]);
    const unread = { ...createStatistics({ store, zone }), period: down };
    await job({ statistics: unread }).catchUp();
    expect(sent).toEqual([]);
    await job().catchUp();
    expect(recipients()).toEqual(['telegram:123', 'viber:abc=']);
  });
});

describe('a digest sent now', () => {
  it('is labelled by the day that it reports', async () => {
    const titles = async (day: string) => {
      sent = [];
      await job().sendNow(day);
      return sent.map(({ message }) => message.title);
    };
    expect(await titles('today')).toEqual([
      'Сьогодні, день ще триває: неділя, 22 листопада 2026 р.',
      'So far today: Sunday, November 22, 2026',
    ]);
    expect((await titles('2026-11-22'))[1]).toBe('So far today: Sunday, November 22, 2026');
    expect((await titles('yesterday'))[1]).toBe('Digest: Saturday, November 21, 2026');
    expect((await titles('2026-11-20'))[1]).toBe('Digest: Friday, November 20, 2026');
  });

  it('leaves the daily one to be sent', async () => {
    await job().sendNow('yesterday');
    await job().catchUp();
    await job().sendNow('yesterday');
    expect(sent).toHaveLength(6);
  });

  it('tells who did not get it, and why', async () => {
    const blocked = failingOnce(new ChannelError('unreachable', 'bot was blocked by the user'));
    expect(await job({ send: blocked }).sendNow('today')).toEqual([
      { supervisor: 'telegram:123', ok: false, error: 'bot was blocked by the user' },
      { supervisor: 'viber:abc=', ok: true },
    ]);
  });

  it('refuses a day that does not exist or has not begun', async () => {
    await expect(job().sendNow('2026-02-30')).rejects.toThrow(
      '"2026-02-30" is not a day; write today, yesterday',
    );
    await expect(job().sendNow('2026-11-23')).rejects.toThrow('2026-11-23 has not begun in Europe/Kyiv');
    expect(sent).toEqual([]);
  });
});
