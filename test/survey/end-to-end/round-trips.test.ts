import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { clients, startTestService } from '../../support/service.ts';

/** A store that notes the name of each method as it is called; each is one round trip. */
function counted(store: Store): { store: Store; calls: string[] } {
  const calls: string[] = [];
  const proxy = new Proxy(store, {
    get(target, name: keyof Store) {
      const value = target[name];
      if (typeof value !== 'function') return value;
      return (...given: never[]) => {
        calls.push(name);
        return (value as (...given: never[]) => unknown).apply(target, given);
      };
    },
  });
  return { store: proxy, calls };
}

describe('the round trips to the store', () => {
  for (const channel of ['telegram', 'viber'] as const) {
    it(`for a tap on ${channel} are two writes, for a comment one read and two writes`, async () => {
      const { store, calls } = counted(createSqliteStore({ path: ':memory:' }));
      const service = await startTestService({ store });
      const clientId = clients[channel].en;
      await service.report({ channel, clientId });

      calls.length = 0;
      await service.simulator[channel].tap(clientId, '⭐⭐⭐⭐');
      await service.settle();
      expect(calls).toEqual(['saveDialogue', 'saveDialogue']);

      calls.length = 0;
      await service.simulator[channel].say(clientId, 'Thank you');
      await service.settle();
      expect(calls).toEqual(['findForEvent', 'saveDialogue', 'saveDialogue']);
    });
  }

  it('for a tap that changes nothing are one read and one write, so that a repeat is known', async () => {
    const { store, calls } = counted(createSqliteStore({ path: ':memory:' }));
    const service = await startTestService({ store });
    const { body } = await service.report();
    calls.length = 0;
    await service.simulator.telegram.forgeTap(clients.telegram.en, `${body.dialogue.id}:rate:99`);
    await service.settle();
    expect(calls).toEqual(['findForEvent', 'saveClient']);
  });
});
