import { describe, expect, it } from 'vitest';
import { createApiKeys } from '../../../src/access/keys/api-keys.ts';
import { allows, apiScopes, beyond } from '../../../src/access/keys/scopes.ts';
import { createSetClock, systemClock } from '../../../src/clock.ts';
import { StoreError } from '../../../src/errors.ts';
import type { RecordStore } from '../../../src/store/ports/records.ts';
import { keptPeople } from '../stored.ts';

const noon = new Date('2026-11-22T12:00:00Z');
const wanted = { name: 'helpdesk', scopes: ['dialogues:write', 'dialogues:read'] };

/** Keys over a store that counts what it is asked, and another process's on the same. */
async function opened({ seeds = ['first-key', 'second-key'] } = {}) {
  const { store, log, entries } = await keptPeople();
  const clock = createSetClock(noon);
  const asked: string[] = [];
  let isDown = false;
  const counting = new Proxy<RecordStore>(store, {
    get: (target, name: keyof RecordStore) => {
      const method = target[name].bind(target) as (...given: unknown[]) => Promise<unknown>;
      return (...given: unknown[]) => {
        asked.push(name);
        return isDown ? Promise.reject(new StoreError('the store is away')) : method(...given);
      };
    },
  });
  const keys = createApiKeys({ store: counting, clock, log, seeds });
  const elsewhere = createApiKeys({ store, clock, log, seeds });
  return { store, clock, keys, elsewhere, asked, entries, down: (is: boolean) => (isDown = is) };
}

