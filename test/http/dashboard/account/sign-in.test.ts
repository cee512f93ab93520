import { describe, expect, it } from 'vitest';
import { openDashboard } from './fixture.ts';

const MINUTE = 60_000;

describe('a sign-in link', () => {
  it('has one button, and is spent by its POST and by no preview', async () => {
    const { browser, sessions } = await openDashboard();
    const address = `/dashboard/sign-in/${await sessions.offer('olena')}`;
    const previews = browser();
    for (let times = 0; times < 2; times++) {
      const page = await previews.get(address);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('You will be signed in as olena (supervisor).');
      expect(page.body).toContain(
        `<form method="post" action="${address}"><button type="submit">Sign in</button>`,
      );
      expect((await previews.head(address)).statusCode).toBe(200);
    }
    const olena = browser();
    const answer = await olena.post(address);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/dashboard']);
    expect(answer.cookies).toMatchObject([
      {
        name: '__Host-afterword',
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
        maxAge: 30 * 86_400,
      },
    ]);
    expect(await olena.who()).toBe('olena supervisor');
  });

  it('begins one session when it is pressed twice at once, and leads whoever did that to the dashboard', async () => {
    const { browser, sessions } = await openDashboard();
    const address = `/dashboard/sign-in/${await sessions.offer('olena')}`;
    const olena = browser();
    const both = await Promise.all([olena.post(address), olena.post(address)]);
    expect(both.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1);
    expect(both.filter(({ statusCode }) => statusCode === 410)).toHaveLength(1);
    expect(await sessions.list('olena')).toHaveLength(1);
    for (const again of [await olena.get(address), await olena.post(address)])
      expect([again.statusCode, again.headers.location]).toEqual([303, '/dashboard']);
    const stolen = await browser().post(address);
    expect([stolen.statusCode, stolen.cookies]).toEqual([410, []]);
    expect(stolen.body).toContain('This link was used already.');
    expect(stolen.body).toContain('Write /dashboard to the bot');
  });

  it('expires, and one that is made up or of somebody who was removed is none', async () => {
    const { browser, sessions, clock, people } = await openDashboard();
    const address = `/dashboard/sign-in/${await sessions.offer('olena')}`;
    const gone = `/dashboard/sign-in/${await sessions.offer('taras')}`;
    await people.remove('taras');
    clock.set(5 * MINUTE);
    for (const ask of [browser().get, browser().post]) {
      const late = await ask(address);
      expect([late.statusCode, late.cookies]).toEqual([410, []]);
      expect(late.body).toContain('This link is older than five minutes.');
      for (const unknown of [gone, '/dashboard/sign-in/x', `${address}x`, '/dashboard/sign-in/%00%3Cb%3E']) {
        const answer = await ask(unknown);
        expect([unknown, answer.statusCode, answer.cookies]).toEqual([unknown, 404, []]);
        expect(answer.body).toContain('This is no valid link.');
      }
    }
  });

  it('stays out of logs, caches and the addresses that other sites are told', async () => {
    const { browser, sessions, lines } = await openDashboard();
    const token = await sessions.offer('olena');
    const asked = browser();
    const header = async (headers: Record<string, string> = {}) =>
      (await asked.get(`/dashboard/sign-in/${token}`, { headers })).headers;
    expect(await header({ 'sec-fetch-site': 'none' })).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    // A browser that says nothing of the site would send no origin with the form.
    expect(await header()).toMatchObject({ 'referrer-policy': 'same-origin' });
    await asked.post(`/dashboard/sign-in/${token}`);
    expect(lines.join('\n')).not.toContain(token);
  });

  it('signs in as who it is for, in their language, whoever is signed in already', async () => {
    const { browser, sessions, people } = await openDashboard();
    await people.change('taras', (person) => ({ ...person, language: 'uk' }));
    const olena = browser();
    await olena.signIn('olena');
    const address = `/dashboard/sign-in/${await sessions.offer('taras')}`;
    expect((await olena.get(address)).body).toContain('Ви увійдете як taras (супервізор).');
    await olena.post(address);
    expect(await olena.who()).toBe('taras supervisor');
    // Nobody has the cookie of the session before any more.
    expect(await sessions.list('olena')).toEqual([]);
  });

  it('leads to the first page that the person may see', async () => {
    const { browser, sessions, people } = await openDashboard();
    await people.change('olena', (person) => ({ ...person, role: 'integrator' }));
    const olena = browser();
    const address = `/dashboard/sign-in/${await sessions.offer('olena')}`;
    for (const answer of [
      await olena.post(address),
      await olena.get(address),
      await olena.post('/dashboard/sign-in', { form: { proof: 'of=1' } }),
    ])
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/dashboard/status']);
    const { body } = await olena.get('/dashboard/sessions');
    expect(body).toContain('<a class="brand" href="/dashboard/status">');
  });
});

