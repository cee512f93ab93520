import { describe, expect, it, vi } from 'vitest';
import type { SetClock } from '../../src/clock.ts';
import { StoreError } from '../../src/errors.ts';
import type { JobEnd } from '../../src/jobs/job-kind.ts';
import type { Worker } from '../../src/jobs/worker.ts';
import { done, setUp } from './workers.ts';

/** A worker that took jobs on and was stopped for longer than it waits for them. */
async function stoppedInTheMiddle(worker: Worker, clock: SetClock): Promise<Worker> {
  await worker.round();
  const stopped = worker.stop();
  await new Promise(setImmediate);
  clock.set(5_000);
  await stopped;
  return worker;
}

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
    const renewing = vi.spyOn(store, 'renewJob').mockReturnValue(new Promise<boolean>(() => {}));
    await enqueue(1);
    const first = instance().runAll();
    await new Promise(setImmediate);
    clock.set(70_000);
    renewing.mockRestore();
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
    const first = await stoppedInTheMiddle(instance(), clock);
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
    await stoppedInTheMiddle(instance(), clock);
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
    const { worker, store, enqueue, find, logged } = await setUp(async () => done);
    const away = vi.spyOn(store, 'claimJobs').mockRejectedValue(new StoreError('the store is away'));
    await enqueue(1);
    expect(await worker.round()).toBe(0);
    expect(logged[0]).toMatchObject([
      'error',
      'Due jobs could not be looked for',
      { error: 'the store is away' },
    ]);
    away.mockRestore();
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'done' });
  });
});
