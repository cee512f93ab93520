import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createSetClock } from '../../src/clock.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { type Attempt, type JobEnd, jobKind } from '../../src/jobs/job-kind.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createLog } from '../../src/log/log.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const done: JobEnd = { state: 'done' };
type Run = (payload: { n: number }, attempt: Attempt) => Promise<JobEnd>;

/** A store with the workers of some instances; `run` is what the kind `count` does. */
async function setUp(run: Run, changes: Partial<Store> = {}) {
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const opened = createSqliteStore({ path: ':memory:' });
  await opened.open();
  onTestFinished(() => opened.close());
  const store = { ...opened, ...changes };
  const logged: Array<[level: string, message: string, fields: Record<string, unknown>]> = [];
  const kinds = { count: jobKind(z.object({ n: z.number() }), run) };
  const instance = () =>
    createWorker({
      store,
      kinds,
      clock,
      log: createLog((level, message, fields) => void logged.push([level, message, fields])),
    });
  const queue = createJobQueue({ store, clock });
  const enqueue = (n: number, more = {}) =>
    queue.enqueue({ key: `count:${n}`, kind: 'count', payload: { n }, ...more });
  const find = async (n: number) => (await opened.findJob(`count:${n}`)) ?? expect.fail('no such job');
  return { clock, store, logged, instance, worker: instance(), queue, enqueue, find };
}

