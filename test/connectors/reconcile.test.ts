import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSetClock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import { createChatwootApi } from '../../src/connectors/chatwoot/api.ts';
import { createChatwootHelpdesk } from '../../src/connectors/chatwoot/helpdesk.ts';
import { createChatwootReader } from '../../src/connectors/chatwoot/read.ts';
import { createReconciliation } from '../../src/connectors/reconcile.ts';
import type { ApplyReading } from '../../src/connectors/apply-reading.ts';
import { StoreError } from '../../src/errors.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { recordingLog } from '../support/log.ts';
import { chatwootBody } from './chatwoot/bodies.ts';
import { answering, startFakeChatwoot } from './fake-chatwoot.ts';

const MINUTE = 60_000;
const NOON = new Date('2026-11-22T12:00:00Z');

/** Instances of the service over one store, which look for what was missed. */
async function setUp(take?: ApplyReading) {
  const clock = createSetClock(NOON);
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  const fake = await startFakeChatwoot();
  const { log, lines } = recordingLog();
  const taken: string[] = [];
  const instance = () => {
    const { kind, entry } = createReconciliation({
      name: 'chatwoot',
      helpdesk: createChatwootHelpdesk({
        api: createChatwootApi({ url: fake.url, token: fake.token, clock: systemClock }),
        reader: createChatwootReader(['3']),
        accounts: ['3'],
      }),
      apply: async (reading, list) => {
        if (take) await take(reading, list);
        taken.push(reading.kind === 'completed' ? reading.conversation.id : reading.kind);
        return { did: 'reported', reason: null };
      },
      store,
      queue: createJobQueue({ store, clock }),
      clock,
      log,
    });
    const worker = createWorker({ store, kinds: { connector_chatwoot_reconcile: kind }, clock, log });
    return {
      entry,
      worker,
      run: async () => {
        await entry.enqueue();
        await worker.runAll();
      },
    };
  };
  return {
    ...instance(),
    instance,
    fake,
    clock,
    store,
    taken,
    lines,
    /** A conversation that was resolved so many minutes ago. */
    resolved: (id: number, minutesAgo: number) => {
      const seconds = Math.floor(clock.now().getTime() / 1_000) - minutesAgo * 60;
      fake.add({ ...chatwootBody('listed'), id, last_activity_at: seconds, updated_at: seconds });
    },
    /** What was taken since this was last asked. */
    news: () => taken.splice(0),
  };
}

describe('looking for missed calls', () => {
  it('is due every quarter of an hour, and once on every instance and after every restart', async () => {
    const { entry, run, instance, fake, clock } = await setUp();
    const due = (minute: number) =>
      entry.isDue(new Date(+NOON + minute * MINUTE), new Date(+NOON + (minute - 1) * MINUTE));
    expect([...Array(60).keys()].filter(due)).toEqual([0, 15, 30, 45]);
    await Promise.all([run(), instance().run(), instance().run()]);
    expect(fake.calls).toHaveLength(1);
    clock.set(15 * MINUTE);
    await run();
    expect(fake.calls).toHaveLength(2);
  });

  it('begins with the last quarter of an hour, so that nobody is asked about what is long over', async () => {
    const { run, resolved, news } = await setUp();
    resolved(1, 14);
    resolved(2, 16);
    await run();
    expect(news()).toEqual(['3:1']);
  });

  it('asks again for half an hour before the last run that succeeded', async () => {
    const { run, resolved, news, clock } = await setUp();
    await run();
    clock.set(15 * MINUTE);
    resolved(1, 1);
    resolved(2, 44);
    resolved(3, 46);
    await run();
    expect(news()).toEqual(['3:1', '3:2']);
  });

  it.each([
    ['an answer of 502', answering(502), 'Chatwoot answers 502. The next run makes up for this one'],
    [
      'no answer',
      (_call: string, response: ServerResponse) => Boolean(response.destroy()),
      'Chatwoot gave no answer: UND_ERR_SOCKET. The next run makes up for this one',
    ],
  ])(
    'covers an outage with %s by the first run after it, and repeats no run',
    async (_what, fault, reason) => {
      const { run, worker, resolved, news, clock, fake, store } = await setUp();
      await run();
      fake.fault = fault;
      clock.set(15 * MINUTE);
      resolved(1, 1);
      for (let quarter = 0; quarter < 20; quarter++) {
        await run();
        clock.set(15 * MINUTE);
      }
      expect(await store.listJobs('waiting', 100)).toEqual([]);
      const given = await store.listJobs('given_up', 100);
      expect(given).toHaveLength(20);
      expect(given[0]?.reason).toBe(reason);
      expect(news()).toEqual([]);
      fake.fault = null;
      await run();
      await worker.runAll();
      expect(news()).toEqual(['3:1']);
    },
  );

  it('goes on after the service was away for a weekend', async () => {
    const { run, resolved, news, clock } = await setUp();
    await run();
    clock.set(48 * 60 * MINUTE);
    resolved(1, 40 * 60);
    await run();
    expect(news()).toEqual(['3:1']);
  });

  it('is tried again when the store was away', async () => {
    let isAway = true;
    const { run, worker, resolved, news, clock } = await setUp(async () => {
      if (isAway) throw new StoreError('away');
      return { did: 'reported', reason: null };
    });
    resolved(1, 1);
    await run();
    expect(news()).toEqual([]);
    isAway = false;
    clock.set(5_000);
    await worker.runAll();
    expect(news()).toEqual(['3:1']);
  });

  it('passes by what cannot be read', async () => {
    const { run, resolved, news, fake } = await setUp();
    resolved(1, 1);
    fake.conversations.set('odd', {
      entry: { account_id: 3, id: 9, status: 'resolved', last_activity_at: NOON.getTime() / 1_000 },
      attributes: {},
      messages: [],
    });
    await run();
    expect(news()).toEqual(['ignored', '3:1']);
  });
});
