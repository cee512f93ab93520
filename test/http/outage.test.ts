import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { clients, DAY, digestTitles, startTestService, supervisors } from '../support/service.ts';

/** A store that cannot be reached while `down` is set. */
function breakable(): { store: Store; break: (down: boolean) => void } {
  const real = createSqliteStore({ path: ':memory:' });
  let down = false;
  const store = new Proxy(real, {
    get(target, name: keyof Store) {
      const value = target[name];
      if (typeof value !== 'function' || name === 'close') return value;
      return async (...given: never[]) => {
        if (down) throw new StoreError('MongoDB at secret-host: connection refused');
        return (value as (...given: never[]) => unknown).apply(target, given);
      };
    },
  });
  return { store, break: (wanted) => (down = wanted) };
}

describe('while the store cannot be reached', () => {
  it('webhooks answer 503, and what the platform then sends again is saved', async () => {
    const { store, break: setDown } = breakable();
    const service = await startTestService({ store });
    const { telegram, viber } = service.simulator;
    await service.report();
    await service.report({ channel: 'viber', clientId: clients.viber.en });
    setDown(true);
    expect(await telegram.tap(clients.telegram.en, '⭐⭐⭐⭐')).toBe(503);
    expect(await viber.tap(clients.viber.en, '⭐⭐')).toBe(503);
    setDown(false);
    expect((await service.rows()).map(({ rating }) => rating)).toEqual([null, null]);
    await telegram.repeatLast();
    await viber.repeatLast();
    expect((await service.rows()).map(({ rating }) => String(rating)).toSorted()).toEqual(['2', '4']);
  });

  it('the API answers 503 without the address of the store, and readyz says so', async () => {
    const { store, break: setDown } = breakable();
    const service = await startTestService({ store });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    setDown(true);
    const { status, body } = await service.report();
    expect([status, body.error?.code]).toEqual([503, 'store_unavailable']);
    expect(JSON.stringify(body)).not.toContain('secret-host');
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    setDown(false);
    expect((await service.report()).status).toBe(201);
  });

  it('the digest waits and goes out when it is back', async () => {
    const { store, break: setDown } = breakable();
    const service = await startTestService({ store });
    await service.report();
    service.clock.set(DAY);
    setDown(true);
    await expect(service.app.digests.enqueueDue()).rejects.toThrow(StoreError);
    await service.app.worker.runAll();
    setDown(false);
    await service.app.digests.enqueueDue();
    await service.app.worker.runAll();
    const titles = digestTitles(service.simulator.telegram.chat(supervisors.telegram));
    // The day is a Monday, which has the week's digest as well.
    expect(titles).toEqual(['CSAT digest', 'CSAT digest of the week']);
  });
});
