import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createForgetKind, createForgetSchedule } from '../../src/jobs/forget.ts';
import { type JobEnd, jobKind, type JobKinds } from '../../src/jobs/job-kind.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { silentLog } from '../support/log.ts';
import { done, setUp } from './workers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A kind that is forgotten after two days, one that is not, and the kind and the schedule that forget. */
async function withForgetting() {
  let end: JobEnd = done;
  const { clock, store, queue } = await setUp(async () => done);
  const kinds: JobKinds = {
    passing: jobKind(z.unknown(), async () => end, { forgetAfterMs: 2 * DAY }),
    lasting: jobKind(z.unknown(), async () => end),
    forget_jobs: createForgetKind({ store, kinds: () => kinds, clock }),
  };
  const worker = createWorker({ store, kinds, clock, log: silentLog });
  const schedule = createForgetSchedule(queue, clock);
  const enqueue = async (kind: string, count: number, ended: JobEnd) => {
    end = ended;
    for (let n = 0; n < count; n++) {
      await queue.enqueue({ key: `${kind}:${ended.state}:${n}`, kind, payload: { n } });
    }
    await worker.runAll();
  };
  const forget = async () => {
    await schedule.enqueue();
    await worker.runAll();
  };
  const left = async (state: 'done' | 'given_up', kind: string) =>
    (await store.listJobs(state, 1_000, kind)).length;
  return { clock, schedule, enqueue, forget, left };
}

describe('ended jobs', () => {
  it('are forgotten after the time that their kind names, however many there are', async () => {
    const { clock, enqueue, forget, left } = await withForgetting();
    await enqueue('passing', 700, done);
    await enqueue('lasting', 3, done);
    clock.set(2 * DAY);
    await forget();
    expect(await left('done', 'passing')).toBe(700);
    clock.set(HOUR);
    await forget();
    expect(await left('done', 'passing')).toBe(0);
    expect(await left('done', 'lasting')).toBe(3);
  });

  it('are kept for 30 days when they were given up', async () => {
    const { clock, enqueue, forget, left } = await withForgetting();
    const lost: JobEnd = { state: 'given_up', reason: 'gone' };
    await enqueue('passing', 2, lost);
    await enqueue('lasting', 2, lost);
    clock.set(30 * DAY);
    await forget();
    expect(await left('given_up', 'passing')).toBe(2);
    clock.set(HOUR);
    await forget();
    expect(await left('given_up', 'passing')).toBe(0);
    expect(await left('given_up', 'lasting')).toBe(2);
  });

  it('are looked for once an hour, by one job, which is forgotten too', async () => {
    const { clock, schedule, forget, left } = await withForgetting();
    const [now, next] = [new Date('2026-11-22T12:59:00Z'), new Date('2026-11-22T13:00:00Z')];
    expect(schedule.isDue(next, now)).toBe(true);
    expect(schedule.isDue(new Date('2026-11-22T13:01:00Z'), next)).toBe(false);
    await forget();
    await forget();
    expect(await left('done', 'forget_jobs')).toBe(1);
    clock.set(3 * DAY);
    await forget();
    expect(await left('done', 'forget_jobs')).toBe(1);
  });
});