describe('keys of the API', () => {
  it('are those of API_KEYS, which have every scope and ask the store for nothing', async () => {
    const { keys, asked } = await opened();
    expect(await keys.find('second-key')).toEqual({ key: 'API_KEYS 2', scopes: 'all' });
    expect(asked).toEqual([]);
    for (const other of ['', 'second-key ', 'SECOND-KEY', 'aw_', 'x'.repeat(10_000)])
      expect(await keys.find(other)).toBeNull();
  });

  it('are made with scopes, and what is kept does not give them away', async () => {
    const { store, log } = await keptPeople();
    const keys = createApiKeys({
      store,
      clock: { ...createSetClock(noon), newId: () => systemClock.newId() },
      log,
      seeds: [],
    });
    const made = await keys.create(wanted);
    expect(made).toMatchObject({ name: 'helpdesk', createdAt: noon, lastUsedAt: null });
    expect(made.key).toMatch(/^aw_[A-Za-z0-9_-]{36}$/);
    const caller = await keys.find(made.key);
    expect(caller).toEqual({ key: 'helpdesk', scopes: new Set(wanted.scopes) });
    expect(caller && [allows(caller, 'dialogues:read'), allows(caller, 'figures:read')]).toEqual([
      true,
      false,
    ]);
    const kept = await store.listRecords({ kind: 'api_key', limit: 10 });
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(made.key.slice(3));
    expect(JSON.stringify(await keys.list())).not.toContain(made.key.slice(3));
  });

  it('give no scope that who makes them does not have', () => {
    const caller = { key: 'helpdesk', scopes: new Set(['keys:write', 'figures:read'] as const) };
    expect(beyond(caller, ['figures:read', 'people:write'])).toEqual(['people:write']);
    expect(beyond({ key: 'API_KEYS 1', scopes: 'all' }, apiScopes)).toEqual([]);
  });

  it('are revoked at once here, and within seconds elsewhere', async () => {
    const { keys, elsewhere, clock } = await opened();
    const { key } = await keys.create(wanted);
    expect(await elsewhere.find(key)).not.toBeNull();
    expect(await keys.revoke(' HELPDESK')).toBe(true);
    expect(await keys.revoke('helpdesk')).toBe(false);
    expect(await keys.find(key)).toBeNull();
    clock.set(2_999);
    expect(await elsewhere.find(key)).not.toBeNull();
    clock.set(1);
    expect(await elsewhere.find(key)).toBeNull();
  });

  it('that another process made are known after a second', async () => {
    const { keys, elsewhere, clock } = await opened();
    expect(await keys.find('unknown')).toBeNull();
    const { key } = await elsewhere.create(wanted);
    clock.set(1_000);
    expect(await keys.find(key)).toMatchObject({ key: 'helpdesk' });
  });

  it('cost the store no read for each request, known or not', async () => {
    const { keys, asked } = await opened();
    const { key } = await keys.create(wanted);
    asked.length = 0;
    const callers = await Promise.all(Array.from({ length: 1_000 }, () => keys.find(key)));
    expect(callers.every((caller) => caller?.key === 'helpdesk')).toBe(true);
    await Promise.all(Array.from({ length: 1_000 }, () => keys.find('unknown')));
    await keys.settle();
    expect(asked).toEqual(['listRecords', 'findRecord', 'saveRecord']);
  });

  it('show their last use, which is written once a minute', async () => {
    const { keys, elsewhere, clock, asked } = await opened({ seeds: [] });
    const { key } = await keys.create(wanted);
    const lastUse = async () => {
      await keys.settle();
      return (await elsewhere.list())[0]?.lastUsedAt;
    };
    expect(await lastUse()).toBeNull();
    await keys.find(key);
    expect(await lastUse()).toEqual(noon);
    clock.set(59_999);
    await keys.find(key);
    expect(await lastUse()).toEqual(noon);
    clock.set(1);
    await keys.find(key);
    expect(await lastUse()).toEqual(new Date('2026-11-22T12:01:00Z'));
    expect(asked.filter((name) => name === 'saveRecord')).toHaveLength(2);
  });

  it('that are known stay so while the store is away, and others are not refused but put off', async () => {
    const { keys, clock, down, entries } = await opened();
    const { key } = await keys.create(wanted);
    await keys.find(key);
    down(true);
    clock.set(60_000);
    expect(await keys.find(key)).toMatchObject({ key: 'helpdesk' });
    expect(await keys.find('first-key')).toMatchObject({ key: 'API_KEYS 1' });
    clock.set(3_000);
    expect(await keys.find(key)).not.toBeNull();
    await expect(keys.find('unknown')).rejects.toThrow(StoreError);
    await keys.settle();
    expect(entries.map(({ message }) => message)).toEqual([
      'Keys could not be read; those known stay',
      'The last use of a key could not be written',
    ]);
    down(false);
    clock.set(1_000);
    expect(await keys.find('unknown')).toBeNull();
  });

  it('are listed by name after those of the environment', async () => {
    const { keys } = await opened();
    await keys.create({ ...wanted, name: 'Звіти' });
    await keys.create(wanted);
    expect((await keys.list()).map(({ name, scopes }) => [name, scopes])).toEqual([
      ['API_KEYS 1', 'all'],
      ['API_KEYS 2', 'all'],
      ['helpdesk', ['dialogues:read', 'dialogues:write']],
      ['Звіти', ['dialogues:read', 'dialogues:write']],
    ]);
  });

  it.each([
    [
      { name: 'a', scopes: ['dialogue:write'] },
      /there is no scope "dialogue:write"; the scopes are dialogues:read, .*, metrics:read$/,
    ],
    [{ name: 'a', scopes: [] }, /^a key needs a scope; the scopes are dialogues:read, /],
    [{ name: ' ', scopes: ['figures:read'] }, /^a key needs a name/],
    [{ name: 'x'.repeat(61), scopes: ['figures:read'] }, /at most 60 characters/],
    [{ name: '<b>', scopes: ['figures:read'] }, /letters, digits, spaces/],
    [{ name: 'api_keys 3', scopes: ['figures:read'] }, /the environment's keys/],
  ])('are refused: %j', async (faulty, message) => {
    const { keys } = await opened();
    await expect(keys.create(faulty)).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: expect.stringMatching(message),
    });
    expect(await keys.list()).toHaveLength(2);
  });

  it('have each a name of their own, and those of the environment are not revoked here', async () => {
    const { keys } = await opened();
    const both = [keys.create(wanted), keys.create({ ...wanted, name: 'HelpDesk' })];
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(keys.create(wanted)).rejects.toMatchObject({ status: 409, code: 'key_exists' });
    await expect(keys.revoke('API_KEYS 1')).rejects.toMatchObject({
      status: 409,
      code: 'key_of_environment',
    });
  });

  it('are 500 at most', async () => {
    const { keys, store } = await opened();
    const body = { name: 'k', scopes: [], digest: '0'.repeat(64) };
    for (let i = 0; i < 500; i++)
      await store.insertRecord({ kind: 'api_key', id: `K${i}`, at: noon, tag: null, body });
    await expect(keys.create(wanted)).rejects.toMatchObject({ status: 409, code: 'too_many_keys' });
  });
});
