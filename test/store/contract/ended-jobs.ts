import { expect, it } from 'vitest';
import type { Settlement } from '../../../src/store/ports/jobs.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Pair } from '../../contracts/store.ts';
import { aJob, claim, done, keysOf, later, now } from './jobs.ts';

const givenUp = (at = now): Settlement => ({ state: 'given_up', at, reason: 'no answer', result: { n: 1 } });

/** A job of a kind that has ended. */
async function ended(store: Store, kind: string, name: string, end: Settlement, minutes = 0) {
  const enqueuedAt = later(minutes);
  const job = aJob({ key: `${kind}-${name}`, kind, ordering: kind, enqueuedAt, runAt: enqueuedAt });
  await store.insertJob(job);
  await claim(store, kind);
  expect(await store.settleJob(job.key, 'me', end)).toBe(true);
  return job;
}

export function testEndedJobs(pair: Pair): void {
  it('lists the jobs of one kind', async () => {
    const { kind } = aJob();
    const [first, second] = [
      await ended(pair.one, kind, 'a', givenUp(), -2),
      await ended(pair.one, kind, 'b', givenUp(), -1),
    ];
    await ended(pair.one, aJob().kind, 'other', givenUp());
    expect(keysOf(await pair.other.listJobs('given_up', 9, kind))).toEqual([second.key, first.key]);
    expect(keysOf(await pair.other.listJobs('given_up', 1, kind))).toEqual([second.key]);
    const [newest] = await pair.other.listJobs('given_up', 1, kind);
    for (const only of [kind, undefined]) {
      const behind = keysOf(await pair.other.listJobs('given_up', 9, only, newest));
      expect([behind.includes(first.key), behind.includes(second.key)]).toEqual([true, false]);
    }
    expect(await pair.other.listJobs('done', 9, kind)).toEqual([]);
    expect(await pair.other.listJobs('given_up', 9, 'no such kind')).toEqual([]);
  });

  it('counts the time for the tries of a kind from its first try, or from when it was enqueued', async () => {
    for (const sinceEnqueued of [false, true]) {
      const job = aJob({ enqueuedAt: later(-9) });
      await pair.one.insertJob(job);
      const wanted = { owner: 'me', kinds: [job.kind], now, until: later(1), limit: 9 };
      await pair.one.claimJobs({ ...wanted, ...(sinceEnqueued && { sinceEnqueued: [job.kind] }) });
      const since = sinceEnqueued ? later(-9) : now;
      expect((await pair.other.findJob(job.key))?.firstTriedAt).toEqual(since);
      await pair.one.settleJob(job.key, 'me', { state: 'waiting', runAt: later(1), reason: 'later' });
      const [again] = await claim(pair.one, job.kind, 'me', later(1));
      expect(again).toMatchObject({ attempts: 2, firstTriedAt: since });
    }
  });

  it('has a job that was given up wait again, as if it was never tried', async () => {
    const job = await ended(pair.one, aJob().kind, 'a', givenUp(), -9);
    expect(await pair.other.repeatJob(job.key, ['given_up'], later(5))).toBe(true);
    expect(await pair.one.findJob(job.key)).toEqual({
      ...job,
      runAt: later(5),
      attempts: 0,
      firstTriedAt: later(5),
      owner: null,
      leaseUntil: null,
      state: 'waiting',
      endedAt: null,
      reason: null,
      result: null,
    });
    expect(await pair.other.repeatJob(job.key, ['given_up', 'done'], later(6))).toBe(false);
    const wanted = { owner: 'me', kinds: [job.kind], sinceEnqueued: [job.kind], until: later(9), limit: 9 };
    expect(await pair.one.claimJobs({ ...wanted, now: later(6) })).toMatchObject([
      { attempts: 1, firstTriedAt: later(5) },
    ]);
  });

  it('repeats a job that was done only where that is asked for, and none that is not there', async () => {
    const job = await ended(pair.one, aJob().kind, 'a', done());
    expect(await pair.one.repeatJob(job.key, ['given_up'], now)).toBe(false);
    expect(await pair.one.findJob(job.key)).toMatchObject({ state: 'done' });
    expect(await pair.one.repeatJob(job.key, ['given_up', 'done'], now)).toBe(true);
    expect(await pair.one.repeatJob('no such job', ['given_up', 'done'], now)).toBe(false);
  });

  it('repeats all that were given up of a kind in the order in which they were enqueued, as many as asked for', async () => {
    const { kind } = aJob();
    // Their keys are in another order.
    for (const [index, name] of ['c', 'a', 'b', 'd'].entries()) {
      await ended(pair.one, kind, name, givenUp(), index - 9);
    }
    await ended(pair.one, kind, 'done', done(), -1);
    expect(await pair.other.repeatGivenUp(kind, now, 3)).toBe(3);
    expect(keysOf(await pair.one.listJobs('given_up', 9, kind))).toEqual([`${kind}-d`]);
    const run: string[] = [];
    for (let [next] = await claim(pair.one, kind); next; [next] = await claim(pair.one, kind)) {
      run.push(next.key);
      await pair.one.settleJob(next.key, 'me', done());
    }
    expect(run).toEqual(['c', 'a', 'b'].map((name) => `${kind}-${name}`));
    expect(await pair.other.repeatGivenUp('no such kind', now, 3)).toBe(0);
  });

  it('runs a repeated job before those that were enqueued after it', async () => {
    const first = await ended(pair.one, aJob().kind, 'a', givenUp(), -9);
    await pair.one.insertJob(aJob({ kind: first.kind, ordering: first.ordering }));
    await pair.one.repeatJob(first.key, ['given_up'], now);
    expect(keysOf(await claim(pair.other, first.kind))).toEqual([first.key]);
  });

  it('forgets what ended before a moment, of one kind and state, as many as asked for', async () => {
    const { kind } = aJob();
    for (const [name, end] of [
      ['a', done(null, later(-3))],
      ['b', done(null, later(-2))],
      ['c', done(null, later(-1))],
      ['d', done(null, now)],
      ['given up', givenUp(later(-3))],
    ] as const) {
      await ended(pair.one, kind, name, end, -9);
    }
    await ended(pair.one, aJob().kind, 'of another kind', done(null, later(-3)), -9);
    await pair.one.insertJob(aJob({ kind, enqueuedAt: later(-9), runAt: later(9) }));
    expect(await pair.other.forgetJobs(kind, 'done', now, 2)).toBe(2);
    expect(await pair.other.forgetJobs(kind, 'done', now, 2)).toBe(1);
    expect(await pair.other.forgetJobs(kind, 'done', now, 2)).toBe(0);
    expect(keysOf(await pair.one.listJobs('done', 9, kind))).toEqual([`${kind}-d`]);
    expect(await pair.one.listJobs('waiting', 9, kind)).toHaveLength(1);
    expect(await pair.other.forgetJobs(kind, 'given_up', now, 9)).toBe(1);
    expect(await pair.one.findJob(`${kind}-given up`)).toBeNull();
  });

  it('counts the jobs of each kind: that wait, whose time has come since when, and that were given up', async () => {
    const { kind } = aJob();
    const count = async (at: Date) => (await pair.other.countJobs(at)).find((one) => one.kind === kind);
    const gone = { reason: 'no use', result: null, at: now } as const;

    await pair.one.insertJob(aJob({ kind, runAt: later(30) }));
    expect(await count(now)).toEqual({ kind, waiting: 1, due: 0, dueSince: null, givenUp: 0 });
    expect(await count(later(31))).toMatchObject({ waiting: 1, due: 1, dueSince: later(30) });

    // One that failed is due since its first try, not since the next.
    const failing = aJob({ kind, ordering: kind, runAt: later(1) });
    await pair.one.insertJob(failing);
    await claim(pair.one, kind, 'me', later(2));
    await pair.one.settleJob(failing.key, 'me', { state: 'waiting', runAt: later(20), reason: 'away' });
    expect(await count(later(3))).toMatchObject({ waiting: 2, due: 1, dueSince: later(2) });

    // One that is put off behind it is due since it was.
    await pair.one.insertJob(aJob({ kind, ordering: kind, enqueuedAt: later(1), runAt: later(1) }));
    await claim(pair.one, kind, 'me', later(3));
    expect(await count(later(3))).toMatchObject({ waiting: 3, due: 2, dueSince: later(1) });

    const [ended, givenUp] = [aJob({ kind }), aJob({ kind })];
    for (const job of [ended, givenUp]) await pair.one.insertJob(job);
    await claim(pair.one, kind);
    await pair.one.settleJob(ended.key, 'me', done());
    await pair.one.settleJob(givenUp.key, 'me', { state: 'given_up', ...gone });
    expect(await count(later(3))).toEqual({ kind, waiting: 3, due: 2, dueSince: later(1), givenUp: 1 });
  });
}