describe('a page that is opened as a part of an app', () => {
  it('signs in whose proof it has, once for each browser', async () => {
    const { browser, sessions } = await openDashboard();
    const app = browser();
    const page = await app.get('/dashboard/sign-in');
    expect(page.body).toMatch(/<form method="post" action="\/dashboard\/sign-in" id="app-sign-in" hidden>/);
    const [, script = ''] = /<script src="([^"]+sign-in\.js)"/.exec(page.body) ?? [];
    expect((await app.get(script)).headers['content-type']).toMatch(/javascript/);
    for (let times = 0; times < 2; times++) {
      const answer = await app.post('/dashboard/sign-in', { form: { proof: 'of=1' } });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/dashboard']);
    }
    expect(await app.who()).toBe('olena supervisor');
    expect(await sessions.list(null)).toHaveLength(1);
    // Somebody else's account in the same app.
    await app.post('/dashboard/sign-in', { form: { proof: 'of=2' } });
    expect(await app.who()).toBe('taras supervisor');
  });

  it.each([
    ['of=9', 403, 'You are not among the people of this service.'],
    ['of=', 401, 'It could not be confirmed who you are.'],
    ['', 401, 'It could not be confirmed who you are.'],
    ['x'.repeat(20_000), 400, ''],
  ])('lets in nobody by the proof %j', async (proof, status, text) => {
    const { browser } = await openDashboard();
    const answer = await browser().post('/dashboard/sign-in', { form: { proof } });
    expect([answer.statusCode, answer.cookies]).toEqual([status, []]);
    expect(answer.body).toContain(text);
  });

  it('lets in no group', async () => {
    const { browser, people } = await openDashboard();
    await people.change('olena', (one) => ({ ...one, kind: 'group' }));
    expect((await browser().post('/dashboard/sign-in', { form: { proof: 'of=1' } })).statusCode).toBe(403);
  });
});

describe('the cookie of a session', () => {
  it('is good on every instance of a store, and only as it was signed', async () => {
    const { browser, open } = await openDashboard();
    const olena = browser();
    await olena.signIn('olena');
    const [[name, cookie] = ['', '']] = olena.jar;
    const elsewhere = browser(await open());
    elsewhere.jar.set(name, cookie);
    expect(await elsewhere.who()).toBe('olena supervisor');
    const secret = decodeURIComponent(cookie).split('.')[0] ?? '';
    const tampered = [
      secret,
      `${secret}.`,
      cookie.slice(0, -4),
      `x${cookie}`,
      cookie.replace(
        secret,
        secret.replace(/.$/, (letter) => (letter === 'x' ? 'y' : 'x')),
      ),
      'x.y',
      '',
    ];
    for (const value of tampered) {
      elsewhere.jar.set(name, value);
      expect([value, await elsewhere.who()]).toEqual([value, null]);
    }
  });

  it('goes over http where the service has no https, under a name of its own', async () => {
    const { browser } = await openDashboard({ publicUrl: undefined, addresses: ['http://127.0.0.1:8080'] });
    const local = browser();
    const headers = { host: 'localhost:8080' };
    const { cookies } = await local.post('/dashboard/sign-in', { form: { proof: 'of=1' }, headers });
    expect(cookies).toMatchObject([{ name: 'afterword', httpOnly: true, sameSite: 'Lax' }]);
    expect(cookies[0]).not.toHaveProperty('secure');
  });

  it('says who it is at each request anew: a role that changed, a person who was removed', async () => {
    const { browser, people, sessions } = await openDashboard();
    const olena = browser();
    await olena.signIn('olena');
    await people.change('olena', (person) => ({ ...person, role: 'analyst' }));
    expect(await olena.who()).toBe('olena analyst');
    await people.remove('olena');
    expect(await olena.who()).toBeNull();
    expect(await sessions.list(null)).toEqual([]);
  });
});

describe('who is not signed in', () => {
  it('is sent to the sign-in page, also out of a part of a page', async () => {
    const { browser } = await openDashboard();
    const nobody = browser();
    const page = await nobody.get('/dashboard/probe');
    expect([page.statusCode, page.headers.location]).toEqual([302, '/dashboard/sign-in']);
    const part = await nobody.get('/dashboard/probe', { headers: { 'hx-request': 'true' } });
    expect([part.statusCode, part.headers['hx-redirect']]).toEqual([401, '/dashboard/sign-in']);
    const sent = await nobody.post('/dashboard/probe');
    expect(sent.statusCode).toBe(401);
    expect(sent.body).toContain('Nothing was changed.');
    expect((await nobody.get('/dashboard/sessions')).statusCode).toBe(302);
  });

  it('may choose a language and a theme all the same', async () => {
    const { browser } = await openDashboard();
    const nobody = browser();
    await nobody.post('/dashboard/appearance', { form: { language: 'uk', back: '/dashboard/sign-in' } });
    expect((await nobody.get('/dashboard/sign-in')).body).toContain(
      'Напишіть боту /dashboard у приватному чаті',
    );
  });
});

describe('a simulation', () => {
  const simulatedAdministrator = { channel: 'chat', clientId: '3' };

  it('signs its administrator in by itself, until somebody signs in by a link', async () => {
    const { browser, people, sessions } = await openDashboard({ simulatedAdministrator });
    const page = browser();
    expect(await page.who()).toBe('iryna administrator');
    expect([page.jar.size, await sessions.list(null)]).toEqual([0, []]);
    expect((await page.post('/dashboard/sign-out')).headers.location).toBe('/dashboard/sign-in');
    expect((await page.get('/dashboard/sign-in')).body).toContain('Go on as iryna');
    await page.signIn('olena');
    expect(await page.who()).toBe('olena supervisor');
    await page.post('/dashboard/sign-out');
    expect(await page.who()).toBe('iryna administrator');
    await people.remove('iryna');
    expect(await page.who()).toBeNull();
  });

  it('signs in nobody by another name or from another site', async () => {
    const { browser } = await openDashboard({ simulatedAdministrator });
    const evil = await browser().get('/dashboard/probe', { headers: { host: 'evil.example' } });
    expect(evil.statusCode).toBe(421);
    const cross = { headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await browser().post('/dashboard/probe', cross)).statusCode).toBe(403);
  });
});
