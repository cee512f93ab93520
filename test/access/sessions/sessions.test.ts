import { describe, expect, it } from 'vitest';
import { deviceOf } from '../../../src/access/sessions/device.ts';
import { createSessions } from '../../../src/access/sessions/sessions.ts';
import { createSetClock, systemClock } from '../../../src/clock.ts';
import { aPerson } from '../persons.ts';
import { add, keptPeople } from '../stored.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

async function opened() {
  const kept = await keptPeople();
  const { store, people, clock, log } = kept;
  for (const id of ['olena', 'taras']) await add(people, { id, name: id, role: 'supervisor' });
  return { ...kept, sessions: createSessions({ store, people, clock, log }) };
}

describe('a sign-in link', () => {
  it('is guessed by nobody, and what is kept does not give it away', async () => {
    const { store, people, log } = await opened();
    const clock = { ...createSetClock(new Date(0)), newId: () => systemClock.newId() };
    const sessions = createSessions({ store, people, clock, log });
    const [one, other] = [await sessions.offer('olena'), await sessions.offer('olena')];
    expect(one).toMatch(/^[A-Za-z0-9_-]{24}$/);
    expect(one).not.toBe(other);
    const started = await sessions.spend(one, 'Chrome, Windows');
    const secret = 'secret' in started ? started.secret : '';
    expect(secret).toMatch(/^[A-Za-z0-9_-]{24}$/);
    for (const kind of ['sign_in_link', 'session']) {
      const records = JSON.stringify(await store.listRecords({ kind, limit: 10 }));
      expect(records).toContain('olena');
      for (const hidden of [one, secret]) expect(records).not.toContain(hidden);
    }
  });

  it('is spent once, however often it is looked at, and of two at once begins one session', async () => {
    const { sessions } = await opened();
    const token = await sessions.offer('olena');
    for (let looks = 0; looks < 3; looks++)
      expect(await sessions.look(token)).toMatchObject({ state: 'valid', person: { id: 'olena' } });
    const both = await Promise.all([sessions.spend(token, ''), sessions.spend(token, '')]);
    expect(both.filter((one) => 'secret' in one)).toHaveLength(1);
    expect(both.filter((one) => 'state' in one && one.state === 'spent')).toHaveLength(1);
    expect(await sessions.look(token)).toMatchObject({ state: 'spent' });
    expect(await sessions.list(null)).toHaveLength(1);
  });

  it('expires after five minutes', async () => {
    const { sessions, clock } = await opened();
    const token = await sessions.offer('olena');
    clock.set(5 * MINUTE - 1);
    expect(await sessions.look(token)).toMatchObject({ state: 'valid' });
    clock.set(1);
    const expired = { state: 'expired', person: { id: 'olena' } };
    expect(await sessions.look(token)).toMatchObject(expired);
    expect(await sessions.spend(token, '')).toMatchObject(expired);
  });

  it('lets in nobody who was removed meanwhile', async () => {
    const { sessions, people, store } = await opened();
    const token = await sessions.offer('olena');
    await people.remove('olena');
    expect(await sessions.spend(token, '')).toEqual({ state: 'unknown' });
    expect(await store.listRecords({ kind: 'sign_in_link', limit: 10 })).toEqual([]);
    expect(await sessions.start('olena', '')).toBeNull();
    expect(await sessions.list(null)).toEqual([]);
  });

  it.each(['', 'short', 'x'.repeat(25), `${'x'.repeat(23)}/`, 'd00000000001d0000000000x'])(
    'is not %j',
    async (token) => {
      const { sessions } = await opened();
      await sessions.offer('olena');
      expect(await sessions.look(token)).toEqual({ state: 'unknown' });
      expect(await sessions.spend(token, '')).toEqual({ state: 'unknown' });
    },
  );
});

