import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/channel.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import { createDigestJob, type DigestJobOptions, type Supervisor } from '../../src/digest/job.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { Store } from '../../src/store/store.ts';
import { dialogue } from '../stats/dialogues.ts';
import { aSurvey } from '../support/dialogues.ts';
import { type RecordingLog, recordingLog } from '../support/log.ts';
import type { Log } from '../../src/log/log.ts';

const zone = 'Europe/Kyiv';
const minute = 60_000;
const olena: Supervisor = { channel: 'telegram', clientId: '123', language: 'uk' };
const tom: Supervisor = { channel: 'viber', clientId: 'abc=', language: 'en' };

let store: Store;
let clock: SetClock;
let sent: Array<{ to: string; message: Message }>;
let log: Log;
let logged: RecordingLog['entries'];

beforeEach(async () => {
  store = createSqliteStore({ path: ':memory:' });
  await store.open();
  await store.insertDialogue(
    dialogue({ id: 'a', completedAt: new Date('2026-11-21T10:00:00Z'), comment: 'Дякую' }),
  );
  await store.insertDialogue(dialogue({ id: 'b', completedAt: new Date('2026-11-22T06:00:00Z'), rating: 1 }));
  clock = createSetClock(new Date('2026-11-22T07:00:00Z')); // 09:00 in Kyiv
  sent = [];
  ({ log, entries: logged } = recordingLog());
});

afterEach(() => store.close());

const job = (changes: Partial<DigestJobOptions> = {}) =>
  createDigestJob({
    store,
    statistics: createStatistics({ store, zone, clock }),
    send: async ({ channel, clientId }, message) => {
      sent.push({ to: `${channel}:${clientId}`, message });
    },
    supervisors: [olena, tom],
    at: '09:00',
    log,
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

  it('is sent a day late at the end of a day of 25 hours', async () => {
    await store.insertDialogue(dialogue({ id: 'old', completedAt: new Date('2026-10-23T10:00:00Z') }));
    clock.set(new Date('2026-10-25T06:30:00Z')); // 08:30 after the clocks went back; due 24.5 hours ago
    await job().catchUp();
    expect(sent.map(({ message }) => message.title)[1]).toBe('Digest: Friday, October 23, 2026');
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
    const unread = { ...createStatistics({ store, zone, clock }), period: down };
    await job({ statistics: unread }).catchUp();
    expect(sent).toEqual([]);
    await job().catchUp();
    expect(recipients()).toEqual(['telegram:123', 'viber:abc=']);
  });
});