describe('a job', () => {
  it('is run once and its result is kept', async () => {
    const runs: number[] = [];
    const { worker, enqueue, find } = await setUp(async ({ n }) => {
      runs.push(n);
      return { state: 'done', result: { n } };
    });
    await enqueue(1);
    await enqueue(1);
    await worker.runAll();
    await enqueue(1);
    await worker.runAll();
    expect(runs).toEqual([1]);
    expect(await find(1)).toMatchObject({ state: 'done', attempts: 1, result: { n: 1 } });
  });

  it('is run once by several instances', async () => {
    const runs: number[] = [];
    const { instance, enqueue } = await setUp(async ({ n }) => {
      runs.push(n);
      return done;
    });
    for (let n = 0; n < 50; n++) await enqueue(n);
    await Promise.all([instance(), instance(), instance()].map((worker) => worker.runAll()));
    expect(runs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('waits for its time', async () => {
    const runs: number[] = [];
    const { clock, worker, enqueue } = await setUp(async ({ n }) => (runs.push(n), done));
    await enqueue(1, { runAt: new Date('2026-11-22T12:01:00Z') });
    await worker.runAll();
    expect(runs).toEqual([]);
    clock.set(MINUTE);
    await worker.runAll();
    expect(runs).toEqual([1]);
  });

  it('that fails is tried again with backoff, and holds up what follows it in its ordering alone', async () => {
    const runs: number[] = [];
    let broken = true;
    const { clock, worker, enqueue, find, logged } = await setUp(async ({ n }) => {
      runs.push(n);
      if (n === 1 && broken) throw new ChannelError('network', 'no answer');
      return done;
    });
    await enqueue(1, { ordering: 'one' });
    await enqueue(2, { ordering: 'one' });
    await enqueue(3, { ordering: 'another' });
    await worker.runAll();
    expect(runs).toEqual([1, 3]);
    expect(await find(1)).toMatchObject({
      state: 'waiting',
      reason: 'no answer',
      runAt: new Date('2026-11-22T12:00:05Z'),
    });
    clock.set(5_000);
    await worker.runAll();
    expect((await find(1)).runAt).toEqual(new Date('2026-11-22T12:00:15Z'));
    broken = false;
    clock.set(10_000);
    await worker.runAll();
    expect(runs).toEqual([1, 3, 1, 1, 2]);
    expect(logged.map(([level, , { attempt }]) => [level, attempt])).toEqual([
      ['warn', 1],
      ['warn', 2],
    ]);
  });

  it('waits for as long as a platform asks', async () => {
    const { worker, enqueue, find } = await setUp(async () => {
      throw new ChannelError('rate_limited', 'slow down', { retryAfterMs: 90_000 });
    });
    await enqueue(1);
    await worker.runAll();
    expect((await find(1)).runAt).toEqual(new Date('2026-11-22T12:01:30Z'));
  });

  it('that fails for a day is given up, with its reason', async () => {
    const { clock, worker, enqueue, find, logged } = await setUp(async () => {
      throw new ChannelError('network', 'no answer');
    });
    await enqueue(1);
    for (let hours = 0; hours <= 24; hours++) {
      await worker.runAll();
      clock.set(HOUR);
    }
    expect(await find(1)).toMatchObject({ state: 'given_up', reason: 'no answer' });
    expect(logged.at(-1)).toMatchObject([
      'error',
      'A job is given up, since it failed for a day',
      { job: 'count:1', error: 'no answer' },
    ]);
    expect(await worker.round()).toBe(0);
  });

  it('that meets a bug is logged with the stack and tried again', async () => {
    const { worker, enqueue, find, logged } = await setUp(async () => {
      throw new TypeError('x is not a function');
    });
    await enqueue(1);
    await worker.runAll();
    expect(logged[0]).toMatchObject([
      'error',
      expect.any(String),
      { stack: expect.stringContaining('TypeError') },
    ]);
    expect(await find(1)).toMatchObject({ state: 'waiting' });
  });

  it('is given up when its payload is not its kind’s, and left alone when its kind is not known', async () => {
    const { worker, queue, store } = await setUp(async () => done);
    await queue.enqueue({ key: 'bad', kind: 'count', payload: { n: 'two' } });
    await queue.enqueue({ key: 'newer', kind: 'of a newer release', payload: {} });
    await worker.runAll();
    expect(await store.findJob('bad')).toMatchObject({
      state: 'given_up',
      reason: expect.stringMatching(/^its payload cannot be read: n: /),
    });
    expect(await store.findJob('newer')).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  it('that was done is not done again by the process that could not write that down', async () => {
    let runs = 0;
    let away = 2;
    const { clock, worker, store, enqueue, find } = await setUp(async () => (runs++, done));
    const settle = store.settleJob;
    store.settleJob = async (...given) => {
      if (away-- > 0) throw new StoreError('the store is away');
      return settle(...given);
    };
    await enqueue(1);
    const ran = worker.runAll();
    for (let turn = 0; turn < 20; turn++) {
      await new Promise(setImmediate);
      clock.set(5_000);
    }
    await ran;
    expect(runs).toBe(1);
    expect(await find(1)).toMatchObject({ state: 'done', attempts: 1 });
  });
});

describe('an instance', () => {
  it('that was stopped for a while does nothing that another took over', async () => {
    const sent: string[] = [];
    let wake = (): void => {};
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    let begun = 0;
    const { clock, instance, store, enqueue, find } = await setUp(async (_, { confirm, number }) => {
      if (++begun === 1) await asleep;
      await confirm();
      sent.push(`attempt ${number}`);
      return done;
    });
    // Its timers stand still while it is stopped.
    const renew = store.renewJob;
    store.renewJob = async () => new Promise<boolean>(() => {});
    await enqueue(1);
    const first = instance().runAll();
    await new Promise(setImmediate);
    clock.set(70_000);
    store.renewJob = renew;
    await instance().runAll();
    wake();
    await first;
    expect(sent).toEqual(['attempt 2']);
    expect(await find(1)).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('keeps a job for as long as it runs', async () => {
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const { clock, instance, enqueue } = await setUp(async () => {
      await finished;
      return done;
    });
    await enqueue(1);
    const first = instance().runAll();
    for (let turn = 0; turn < 20; turn++) {
      await new Promise(setImmediate);
      clock.set(5_000);
    }
    expect(await instance().round()).toBe(0);
    finish();
    await first;
  });

  it('that stops gives back what it has not finished, so that another goes on at once', async () => {
    const owners: number[] = [];
    const { clock, instance, enqueue } = await setUp(async (_, { number }) => {
      owners.push(number);
      return number === 1 ? new Promise<JobEnd>(() => {}) : done;
    });
    await enqueue(1);
    const first = instance();
    await first.round();
    const stopped = first.stop();
    await new Promise(setImmediate);
    clock.set(5_000);
    await stopped;
    expect(await first.round()).toBe(0);
    await instance().runAll();
    expect(owners).toEqual([1, 2]);
  });

  it('does nothing any more with what it gave back', async () => {
    const sent: number[] = [];
    let wake = (): void => {};
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    const { clock, instance, enqueue } = await setUp(async (_, { confirm, number }) => {
      if (number === 1) await asleep;
      await confirm();
      sent.push(number);
      return done;
    });
    await enqueue(1);
    const first = instance();
    await first.round();
    const stopped = first.stop();
    await new Promise(setImmediate);
    clock.set(5_000);
    await stopped;
    wake();
    await instance().runAll();
    expect(sent).toEqual([2]);
  });

  it('runs ten at once', async () => {
    let most = 0;
    let running = 0;
    const { worker, enqueue } = await setUp(async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return done;
    });
    for (let n = 0; n < 35; n++) await enqueue(n);
    await worker.runAll();
    expect(most).toBe(10);
  });

  it('says so when the store cannot be asked, and asks again', async () => {
    let away = true;
    const { worker, store, enqueue, find, logged } = await setUp(async () => done);
    const claim = store.claimJobs;
    store.claimJobs = async (given) => {
      if (away) throw new StoreError('the store is away');
      return claim(given);
    };
    await enqueue(1);
    expect(await worker.round()).toBe(0);
    expect(logged[0]).toMatchObject([
      'error',
      'Due jobs could not be looked for',
      { error: 'the store is away' },
    ]);
    away = false;
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'done' });
  });
});
