import { describe, expect, it, vi } from 'vitest';
import type { JobKindRules } from '../../src/jobs/job-kind.ts';
import { createJobRepeat } from '../../src/jobs/repeat.ts';
import { done, setUp } from './workers.ts';

const HOUR = 3_600_000;

/** A kind whose jobs fail while `broken`, given up after a day. */
async function helpdesk(rules: JobKindRules = { givesUpAfter: 'enqueued' }) {
  const state = { broken: true };
  const sent: number[] = [];
  const set = await setUp(
    async ({ n }) => {
      if (state.broken) throw new Error('no answer');
      sent.push(n);
      return done;
    },
    undefined,
    { rules },
  );
  const { store, kinds, clock, worker } = set;
  const onNew = vi.fn(() => void worker.round());
  const repeat = createJobRepeat({ store, kinds, clock, onNew });
  const passDay = async (): Promise<void> => {
    for (let hour = 0; hour <= 24; hour++) {
      await worker.runAll();
      clock.set(HOUR);
    }
    await worker.runAll();
  };
  return { ...set, state, sent, repeat, onNew, passDay };
}

describe('a job that was given up', () => {
  it('is done again at once when somebody asks for it', async () => {
    const { worker, enqueue, find, state, sent, repeat, onNew, passDay } = await helpdesk();
    await enqueue(1);
    await passDay();
    expect(await find(1)).toMatchObject({ state: 'given_up' });
    state.broken = false;
    expect(await repeat.one('count:1')).toBe('repeated');
    expect(onNew).toHaveBeenCalledOnce();
    await worker.runAll();
    expect(sent).toEqual([1]);
    expect(await find(1)).toMatchObject({ state: 'done', attempts: 1, reason: null });
  });

  it('has a fresh day then', async () => {
    const { clock, worker, enqueue, find, repeat, passDay } = await helpdesk();
    await enqueue(1);
    await passDay();
    await repeat.one('count:1');
    await worker.runAll();
    clock.set(23 * HOUR);
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'waiting', attempts: 2 });
    clock.set(HOUR);
    await worker.runAll();
    expect(await find(1)).toMatchObject({ state: 'given_up', attempts: 3 });
  });

  it('is done again with all of its kind, in the order in which they were enqueued', async () => {
    const { clock, worker, enqueue, state, sent, repeat, passDay } = await helpdesk();
    for (const n of [3, 1, 2, 11]) {
      await enqueue(n, { ordering: 'client' });
      clock.set(1_000);
    }
    await passDay();
    state.broken = false;
    expect(await repeat.givenUp('count')).toBe(4);
    await worker.runAll();
    expect(sent).toEqual([3, 1, 2, 11]);
    expect(await repeat.givenUp('count')).toBe(0);
  });
});

describe('a job', () => {
  it('that waits, that was done or that is not there is not repeated', async () => {
    const { worker, enqueue, state, sent, repeat } = await helpdesk();
    expect(await repeat.one('count:1')).toBe('unknown');
    await enqueue(1);
    expect(await repeat.one('count:1')).toBe('waiting');
    state.broken = false;
    await worker.runAll();
    expect(await repeat.one('count:1')).toBe('done');
    await worker.runAll();
    expect(sent).toEqual([1]);
  });

  it('that was done is repeated where its kind says so', async () => {
    const { worker, enqueue, state, sent, repeat } = await helpdesk({ repeatable: true });
    state.broken = false;
    await enqueue(1);
    await worker.runAll();
    expect(await repeat.one('count:1')).toBe('repeated');
    await worker.runAll();
    expect(sent).toEqual([1, 1]);
  });
});
