import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createSetClock } from '../../src/clock.ts';
import {
  type Attempt,
  type JobEnd,
  jobKind,
  type JobKindRules,
  type JobKinds,
} from '../../src/jobs/job-kind.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker, type WorkerOptions } from '../../src/jobs/worker.ts';
import { createLog } from '../../src/log/log.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';

export const done: JobEnd = { state: 'done' };
type Run = (payload: { n: number }, attempt: Attempt) => Promise<JobEnd>;

/** A store with the workers of some instances; `run` is what the kind `count` does. */
export async function setUp(
  run: Run,
  onEnd?: WorkerOptions['onEnd'],
  { rules, others }: { rules?: JobKindRules; others?: JobKinds } = {},
) {
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const opened = createSqliteStore({ path: ':memory:' });
  await opened.open();
  onTestFinished(() => opened.close());
  const store: Store = { ...opened };
  const logged: Array<[level: string, message: string, fields: Record<string, unknown>]> = [];
  const kinds: JobKinds = { count: jobKind(z.object({ n: z.number() }), run, rules), ...others };
  const instance = () =>
    createWorker({
      store,
      kinds,
      clock,
      ...(onEnd && { onEnd }),
      log: createLog((level, message, fields) => void logged.push([level, message, fields])),
    });
  const queue = createJobQueue({ store, clock });
  const enqueue = (n: number, more = {}) =>
    queue.enqueue({ key: `count:${n}`, kind: 'count', payload: { n }, ...more });
  const find = async (n: number) => (await opened.findJob(`count:${n}`)) ?? expect.fail('no such job');
  return { clock, store, logged, kinds, instance, worker: instance(), queue, enqueue, find };
}