describe('days missed while the service was down', () => {
  const kyiv = (day: string, time = '09:00') => new Date(`2026-11-${day}T${time}:00+02:00`);
  const completed = (id: string, day: string, changes: Partial<Dialogue> = {}) =>
    store.insertDialogue(dialogue({ id, completedAt: kyiv(day, '12:00'), ...changes }));
  const english = () => sent.filter(({ to }) => to === 'viber:abc=').map(({ message }) => message);

  beforeEach(async () => {
    for (const day of ['23', '24', '25', '26']) await completed(`d${day}`, day);
    await job().catchUp(); // of November 21
    sent = [];
  });

  it('are told with the number of their comments, which the message has no room for', async () => {
    await completed('words', '24', { rating: null, comment: 'Only words' });
    clock.set(kyiv('26'));
    await job().catchUp();
    expect(english()[0]?.text).toContain(
      'Tue, Nov 24: 5.0 of 5, CSAT 100%, 1 rating; 1 comment; surveys 2, dialogues 2',
    );
  });

  it('are all told in one message, and each once', async () => {
    clock.set(kyiv('26', '11:17'));
    await Promise.all([job().catchUp(), job().catchUp()]);
    await job().catchUp();
    expect(recipients().toSorted()).toEqual(['telegram:123', 'viber:abc=']);
    const [message] = english();
    expect(message?.title).toBe('Digest: Wednesday, November 25, 2026');
    expect(message?.text).toContain(`Earlier days without a digest:
Sun, Nov 22: 1.0 of 5, CSAT 0%, 1 rating; surveys 1, dialogues 1
Mon, Nov 23: 5.0 of 5, CSAT 100%, 1 rating; surveys 1, dialogues 1
Tue, Nov 24: 5.0 of 5, CSAT 100%, 1 rating; surveys 1, dialogues 1`);
    sent = [];
    clock.set(kyiv('27'));
    await job().catchUp();
    expect(english()[0]?.title).toBe('Digest: Thursday, November 26, 2026');
    expect(english()[0]?.text).not.toContain('without a digest');
  });

  it('reach a supervisor whose chat failed meanwhile, and repeat nothing for the others', async () => {
    clock.set(kyiv('23'));
    const failing = job({
      send: async ({ channel, clientId }, message) => {
        if (channel === 'viber') throw new ChannelError('network', 'no answer');
        sent.push({ to: `${channel}:${clientId}`, message });
      },
    });
    await failing.catchUp();
    clock.set(kyiv('24'));
    await job().catchUp();
    expect(english()[0]?.text).toContain('Earlier days without a digest:\nSun, Nov 22:');
    expect(sent.filter(({ to }) => to === 'telegram:123').at(-1)?.message.text).not.toContain(
      'за які не було',
    );
  });

  it('wait for an instance that is telling one of them', async () => {
    clock.set(kyiv('24'));
    const key = { day: '2026-11-22', supervisor: 'viber:abc=' };
    await store.claimDigest(key, clock.now(), new Date(clock.now().getTime() + 5 * minute));
    await job().catchUp();
    expect(recipients()).toEqual(['telegram:123']);
    clock.set(5 * minute + 1);
    await job().catchUp();
    expect(english()[0]?.text).toContain('Sun, Nov 22:');
  });

  it('are summed up in one line where they are more than fourteen', async () => {
    clock.set(new Date('2026-12-20T09:00:00+02:00'));
    await job().catchUp();
    const { text = '' } = english()[0] ?? {};
    const lines = text.slice(text.indexOf('Earlier days without')).split('\n').slice(1);
    expect(lines).toHaveLength(15);
    expect(lines[0]).toBe('Sun, Nov 22 – Fri, Dec 4: 4.2 of 5, CSAT 80%, 5 ratings; surveys 5, dialogues 5');
    expect(lines.at(-1)).toBe('Fri, Dec 18: surveys 0, dialogues 0');
  });

  it('are none for a supervisor who is new, where digests went out', async () => {
    clock.set(kyiv('23'));
    await job().catchUp();
    clock.set(kyiv('24'));
    const newcomer: Supervisor = { channel: 'viber', clientId: 'new=', language: 'en' };
    await job({ supervisors: [newcomer] }).catchUp();
    expect(sent.at(-1)?.message.text).not.toContain('without a digest');
  });

  it('are none before the first dialogue', async () => {
    const fresh = createSqliteStore({ path: ':memory:' });
    await fresh.open();
    await fresh.insertDialogue(dialogue({ id: 'x', completedAt: kyiv('24', '12:00') }));
    clock.set(kyiv('26'));
    await job({ store: fresh, statistics: createStatistics({ store: fresh, zone, clock }) }).catchUp();
    expect(english()[0]?.text).toMatch(/Earlier days without a digest:\nTue, Nov 24: [^\n]*$/);
    await fresh.close();
  });
});

