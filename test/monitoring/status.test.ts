import { describe, expect, it } from 'vitest';
import { troublesOf } from '../../src/monitoring/troubles.ts';
import { clients, HOUR, NOON, startTestService } from '../support/service.ts';

describe('how the service stands', () => {
  it('is read of channels, queues, scenarios, schedules and jobs, without what a client wrote', async () => {
    const service = await startTestService({ environment: { REPORT_TIMEZONE: 'Europe/Kyiv' } });
    const { store, clock } = service;
    await service.report();
    clock.set(HOUR);
    await service.simulator.telegram.tap(clients.telegram.en, '⭐⭐⭐⭐');
    await service.settle();
    const origin = { channel: 'telegram', clientId: '1', dialogueId: 'd1', block: null };
    const given = { kind: 'webhook', payload: { text: 'my card is 5168' }, ordering: null, origin };
    const at = clock.now();
    for (const key of ['webhook:d1:1', 'webhook:d1:2'])
      await store.insertJob({ ...given, key, enqueuedAt: at, runAt: at });
    const claim = { owner: 'me', kinds: ['webhook'], now: at, until: at, limit: 1 };
    await store.claimJobs(claim);
    const end = { state: 'given_up', at, reason: 'hooks.example.com answered 410', result: null } as const;
    await store.settleJob('webhook:d1:1', 'me', end);
    clock.set(11 * 60_000);

    const status = await service.app.status();
    expect(JSON.stringify(status)).not.toContain('5168');
    expect(status).toMatchObject({
      at: new Date(at.getTime() + 11 * 60_000),
      version: '0.1.0',
      store: 'embedded SQLite at :memory:',
      startedAt: NOON,
      channels: [
        { name: 'telegram', receives: 'webhook', fault: null, lastEventAt: at },
        { name: 'viber', receives: 'webhook', fault: null, lastEventAt: NOON },
      ],
      queues: [{ kind: 'webhook', waiting: 1, due: 1, dueSince: at, givenUp: 1 }],
      outboxes: [],
      scenarios: expect.arrayContaining([
        { id: 'csat', version: expect.stringMatching(/^[0-9a-f]{16}$/), since: NOON },
      ]),
      failedJobs: [
        {
          key: 'webhook:d1:1',
          kind: 'webhook',
          reason: 'hooks.example.com answered 410',
          endedAt: at,
          attempts: 1,
          dialogueId: 'd1',
        },
      ],
      hasMoreFailed: false,
      troubles: [
        { what: 'queue', kind: 'webhook', since: at },
        { what: 'failed', count: 1 },
      ],
    });
    const digests = status.schedules.find(({ name }) => name === 'digests');
    // Nine o'clock in Kyiv, where nothing was sent yet.
    expect(digests).toEqual({
      name: 'digests',
      lastRun: null,
      nextRun: new Date('2026-11-23T07:00:00Z'),
      fault: null,
    });
    await service.app.digests.enqueueDue();
    clock.set(new Date('2026-11-23T07:00:00Z'));
    await service.app.digests.enqueueDue();
    await service.app.worker.runAll();
    const later = (await service.app.status()).schedules.find(({ name }) => name === 'digests');
    expect(later).toMatchObject({ lastRun: clock.now(), nextRun: new Date('2026-11-24T07:00:00Z') });
  });
});

describe('what needs attention', () => {
  const at = NOON;
  const before = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
  const nothing = { at, channels: [], queues: [], outboxes: [], schedules: [] };

  it('is nothing while what is due was due for less than ten minutes', () => {
    const queue = { kind: 'digest', dueSince: before(9), givenUp: 0 };
    expect(
      troublesOf({ ...nothing, queues: [queue], outboxes: [{ channel: 'viber', since: before(9) }] }),
    ).toEqual([]);
  });

  it('is what waits for longer, what is down, and what was given up', () => {
    expect(
      troublesOf({
        at,
        channels: [
          { name: 'viber', fault: 'starting: no answer' },
          { name: 'telegram', fault: null },
        ],
        queues: [
          { kind: 'digest', dueSince: before(10), givenUp: 1 },
          { kind: 'alert', dueSince: null, givenUp: 2 },
        ],
        outboxes: [{ channel: 'viber', since: before(30) }],
        schedules: [{ name: 'menus', fault: 'the store is away' }],
      }),
    ).toEqual([
      { what: 'channel', channel: 'viber', fault: 'starting: no answer' },
      { what: 'outbox', channel: 'viber', since: before(30) },
      { what: 'queue', kind: 'digest', since: before(10) },
      { what: 'schedule', schedule: 'menus', fault: 'the store is away' },
      { what: 'failed', count: 3 },
    ]);
  });
});
