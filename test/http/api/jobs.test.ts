import { describe, expect, it } from 'vitest';
import { DAY, startTestService } from '../../support/service.ts';
import { refused } from './client/refused.ts';

describe('the jobs', () => {
  it('are listed by how they ended, without what they carry', async () => {
    const service = await startTestService();
    await service.report();
    service.clock.set(DAY);
    await service.app.digests.enqueueDue();
    await service.app.queue.enqueue({ key: 'lost:1', kind: 'digest', payload: { secret: 'words' } });
    await service.app.worker.runAll();
    // The day is a Monday, which has the week's digest as well.
    const { jobs: done } = await service.client.jobs.list({ state: 'done' });
    expect(done.map(({ kind, state }) => [kind, state])).toEqual([
      ['report', 'done'],
      ['report', 'done'],
      ['digest', 'done'],
      ['digest', 'done'],
    ]);
    const { jobs } = await service.client.jobs.list();
    expect(jobs).toMatchObject([
      { key: 'lost:1', state: 'given_up', reason: expect.stringContaining('its payload cannot be read') },
    ]);
    expect(JSON.stringify(jobs)).not.toContain('words');
    const { jobs: first, next } = await service.client.jobs.list({ state: 'done', limit: 3 });
    const rest = await service.client.jobs.list({ state: 'done', limit: 3, cursor: next ?? '' });
    expect([[...first, ...rest.jobs], rest.next]).toEqual([done, null]);
  });
});

describe('a job that was given up', () => {
  it('is listed by its kind and sent again, by its key or with all of its kind', async () => {
    const service = await startTestService();
    const { queue, worker } = service.app;
    for (const key of ['lost:1', 'lost:2']) await queue.enqueue({ key, kind: 'digest', payload: {} });
    await worker.runAll();
    const { list, again } = service.client.jobs;
    const keysOf = async (kind: string): Promise<string[]> =>
      (await list({ kind })).jobs.map(({ key }) => key);
    expect(await keysOf('digest')).toEqual(['lost:2', 'lost:1']);
    expect(await keysOf('forget_jobs')).toEqual([]);
    expect(await again({ key: 'lost:1' })).toEqual({ again: 1 });
    await worker.runAll();
    expect(await again({ kind: 'digest', state: 'given_up' })).toEqual({ again: 2 });
  });

  it('is refused with the reason when it cannot be sent again', async () => {
    const service = await startTestService();
    const { queue, worker, digests } = service.app;
    const again = async (body: object) => {
      const { status, code, message } = await refused(service.client.jobs.again(body as never));
      return [status, code, message];
    };
    expect(await again({ key: 'none' })).toEqual([404, 'unknown_job', expect.stringContaining('"none"')]);
    expect(await again({ kind: 'none', state: 'given_up' })).toEqual([
      404,
      'unknown_kind',
      expect.stringContaining('digest'),
    ]);
    const runAt = new Date('2027-01-01T00:00:00Z');
    await queue.enqueue({ key: 'later', kind: 'digest', payload: {}, runAt });
    expect(await again({ key: 'later' })).toEqual([409, 'job_waiting', expect.any(String)]);
    await service.report();
    service.clock.set(DAY);
    await digests.enqueueDue();
    await worker.runAll();
    const { jobs } = await service.client.jobs.list({ state: 'done' });
    expect(await again({ key: jobs[0]?.key })).toEqual([409, 'job_done', expect.any(String)]);
    for (const wrong of [{}, { kind: 'digest' }, { kind: 'digest', state: 'done' }, { key: 7 }]) {
      expect((await again(wrong)).slice(0, 2)).toEqual([400, 'invalid_request']);
    }
  });
});
