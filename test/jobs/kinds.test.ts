import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type JobEnd, jobKind } from '../../src/jobs/job-kind.ts';
import { done, setUp } from './workers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const fail = async (): Promise<JobEnd> => {
  throw new Error('no answer');
};

describe('a kind of job', () => {
  it('that hangs holds up no other kind', async () => {
    const ran: number[] = [];
    const hang = jobKind(z.unknown(), () => new Promise<JobEnd>(() => {}));
    const { worker, queue, enqueue } = await setUp(async ({ n }) => (ran.push(n), done), undefined, {
      others: { hang },
    });
    for (let n = 0; n < 200; n++) await queue.enqueue({ key: `hang:${n}`, kind: 'hang', payload: null });
    for (let n = 0; n < 25; n++) await enqueue(n);
    await worker.round();
    while (ran.length < 25) await new Promise(setImmediate);
    expect(ran.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  it('runs as many at once as it says, and the others as many as they say', async () => {
    const running = { count: 0, slow: 0 };
    const most = { count: 0, slow: 0 };
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const run = async (name: 'count' | 'slow'): Promise<JobEnd> => {
      most[name] = Math.max(most[name], ++running[name]);
      await finished;
      running[name]--;
      return done;
    };
    const slow = jobKind(z.unknown(), () => run('slow'), { atOnce: 2 });
    const { worker, queue, enqueue, store } = await setUp(() => run('count'), undefined, {
      rules: { atOnce: 30 },
      others: { slow },
    });
    for (let n = 0; n < 50; n++) {
      await queue.enqueue({ key: `slow:${n}`, kind: 'slow', payload: null });
      await enqueue(n);
    }
    await worker.round();
    finish();
    await worker.runAll();
    expect(most).toEqual({ count: 30, slow: 2 });
    expect(await store.listJobs('done', 1_000)).toHaveLength(100);
  });

  it('says how long a pause between two tries may be', async () => {
    const { clock, worker, enqueue, find } = await setUp(fail, undefined, {
      rules: { longestRetryMs: 8_000 },
    });
    await enqueue(1);
    const pauses: number[] = [];
    for (let tries = 0; tries < 4; tries++) {
      await worker.runAll();
      const { runAt } = await find(1);
      pauses.push(runAt.getTime() - clock.now().getTime());
      clock.set(runAt);
    }
    expect(pauses).toEqual([5_000, 8_000, 8_000, 8_000]);
  });

  it('may count its day of tries from the enqueuing, and has one try at least', async () => {
    const { clock, worker, enqueue, find } = await setUp(fail, undefined, {
      rules: { givesUpAfter: 'enqueued' },
    });
    await enqueue(1);
    await enqueue(2, { runAt: new Date('2026-11-24T12:00:00Z') });
    clock.set(23 * HOUR);
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'waiting', attempts: 1 });
    clock.set(HOUR);
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'given_up', attempts: 2, reason: 'no answer' });
    clock.set(24 * HOUR);
    await worker.runAll();
    expect(await find(2)).toMatchObject({ state: 'given_up', attempts: 1 });
  });
});
