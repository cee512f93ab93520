import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiError, StoreError } from '../../../../src/errors.ts';
import { idempotencyKind, KEPT_MS } from '../../../../src/http/api/gate/idempotency.ts';
import { createForgetRecords } from '../../../../src/jobs/forget-records.ts';
import { createJobQueue } from '../../../../src/jobs/queue.ts';
import { createWorker } from '../../../../src/jobs/worker.ts';
import { createSqliteStore } from '../../../../src/store/sqlite/store.ts';
import type { Store } from '../../../../src/store/store.ts';
import { silentLog } from '../../../support/log.ts';
import { HOUR, MINUTE } from '../../../support/service.ts';
import { type Gate, keys, openGate } from './gate.ts';

/** Orders that are counted; `what` says how one ends. */
async function openShop(store?: Store) {
  let count = 0;
  let release = (): void => {};
  const gate = await openGate(
    async (server) => {
      server.post(
        '/orders',
        {
          config: { scope: 'dialogues:write' },
          schema: { body: z.strictObject({ what: z.string() }) },
        },
        async (request, reply) => {
          count += 1;
          const { what } = request.body as { what: string };
          if (what === 'refused') throw new ApiError(409, 'conflict', `refused ${count} times`);
          if (what === 'broken') throw new StoreError('away');
          if (what === 'slow') await new Promise<void>((resolve) => (release = resolve));
          return reply.status(201).send({ count, secret: 'shown once' });
        },
      );
      server.delete('/orders', { config: { scope: 'dialogues:write' } }, async () => ({
        count: (count += 1),
      }));
      server.get('/orders', { config: { scope: 'dialogues:read' } }, async () => ({ count }));
    },
    store ? { store } : {},
  );
  const order = (what: string, idempotencyKey?: string, key: string = keys.all) =>
    gate.send('POST', '/orders', {
      body: { what },
      key,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
  return { ...gate, order, count: () => count, release: () => release() };
}

const recordsOf = ({ store }: Pick<Gate, 'store'>) => store.listRecords({ kind: idempotencyKind, limit: 10 });

describe('a request with an Idempotency-Key', () => {
  it('is done once: the same one again gets the first answer, and says that it is', async () => {
    const shop = await openShop();
    const first = await shop.order('tea', 'k-1');
    const again = await shop.order('tea', 'k-1');
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect([again.text, again.headers['content-type']]).toEqual([first.text, first.headers['content-type']]);
    expect(shop.count()).toBe(1);
    expect((await shop.order('tea', 'k-2')).body.count).toBe(2);
    expect((await shop.order('tea')).body.count).toBe(3);
    expect((await shop.order('tea')).body.count).toBe(4);
  });

  it('is also kept for DELETE, and means nothing for GET', async () => {
    const shop = await openShop();
    const remove = () => shop.send('DELETE', '/orders', { idempotencyKey: 'k' });
    expect([(await remove()).body, (await remove()).body]).toEqual([{ count: 1 }, { count: 1 }]);
    await shop.send('GET', '/orders', { idempotencyKey: 'other' });
    expect(await recordsOf(shop)).toHaveLength(1);
  });

  it('repeats a refusal that a handler made, word by word', async () => {
    const shop = await openShop();
    const first = await shop.order('refused', 'k');
    const again = await shop.order('refused', 'k');
    expect([again.status, again.text]).toEqual([409, first.text]);
    expect(again.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(shop.count()).toBe(1);
  });

  it('keeps no refusal of what was never begun, so that a mended request may use the key', async () => {
    const shop = await openShop();
    const faulty = await shop.send('POST', '/orders', { body: { which: 7 }, idempotencyKey: 'k' });
    expect(faulty.status).toBe(400);
    expect((await shop.order('tea', 'k', keys.reader)).status).toBe(403);
    expect((await shop.order('tea', 'k')).status).toBe(201);
  });

  it('is refused with the same key and another body or address', async () => {
    const shop = await openShop();
    await shop.order('tea', 'k');
    const other = await shop.order('coffee', 'k');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
    const elsewhere = await shop.send('DELETE', '/orders', { idempotencyKey: 'k' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency_mismatch']);
    expect(shop.count()).toBe(1);
  });

  it.each(['', 'two words', 'ключ', 'x'.repeat(256)])(
    'is refused with a key that is none: "%s"',
    async (key) => {
      const shop = await openShop();
      const { status, body } = await shop.order('tea', key);
      expect([status, body.faults]).toMatchObject([400, [{ path: 'Idempotency-Key' }]]);
      expect(shop.count()).toBe(0);
    },
  );

  it('is told to wait while the first one runs; of many at once one is done', async () => {
    const shop = await openShop();
    const many = Array.from({ length: 20 }, () => shop.order('slow', 'k'));
    const answered = await Promise.race(many);
    expect([answered.status, answered.body.code]).toEqual([409, 'idempotency_in_progress']);
    shop.release();
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect((await shop.order('slow', 'k')).status).toBe(201);
    expect(shop.count()).toBe(1);
  });

  it('is done by another process a minute after the first one died', async () => {
    const shop = await openShop();
    const died = shop.order('slow', 'k');
    await new Promise((resolve) => setImmediate(resolve));
    while ((await recordsOf(shop)).length === 0) await new Promise((resolve) => setImmediate(resolve));
    shop.clock.set(MINUTE - 1);
    expect((await shop.order('slow', 'k')).status).toBe(409);
    shop.clock.set(1);
    const second = shop.order('slow', 'k');
    while (shop.count() < 2) await new Promise((resolve) => setImmediate(resolve));
    shop.release();
    expect((await second).body.count).toBe(2);
    expect((await shop.order('slow', 'k')).text).toBe((await second).text);
    void died;
  });

  it('may use its key again after an error of the service', async () => {
    const shop = await openShop();
    expect((await shop.order('broken', 'k')).status).toBe(503);
    expect((await shop.order('broken', 'k')).status).toBe(503);
    expect(shop.count()).toBe(2);
    expect(await recordsOf(shop)).toEqual([]);
  });

  it('shares its key with no other caller', async () => {
    const shop = await openShop();
    await shop.order('tea', 'k');
    expect((await shop.order('tea', 'k', keys.reader)).status).toBe(403);
    const other = await shop.send('POST', '/orders', {
      key: null,
      body: { what: 'tea' },
      idempotencyKey: 'k',
    });
    expect(other.status).toBe(401);
  });

  it('is answered also where the answer cannot be kept', async () => {
    const store = createSqliteStore({ path: ':memory:' });
    const shop = await openShop(store);
    store.saveRecord = async () => {
      throw new StoreError('away');
    };
    expect((await shop.order('tea', 'k')).status).toBe(201);
    expect(shop.logs.join()).toContain('could not be kept');
  });
});

describe('what is kept of it', () => {
  it('gives neither the keys nor the answer away', async () => {
    const shop = await openShop();
    await shop.order('tea', 'order-of-today');
    const kept = JSON.stringify(await recordsOf(shop));
    expect(kept).not.toMatch(/order-of-today|shown once|tea|aw_/);
  });

  it('is used for a day, and then deleted by the schedule', async () => {
    const shop = await openShop();
    const { store, clock } = shop;
    await shop.order('tea', 'old');
    clock.set(KEPT_MS - 1);
    await shop.order('tea', 'new');
    expect((await shop.order('tea', 'old')).headers['idempotent-replayed']).toBe('true');
    clock.set(1);
    expect((await shop.order('tea', 'old')).body.count).toBe(3);
    clock.set(KEPT_MS + 1);
    const queue = createJobQueue({ store, clock });
    const forgotten = createForgetRecords({
      store,
      queue,
      clock,
      job: 'forget_answers',
      kinds: [idempotencyKind],
      keptMs: KEPT_MS,
    });
    await shop.order('tea', 'newest');
    await forgotten.entry.enqueue();
    await createWorker({ store, kinds: { forget_answers: forgotten.kind }, clock, log: silentLog }).runAll();
    expect((await recordsOf(shop)).map(({ at }) => at)).toEqual([clock.now()]);
    const [now, before] = [clock.now(), new Date(clock.now().getTime() - 24 * HOUR)];
    expect([forgotten.entry.isDue(now, before), forgotten.entry.isDue(now, now)]).toEqual([true, false]);
  });

  it('costs nothing without the header', async () => {
    const store = createSqliteStore({ path: ':memory:' });
    const calls: string[] = [];
    const counted = new Proxy(store, {
      get(target, name: keyof Store) {
        const value = target[name];
        if (typeof value !== 'function' || name === 'open' || name === 'close') return value;
        return (...given: never[]) => {
          calls.push(name);
          return (value as (...given: never[]) => unknown).apply(target, given);
        };
      },
    });
    const shop = await openShop(counted);
    await shop.order('tea');
    expect(calls).toEqual([]);
    await shop.order('tea', 'k');
    expect(calls).toEqual(['insertRecord', 'saveRecord']);
  });
});
