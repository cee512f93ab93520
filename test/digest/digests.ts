import { afterEach, beforeEach } from 'vitest';
import type { Message } from '../../src/channel.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { createDigestKind, type SendDigest } from '../../src/digest/job.ts';
import { createReader } from '../../src/digest/read.ts';
import type { Recipient } from '../../src/digest/recipient.ts';
import { createDigestSchedule } from '../../src/digest/schedule.ts';
import { createSendNow, type SendDigestNow } from '../../src/digest/send-now.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createLog, type LogFields } from '../../src/log/log.ts';
import { createStatistics, type Statistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { dialogue } from '../stats/dialogues.ts';

export const zone = 'Europe/Kyiv';
export const minute = 60_000;
export const olena: Recipient = { channel: 'telegram', clientId: '123', language: 'uk' };
export const tom: Recipient = { channel: 'viber', clientId: 'abc=', language: 'en' };

interface Changes {
  store?: Store;
  statistics?: Statistics;
  send?: SendDigest;
  recipients?: readonly Recipient[];
  target?: number;
}

/** An instance of the service, as far as digests go. */
export interface Digests {
  /** Enqueues what is due, as the schedule does, and runs it. */
  catchUp(): Promise<void>;
  enqueue(): Promise<unknown>;
  sendNow: SendDigestNow;
}

export interface World {
  store: Store;
  clock: SetClock;
  sent: Array<{ to: string; message: Message }>;
  logged: Array<{ level: string; message: string; fields: LogFields }>;
  instance(changes?: Changes): Digests;
  recipients(): string[];
  /** What Tom got. */
  english(): Message[];
  /** Refuses the first supervisor once, then takes everything. */
  failingOnce(error: Error): SendDigest;
}

/** Two supervisors in Kyiv at nine in the morning, after a day with one dialogue; anew for each test. */
export function createWorld(): World {
  const log = createLog((level, message, fields) => void world.logged.push({ level, message, fields }));
  const send: SendDigest = async ({ channel, clientId }, message) => {
    world.sent.push({ to: `${channel}:${clientId}`, message });
  };
  const world: World = {
    store: createSqliteStore({ path: ':memory:' }),
    clock: createSetClock(new Date(0)),
    sent: [],
    logged: [],
    recipients: () => world.sent.map(({ to }) => to),
    english: () => world.sent.filter(({ to }) => to === 'viber:abc=').map(({ message }) => message),
    failingOnce(error) {
      let failed = false;
      return async (recipient, message) => {
        if (failed) return send(recipient, message);
        failed = true;
        throw error;
      };
    },
    instance(changes = {}) {
      const { clock } = world;
      const { store = world.store, recipients = [olena, tom], target } = changes;
      const { statistics = createStatistics({ store, zone, clock }) } = changes;
      const reader = createReader({ store, statistics, target });
      const digest = { store, reader, send, recipients, zone, at: '09:00', clock, log, ...changes };
      const worker = createWorker({ store, kinds: { digest: createDigestKind(digest) }, clock, log });
      const queue = createJobQueue({ store, clock });
      const schedule = createDigestSchedule({ ...digest, queue });
      return {
        enqueue: () => schedule.enqueue(),
        async catchUp() {
          await schedule.enqueue();
          await worker.runAll();
        },
        sendNow: createSendNow(digest),
      };
    },
  };

  beforeEach(async () => {
    world.store = createSqliteStore({ path: ':memory:' });
    await world.store.open();
    await world.store.insertDialogue(
      dialogue({ id: 'a', completedAt: new Date('2026-11-21T10:00:00Z'), comment: 'Дякую' }),
    );
    await world.store.insertDialogue(
      dialogue({ id: 'b', completedAt: new Date('2026-11-22T06:00:00Z'), rating: 1 }),
    );
    world.clock = createSetClock(new Date('2026-11-22T07:00:00Z')); // 09:00 in Kyiv
    world.sent = [];
    world.logged = [];
  });
  afterEach(() => world.store.close());
  return world;
}

/** Changes a dialogue in the store. */
export async function change(store: Store, one: Dialogue, changes: Partial<Dialogue>): Promise<void> {
  const found = await store.findDialogue(one.channel, one.clientId, one.id);
  if (!found || !(await store.saveDialogue({ ...found, ...changes }))) throw new Error('it is gone');
}
