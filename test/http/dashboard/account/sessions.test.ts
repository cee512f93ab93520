import { expect, it } from 'vitest';
import { openDashboard } from './fixture.ts';

const MINUTE = 60_000;

/** Olena and Taras are signed in, and Iryna, who is an administrator. */
async function signedIn() {
  const dashboard = await openDashboard();
  const { browser, sessions, clock } = dashboard;
  const [olena, taras, iryna] = [browser(), browser(), browser()];
  await olena.signIn('olena');
  clock.set(MINUTE);
  await taras.signIn('taras');
  clock.set(MINUTE);
  await iryna.signIn('iryna');
  const idOf = async (person: string): Promise<string> => (await sessions.list(person))[0]?.id ?? '';
  return { ...dashboard, olena, taras, iryna, idOf };
}

const end = '/dashboard/sessions/end';

it('one’s own sessions are listed, and an administrator sees everybody’s', async () => {
  const { olena, iryna } = await signedIn();
  const own = await olena.get('/dashboard/sessions');
  expect(own.body).toContain('Chrome, Linux');
  expect(own.body).toContain('Signed in 22 Nov 2026, 14:00, last seen 22 Nov 2026, 14:00');
  expect(own.body.match(/<li>/g)).toHaveLength(1);
  expect(own.body).not.toContain('taras');
  const all = await iryna.get('/dashboard/sessions');
  expect([...all.body.matchAll(/(\w+) · Chrome, Linux/g)].map(([, name]) => name)).toEqual([
    'iryna',
    'taras',
    'olena',
  ]);
  expect(all.body.match(/This session/g)).toHaveLength(1);
});

it('a session is ended by its owner and by an administrator', async () => {
  const { olena, taras, iryna, idOf, browser } = await signedIn();
  const phone = browser();
  await phone.signIn('olena');
  const ended = await phone.post(end, { form: { id: await idOf('olena') } });
  // The newest one is the phone's own.
  expect(ended.headers.location).toBe('/dashboard/sign-in');
  expect([await phone.who(), await olena.who()]).toEqual([null, 'olena supervisor']);
  const form = { id: await idOf('taras') };
  const byAdministrator = await iryna.post(end, { form });
  expect(byAdministrator.headers.location).toBe('/dashboard/sessions?outcome=ended');
  expect((await iryna.get('/dashboard/sessions?outcome=ended')).body).toContain('The session was ended.');
  expect(await taras.who()).toBeNull();
  const again = await iryna.post(end, { form });
  expect([again.statusCode, again.body]).toEqual([
    404,
    expect.stringContaining('There is no such session any more.'),
  ]);
});

it('another supervisor ends nobody’s session', async () => {
  const { olena, taras, idOf } = await signedIn();
  const refused = await olena.post(end, { form: { id: await idOf('taras') } });
  expect(refused.statusCode).toBe(403);
  expect(refused.body).toContain('This session is somebody else’s.');
  expect(await taras.who()).toBe('taras supervisor');
  for (const id of ['', 'x', '<b>']) expect((await olena.post(end, { form: { id } })).statusCode).toBe(404);
  expect((await olena.post(end, { form: { id: 'x'.repeat(200) } })).statusCode).toBe(400);
  expect((await olena.post(end)).statusCode).toBe(400);
});

it('signing out ends the session, not the cookie alone', async () => {
  const { olena, sessions } = await signedIn();
  const kept = new Map(olena.jar);
  const answer = await olena.post('/dashboard/sign-out');
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/dashboard/sign-in']);
  expect(olena.jar.size).toBe(0);
  for (const [name, value] of kept) olena.jar.set(name, value);
  expect(await olena.who()).toBeNull();
  expect(await sessions.list('olena')).toEqual([]);
});

it('names are shown as they are', async () => {
  const { people, iryna } = await signedIn();
  await people.change('olena', (person) => ({ ...person, name: '<script>alert(1)</script>' }));
  const { body } = await iryna.get('/dashboard/sessions');
  expect(body).toContain('&lt;script>alert(1)&lt;/script>');
  expect(body).not.toContain('<script>alert');
});