describe('an answer that comes after its day was told', () => {
  const late = new Date('2026-11-22T13:00:00Z');
  const dayAfter = new Date('2026-11-23T07:00:00Z');
  const open = dialogue({
    id: 'late',
    outcome: 'open',
    rating: null,
    answeredAt: null,
    completedAt: new Date('2026-11-21T20:00:00Z'),
  });
  const english = () => sent.filter(({ to }) => to === 'viber:abc=').map(({ message }) => message.text);
  const save = async (changes: Partial<Dialogue>) => {
    const found = await store.findDialogue(open.channel, open.clientId, open.id);
    if (!found) throw new Error('it is gone');
    expect(await store.saveDialogue({ ...found, ...changes })).toBe(true);
  };
  const answered = { outcome: 'answered', rating: 2, answeredAt: late } as const;
  const surveyWith = (answeredAt: Record<string, number>) => aSurvey({ answeredAt });

  beforeEach(async () => {
    await store.insertDialogue(open);
    await job().catchUp();
    sent = [];
  });

  it('is told once by the next digest, with its day', async () => {
    await save({ ...answered, comment: 'Too slow' });
    clock.set(dayAfter);
    await job().catchUp();
    await job().catchUp();
    expect(english()).toHaveLength(1);
    expect(english()[0]).toContain(`Since the last digest, answers about earlier days:
Sat, Nov 21: 2.0 of 5, CSAT 0%, 1 rating; 1 comment

2 of 5 · Sat, Nov 21 · Olena · Billing · Telegram · late
“Too slow”`);
    expect(sent[0]?.message.text).toContain(
      'Після минулого дайджесту надійшли відповіді за попередні дні:\nсб, 21 лист.: 2,0 з 5',
    );
    sent = [];
    clock.set(new Date('2026-11-24T07:00:00Z'));
    await job().catchUp();
    expect(english()[0]).not.toContain('Since the last digest');
  });

  it('is told as a comment alone where its rating was told before', async () => {
    await save({ ...answered, survey: surveyWith({ quality_answer: late.getTime() }) });
    clock.set(dayAfter);
    await job().catchUp();
    sent = [];
    const commentedAt = new Date('2026-11-23T08:00:00Z').getTime();
    await save({
      comment: 'P.S.',
      survey: surveyWith({ quality_answer: late.getTime(), quality_comment: commentedAt }),
    });
    clock.set(new Date('2026-11-24T07:00:00Z'));
    await job().catchUp();
    expect(english()[0]).toContain(
      'Since the last digest, answers about earlier days:\nSat, Nov 21: 1 comment\n\n2 of 5',
    );
  });

  it('is told by the next digest also where a comment follows just before or after that', async () => {
    const ratedAt = new Date(dayAfter.getTime() - 40_000).getTime();
    for (const seconds of [-30, -20, 1]) {
      const survey = surveyWith({
        quality_answer: ratedAt,
        quality_comment: dayAfter.getTime() + seconds * 1000,
      });
      const comment = `after ${seconds} s`;
      await store.insertDialogue({
        ...open,
        ...answered,
        id: comment,
        externalId: comment,
        rating: 1,
        comment,
        survey,
      });
    }
    clock.set(dayAfter);
    await job().catchUp();
    clock.set(new Date('2026-11-24T07:00:00Z'));
    await job().catchUp();
    const [first, second] = english();
    expect(first).toContain('Sat, Nov 21: 1.0 of 5, CSAT 0%, 3 ratings');
    expect(first).not.toContain('“after');
    expect(second).toContain('Sat, Nov 21: 3 comments\n');
  });

  it('is counted however many came', async () => {
    for (let index = 0; index < 1001; index++) {
      await store.insertDialogue({ ...open, ...answered, id: `m${index}`, externalId: `m${index}` });
    }
    clock.set(dayAfter);
    await job().catchUp();
    expect(english()[0]).toContain('1,001 ratings');
  });

  it('is told by one of two digests whichever second it comes in', async () => {
    for (const [index, seconds] of [-31, -30, -29, 0, 1].entries()) {
      const id = `edge${index}`;
      const answeredAt = new Date(dayAfter.getTime() + seconds * 1000);
      const completedAt = new Date('2026-11-22T09:00:00Z');
      await store.insertDialogue(dialogue({ id, completedAt, answeredAt, comment: `comment ${index}` }));
    }
    clock.set(dayAfter);
    await job().catchUp();
    clock.set(new Date('2026-11-24T07:00:00Z'));
    await job().catchUp();
    for (const index of [0, 1, 2, 3, 4]) {
      expect(english().filter((text) => text.includes(`comment ${index}`))).toHaveLength(1);
    }
  });

  it('is told whatever is sent by hand meanwhile, and nothing earlier by the first digest', async () => {
    await save(answered);
    await job().sendNow('2026-11-21');
    expect(english()[0]).not.toContain('Since the last digest');
    sent = [];
    clock.set(dayAfter);
    const newcomer: Supervisor = { channel: 'viber', clientId: 'new=', language: 'en' };
    await job({ supervisors: [tom, newcomer] }).catchUp();
    expect(sent.map(({ message }) => message.text.includes('Since the last digest'))).toEqual([true, false]);
  });
});

describe('a look for digests every five minutes', () => {
  it('asks for the first dialogue until there is one, and never lists dialogues for it', async () => {
    let asked = 0;
    const counting = {
      ...store,
      firstCompletedAt: () => {
        asked += 1;
        return store.firstCompletedAt();
      },
    };
    const looking = job({ store: counting });
    for (let i = 0; i < 5; i++) await looking.catchUp();
    expect(asked).toBe(1);
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
