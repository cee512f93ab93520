import { describe, expect, it } from 'vitest';
import { DAY, startTestService } from '../../support/service.ts';

describe('the jobs', () => {
  it('are listed by how they ended, without what they carry', async () => {
    const service = await startTestService();
    await service.report();
    service.clock.set(DAY);
    await service.app.digests.enqueueDue();
    await service.app.queue.enqueue({ key: 'lost:1', kind: 'digest', payload: { secret: 'words' } });
    await service.app.worker.runAll();
    const done = await service.api('GET', '/jobs?state=done');
    expect(done.body.jobs.map(({ kind, state }: { kind: string; state: string }) => [kind, state])).toEqual([
      ['digest', 'done'],
      ['digest', 'done'],
    ]);
    const { body } = await service.api('GET', '/jobs');
    expect(body.jobs).toMatchObject([
      { key: 'lost:1', state: 'given_up', reason: expect.stringContaining('its payload cannot be read') },
    ]);
    expect(JSON.stringify(body)).not.toContain('words');
  });
});
