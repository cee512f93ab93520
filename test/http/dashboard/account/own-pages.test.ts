import { describe, expect, it } from 'vitest';
import { host, openDashboard } from './fixture.ts';

describe('a request that changes something', () => {
  it.each<[string, Record<string, string | undefined>, number]>([
    ['from its own page', { 'sec-fetch-site': 'same-origin' }, 200],
    [
      'from its own page, by an older browser',
      { 'sec-fetch-site': undefined, origin: `https://${host}` },
      200,
    ],
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['from a neighbour’s name', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }, 403],
    [
      'from another site, by an older browser',
      { 'sec-fetch-site': undefined, origin: 'https://evil.example' },
      403,
    ],
    ['from a frame without an origin', { 'sec-fetch-site': undefined, origin: 'null' }, 403],
    ['from the same name over http', { 'sec-fetch-site': undefined, origin: `http://${host}` }, 403],
    ['from nowhere', { 'sec-fetch-site': undefined }, 403],
  ])('%s', async (_, headers, status) => {
    const { browser } = await openDashboard();
    const olena = browser();
    await olena.signIn('olena');
    const answer = await olena.post('/dashboard/probe', { headers });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.body).toContain('Nothing was changed.');
    // Nobody is signed in as somebody else, or out, from there either.
    const out = await olena.post('/dashboard/sign-out', { headers });
    expect(out.statusCode).toBe(status === 403 ? 403 : 303);
  });
});

describe('a request by another name', () => {
  const addresses = ['http://127.0.0.1:8080', 'http://192.0.2.7:8080'];

  it.each<[string, string | undefined, number]>([
    [host, `https://${host}`, 200],
    [`${host}:443`, `https://${host}`, 200],
    ['CSAT.Example.COM', `https://${host}`, 200],
    ['127.0.0.1:8080', `https://${host}`, 200],
    ['localhost:8080', undefined, 200],
    ['[::1]:8080', undefined, 200],
    ['192.0.2.7:8080', undefined, 200],
    ['evil.example', `https://${host}`, 421],
    ['evil.example:8080', undefined, 421],
    [`${host}.evil.example`, `https://${host}`, 421],
    [`${host}:8080`, `https://${host}`, 421],
    [`evil@${host}`, `https://${host}`, 421],
    ['localhost', undefined, 421],
    ['192.0.2.7', undefined, 421],
    ['127.0.0.1:8080/x', undefined, 421],
  ])('%s where PUBLIC_URL is %s', async (named, publicUrl, status) => {
    const { browser, server } = await openDashboard({ addresses, publicUrl });
    const [, script = ''] =
      /src="([^"]+)"/.exec(
        (await browser().get('/dashboard/sign-in', { headers: { host: 'localhost:8080' } })).body,
      ) ?? [];
    for (const url of ['/dashboard/sign-in', '/dashboard/nowhere', script]) {
      const { statusCode, body } = await server.inject({ url, headers: { host: named } });
      expect([url, statusCode === 404 ? 200 : statusCode]).toEqual([url, status]);
      if (status === 421) expect(body).toContain(`${publicUrl ?? addresses[0]}/dashboard`);
    }
  });
});