describe('a session', () => {
  const signedIn = async () => {
    const kept = await opened();
    const started = await kept.sessions.start('olena', 'Firefox, Linux');
    return { ...kept, secret: started?.secret ?? '', id: started?.session.id ?? '' };
  };

  it('says who it is as the store has them now', async () => {
    const { sessions, people, secret } = await signedIn();
    expect(await sessions.read(secret)).toMatchObject({ person: { id: 'olena', role: 'supervisor' } });
    await people.change('olena', (one) => ({ ...one, role: 'analyst' }));
    expect(await sessions.read(secret)).toMatchObject({ person: { role: 'analyst' } });
    await people.remove('olena');
    expect(await sessions.read(secret)).toBeNull();
    // Whoever is enrolled under the same id again, as one of SUPERVISORS, signs in anew.
    await add(people, { id: 'olena' });
    expect(await sessions.read(secret)).toBeNull();
  });

  it.each(['', 'x', 'x'.repeat(24)])('is not %j', async (secret) => {
    const { sessions } = await signedIn();
    expect(await sessions.read(secret)).toBeNull();
  });

  it('notes when it was last seen, every five minutes at most', async () => {
    const { sessions, clock, secret, store } = await signedIn();
    const begun = clock.now();
    const seen = async () => {
      await sessions.read(secret);
      await sessions.settle();
      const [record] = await store.listRecords({ kind: 'session', limit: 1 });
      return { at: (await sessions.list('olena'))[0]?.lastSeenAt, writes: record?.revision };
    };
    clock.set(5 * MINUTE - 1);
    expect(await seen()).toEqual({ at: begun, writes: 0 });
    clock.set(1);
    expect(await seen()).toEqual({ at: clock.now(), writes: 1 });
    clock.set(MINUTE);
    expect(await seen()).toMatchObject({ writes: 1 });
  });

  it('ends after 14 days without a request, and after 30 in any case', async () => {
    const { sessions, clock, secret } = await signedIn();
    const idle = await sessions.start('taras', '');
    clock.set(14 * DAY - 1);
    expect(await sessions.read(secret)).not.toBeNull();
    await sessions.settle();
    clock.set(1);
    expect(await sessions.read(idle?.secret ?? '')).toBeNull();
    clock.set(10 * DAY);
    expect(await sessions.read(secret)).not.toBeNull();
    await sessions.settle();
    clock.set(6 * DAY - 1);
    expect(await sessions.read(secret)).not.toBeNull();
    clock.set(1);
    expect(await sessions.read(secret)).toBeNull();
    expect(await sessions.list(null)).toEqual([]);
  });

  it('is ended by its owner and by an administrator, and by nobody else', async () => {
    const { sessions, id, secret } = await signedIn();
    const as = (role: 'supervisor' | 'administrator' | 'integrator', person = 'taras') =>
      sessions.end(id, aPerson({ id: person, role }));
    expect(await as('supervisor')).toBe('refused');
    expect(await as('integrator')).toBe('refused');
    expect(await sessions.read(secret)).not.toBeNull();
    expect(await as('supervisor', 'olena')).toBe('ended');
    expect(await sessions.read(secret)).toBeNull();
    expect(await as('administrator')).toBe('unknown');
    const other = await sessions.start('olena', '');
    expect(await sessions.end(other?.session.id ?? '', aPerson({ id: 'x', role: 'administrator' }))).toBe(
      'ended',
    );
  });

  it('is listed for its owner, and with everybody’s', async () => {
    const { sessions, clock } = await signedIn();
    clock.set(MINUTE);
    await sessions.start('taras', 'Safari, iPhone');
    expect((await sessions.list('olena')).map(({ device }) => device)).toEqual(['Firefox, Linux']);
    expect((await sessions.list(null)).map(({ personId }) => personId)).toEqual(['taras', 'olena']);
  });
});

it.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Chrome, Linux',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
    'Samsung Internet, Android',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox, Mac'],
  ['curl/8.5.0', ''],
  [undefined, ''],
])('the device of %j is in a few words %j', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});
