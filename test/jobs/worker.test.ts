import { describe, expect, it, vi } from 'vitest';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { turns } from '../support/running/turns.ts';
import { done, setUp } from './workers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const origin = { channel: 'viber', clientId: 'abc=', dialogueId: 'd1', block: 'ask' };

describe('a job', () => {
  it('asks the store only for what may be due: what failed at its time, and every ten seconds what others left', async () => {
    let runs = 0;
    const { clock, store, worker, enqueue, find } = await setUp(async () => {
      if (runs++ === 0) throw new Error('away');
      return done;
    });
    const claims = vi.spyOn(store, 'nextRunAt');
    const lookAfter = async (seconds: number): Promise<number> => {
      claims.mockClear();
      for (let second = 0; second < seconds; second++) {
        clock.set(1_000);
        await worker.look();
      }
      return claims.mock.calls.length;
    };
    expect(await lookAfter(9)).toBe(1);
    expect(await lookAfter(21)).toBe(3);
    await enqueue(1);
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(await lookAfter(4)).toBe(0);
    expect(await lookAfter(1)).toBe(1);
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'done', attempts: 2 });
  });

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

  it('has a day from its first attempt, however long it waited before that', async () => {
    const { clock, worker, enqueue, find } = await setUp(async () => {
      throw new ChannelError('network', 'no answer');
    });
    await enqueue(1, { runAt: new Date('2026-11-24T12:00:00Z') });
    clock.set(new Date('2026-11-24T12:00:00Z'));
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'waiting', attempts: 1 });
  });

  it.each([
    ['done', done],
    ['given_up', { state: 'given_up', reason: 'no such order' } as const],
  ])('tells the dialogue that it comes from how it ended: %s', async (state, end) => {
    const told: string[] = [];
    const { worker, enqueue } = await setUp(
      async () => end,
      async ({ dialogueId }, key, ended) => void told.push(`${dialogueId} ${key} ${ended.state}`),
    );
    await enqueue(1, { origin });
    await worker.runAll();
    expect(told).toEqual([`d1 count:1 ${state}`]);
  });

  it('tells it also when it is given up after a day', async () => {
    const told: string[] = [];
    const { clock, worker, enqueue } = await setUp(
      async () => {
        throw new ChannelError('network', 'no answer');
      },
      async (_origin, _key, { state }) => void told.push(state),
    );
    await enqueue(1, { origin });
    for (let hours = 0; hours <= 24; hours++) {
      await worker.runAll();
      clock.set(HOUR);
    }
    expect(told).toEqual(['given_up']);
  });

  it('is not done again because its end could not be told', async () => {
    let runs = 0;
    let faults: Error[] = [];
    const { clock, worker, enqueue, find, logged } = await setUp(
      async () => (runs++, done),
      async () => {
        const fault = faults.shift();
        if (fault) throw fault;
      },
    );
    faults = [new StoreError('the store is away'), new TypeError('a bug')];
    await enqueue(1, { origin });
    const ran = worker.runAll();
    for (let turn = 0; turn < 20; turn++) {
      await new Promise(setImmediate);
      clock.set(5_000);
    }
    await ran;
    expect(runs).toBe(1);
    expect(await find(1)).toMatchObject({ state: 'done', attempts: 1 });
    expect(logged.map(([, message]) => message)).toEqual([
      'What became of a job could not be saved',
      'The end of a job could not be told to its dialogue',
    ]);
  });

  it('is followed by the next of its ordering, whenever it ends beside a claim that found nothing', async () => {
    const leftBehind: number[] = [];
    for (let steps = -20; steps <= 20; steps++) {
      const { worker, store, enqueue, find } = await setUp(async () => done);
      const [saved, claimed] = [createGate(), createGate()];
      const kept = { ...store };
      vi.spyOn(store, 'settleJob').mockImplementationOnce(async (...settled) => {
        const isMine = await kept.settleJob(...settled);
        await saved.opened;
        return isMine;
      });
      await enqueue(1, { ordering: 'one' });
      await enqueue(2, { ordering: 'one' });
      await worker.round();
      await turns(20);
      vi.spyOn(store, 'claimJobs').mockImplementationOnce(() => claimed.opened.then(() => []));
      void worker.round();
      const [first, second] = steps < 0 ? [saved, claimed] : [claimed, saved];
      first.open();
      for (let step = 0; step < Math.abs(steps); step++) await Promise.resolve();
      second.open();
      await turns(20);
      if ((await find(2)).state !== 'done') leftBehind.push(steps);
    }
    expect(leftBehind).toEqual([]);
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
    const { clock, worker, store, enqueue, find } = await setUp(async () => (runs++, done));
    const away = new StoreError('the store is away');
    vi.spyOn(store, 'settleJob').mockRejectedValueOnce(away).mockRejectedValueOnce(away);
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

function createGate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
