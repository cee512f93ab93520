import { expect, it } from 'vitest';
import type { Job, NewJob } from '../../../src/store/ports/jobs.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Pair } from '../../contracts/store.ts';

export const now = new Date('2026-11-23T09:00:00Z');
const minute = 60_000;
export const later = (minutes: number): Date => new Date(now.getTime() + minutes * minute);
let built = 0;

/** A job of a kind of its own, so that tests do not take on each other's. */
export function aJob(overrides: Partial<NewJob> = {}): NewJob {
  const key = `job-${++built}`;
  const times = { enqueuedAt: now, runAt: now };
  return { key, kind: `kind-${key}`, payload: {}, ordering: null, origin: null, ...times, ...overrides };
}

export const claim = (store: Store, kind: string, owner = 'me', at = now, limit = 10): Promise<Job[]> =>
  store.claimJobs({ owner, kinds: [kind], now: at, until: new Date(at.getTime() + minute), limit });
export const keysOf = (jobs: readonly Job[]): string[] => jobs.map(({ key }) => key);
export const done = (result: unknown = null, at = now) => ({ state: 'done', at, result }) as const;

export function testJobs(pair: Pair): void {
  it('keeps a job as it was enqueued, and the same key again changes nothing', async () => {
    const origin = { channel: 'viber', clientId: 'abc=', dialogueId: 'd1', block: 'ask' };
    const payload = { a: [1, 'two', null, { $b: true, 'c.d': 'ї' }] };
    const job = aJob({ payload, ordering: 'order', origin, runAt: later(1) });
    expect(await pair.one.insertJob(job)).toBe(true);
    expect(await pair.other.insertJob({ ...job, payload: 'another', runAt: now })).toBe(false);
    expect(await pair.other.findJob(job.key)).toEqual({
      ...job,
      attempts: 0,
      firstTriedAt: null,
      owner: null,
      leaseUntil: null,
      state: 'waiting',
      endedAt: null,
      reason: null,
      result: null,
    });
    expect(await pair.one.findJob('no such job')).toBeNull();
  });

  it('keeps one job of a key that 20 instances enqueue at once', async () => {
    const job = aJob();
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? pair.one : pair.other).insertJob(job)),
    );
    expect(kept.filter(Boolean)).toHaveLength(1);
  });

  it('gives a due job to one of 20 instances, and none that is not due or of another kind', async () => {
    const job = aJob();
    await pair.one.insertJob(job);
    await pair.one.insertJob(aJob({ kind: job.kind, runAt: later(1) }));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) => claim(i % 2 ? pair.one : pair.other, job.kind, `owner-${i}`)),
    );
    expect(claims.flat()).toHaveLength(1);
    expect(claims.flat()[0]).toMatchObject({ key: job.key, attempts: 1, leaseUntil: later(1) });
  });

  it('gives the most overdue first, and no more than asked for', async () => {
    const { kind } = aJob();
    for (const [index, minutes] of [3, 1, 2].entries()) {
      await pair.one.insertJob(aJob({ key: `${kind}-${index}`, kind, runAt: later(minutes) }));
    }
    expect(keysOf(await claim(pair.one, kind, 'me', later(5), 2))).toEqual([`${kind}-1`, `${kind}-2`]);
  });

  it('tells when the next job is due, of those that have not ended', async () => {
    // Before any other test's jobs.
    const at = (time: string) => new Date(`2001-01-01T${time}Z`);
    const [first, second] = [aJob({ runAt: at('09:00:00') }), aJob({ runAt: at('10:00:00') })];
    await pair.one.insertJob(second);
    await pair.one.insertJob(first);
    expect(await pair.other.nextRunAt(at('08:59:59.999'))).toBeNull();
    expect(await pair.other.nextRunAt(at('11:00:00'))).toEqual(at('09:00:00'));
    await claim(pair.one, first.kind, 'me', at('09:00:00'));
    await pair.one.settleJob(first.key, 'me', done());
    expect(await pair.other.nextRunAt(at('11:00:00'))).toEqual(at('10:00:00'));
  });

  it('gives a job to another once its lease has run out, and not before', async () => {
    const job = aJob();
    await pair.one.insertJob(job);
    await claim(pair.one, job.kind, 'first');
    expect(await claim(pair.other, job.kind, 'second', new Date(later(1).getTime() - 1))).toEqual([]);
    expect(await claim(pair.other, job.kind, 'second', later(1))).toMatchObject([{ attempts: 2 }]);
    expect(await pair.one.renewJob(job.key, 'first', later(9))).toBe(false);
    expect(await pair.one.settleJob(job.key, 'first', done())).toBe(false);
    expect(await pair.other.renewJob(job.key, 'second', later(9))).toBe(true);
    expect(await claim(pair.one, job.kind, 'third', later(8))).toEqual([]);
    expect((await pair.one.findJob(job.key))?.firstTriedAt).toEqual(now);
  });

  it('keeps how a job ended, and never gives it again', async () => {
    const job = aJob();
    await pair.one.insertJob(job);
    await claim(pair.one, job.kind);
    expect(await pair.one.settleJob(job.key, 'me', done({ told: 5 }))).toBe(true);
    expect(await pair.other.findJob(job.key)).toMatchObject({
      state: 'done',
      endedAt: now,
      reason: null,
      result: { told: 5 },
      owner: null,
      leaseUntil: null,
    });
    expect(await claim(pair.other, job.kind, 'me', later(60))).toEqual([]);
    expect(await pair.other.settleJob(job.key, 'me', done())).toBe(false);
    expect(await pair.other.insertJob(job)).toBe(false);
  });

  it('lists those that were given up, with the reason, the newest first', async () => {
    const first = aJob({ enqueuedAt: later(-9) });
    const second = aJob({ kind: first.kind, enqueuedAt: later(-8) });
    for (const job of [first, second]) {
      await pair.one.insertJob(job);
      await claim(pair.one, job.kind);
      await pair.one.settleJob(job.key, 'me', {
        state: 'given_up',
        at: now,
        reason: `no ${job.key}`,
        result: null,
      });
    }
    const listed = await pair.other.listJobs('given_up', 1000);
    const ours = listed.filter(({ kind }) => kind === first.kind);
    expect(ours.map(({ key, reason }) => [key, reason])).toEqual([
      [second.key, `no ${second.key}`],
      [first.key, `no ${first.key}`],
    ]);
    expect(await pair.other.listJobs('given_up', 1)).toHaveLength(1);
  });

  it('gives a job that failed again at its time, and one that was given back at once', async () => {
    const job = aJob();
    await pair.one.insertJob(job);
    await claim(pair.one, job.kind);
    await pair.one.settleJob(job.key, 'me', { state: 'waiting', runAt: later(5), reason: 'no answer' });
    expect(await claim(pair.other, job.kind, 'other', later(4))).toEqual([]);
    expect(await claim(pair.other, job.kind, 'other', later(5))).toMatchObject([
      { key: job.key, attempts: 2, reason: 'no answer' },
    ]);
    await pair.other.releaseJobs('other');
    expect(await claim(pair.one, job.kind, 'me', later(5))).toHaveLength(1);
  });

  it('runs the jobs of one ordering one after another, and others beside them', async () => {
    const { kind } = aJob();
    const jobs = ['a', 'b', 'c'].map((name, index) =>
      aJob({ key: `${kind}-${name}`, kind, ordering: kind, enqueuedAt: later(index - 9) }),
    );
    for (const job of jobs.toReversed()) await pair.one.insertJob(job);
    await pair.one.insertJob(aJob({ key: `${kind}-free`, kind }));
    expect(keysOf(await claim(pair.one, kind)).toSorted()).toEqual([`${kind}-a`, `${kind}-free`]);
    await pair.one.settleJob(`${kind}-free`, 'me', done());
    await pair.one.settleJob(`${kind}-a`, 'me', { state: 'waiting', runAt: later(5), reason: 'later' });
    expect(await claim(pair.other, kind, 'me', later(1))).toEqual([]);
    expect(keysOf(await claim(pair.other, kind, 'me', later(5)))).toEqual([`${kind}-a`]);
    await pair.one.settleJob(`${kind}-a`, 'me', done());
    expect(keysOf(await claim(pair.other, kind, 'me', later(5)))).toEqual([`${kind}-b`]);
  });

  it('tells when the last job of an ordering was enqueued, of those that have not ended', async () => {
    const { kind } = aJob();
    expect(await pair.one.lastEnqueuedAt(kind)).toBeNull();
    for (const [name, minutes] of [
      ['a', -9],
      ['c', -5],
      ['b', -7],
    ] as const)
      await pair.one.insertJob(
        aJob({ key: `${kind}-${name}`, kind, ordering: kind, enqueuedAt: later(minutes) }),
      );
    expect(await pair.other.lastEnqueuedAt(kind)).toEqual(later(-5));
    for (const _ of ['a', 'b', 'c']) {
      const [job] = await claim(pair.one, kind);
      await pair.one.settleJob(job?.key ?? '', 'me', done());
    }
    expect(await pair.other.lastEnqueuedAt(kind)).toBeNull();
  });

  it('gives the last result of a kind, of one ordering or of any', async () => {
    const { kind } = aJob();
    const end = async (key: string, ordering: string, result: unknown) => {
      await pair.one.insertJob(aJob({ key: `${kind}:${key}`, kind, ordering }));
      await claim(pair.one, kind);
      await pair.one.settleJob(`${kind}:${key}`, 'me', done(result));
    };
    await end('2026-11-20', 'a', { n: 1 });
    await end('2026-11-21', 'b', { n: 2 });
    await end('2026-11-22', 'a', null);
    const last = (before: string, ordering: string | null) =>
      pair.other.lastResult(kind, `${kind}:${before}`, ordering);
    expect(await last('2026-11-30', 'a')).toEqual({ key: `${kind}:2026-11-20`, result: { n: 1 } });
    expect(await last('2026-11-30', null)).toEqual({ key: `${kind}:2026-11-21`, result: { n: 2 } });
    expect(await last('2026-11-20', null)).toBeNull();
    expect(await last('2026-11-30', 'c')).toBeNull();
  });

  it('looks through no jobs that wait behind one that failed, and gives the next at once when that has ended', async () => {
    // Before any other test's jobs, and so the last test that asks when one is due.
    const start = new Date('2000-01-01T09:00:00Z');
    const at = (minutes: number) => new Date(start.getTime() + minutes * minute);
    const { kind } = aJob();
    const number = (index: number) => `${kind}-${String(index).padStart(4, '0')}`;
    const waiting = Array.from({ length: 600 }, (_, index) =>
      aJob({ key: number(index), kind, ordering: kind, enqueuedAt: start, runAt: start }),
    );
    await Promise.all(waiting.map((job) => pair.one.insertJob(job)));
    await pair.one.insertJob(aJob({ key: `${kind}-other`, kind, enqueuedAt: at(1), runAt: at(1) }));
    expect(keysOf(await claim(pair.one, kind, 'me', at(2)))).toEqual([number(0), `${kind}-other`]);
    await pair.one.settleJob(`${kind}-other`, 'me', done());
    await pair.one.settleJob(number(0), 'me', { state: 'waiting', runAt: at(5), reason: 'away' });
    // Its followers were put off for as long as its lease was; by now it is known when it is tried next.
    expect(await claim(pair.other, kind, 'me', at(3))).toEqual([]);
    expect(await claim(pair.other, kind, 'me', at(3))).toEqual([]);
    expect(await pair.other.nextRunAt(at(4))).toBeNull();
    expect(keysOf(await claim(pair.other, kind, 'me', at(5)))).toEqual([number(0)]);
    await pair.other.settleJob(number(0), 'me', done());
    for (const index of [1, 2, 3]) {
      expect(keysOf(await claim(pair.one, kind, 'me', at(5)))).toEqual([number(index)]);
      await pair.one.settleJob(number(index), 'me', done());
    }
    expect((await pair.one.findJob(number(4)))?.runAt).toEqual(start);
  });
}
