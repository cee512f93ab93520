import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clients, startTestService, type TestService } from '../support/service.ts';

interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request with any header, also those that `fetch` keeps to itself. */
function ask(
  { url }: TestService,
  { method = 'GET', path, headers = {}, body }: Asked,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject).end(body);
  });
}

const say = (headers: Record<string, string>): Asked => ({
  method: 'POST',
  path: '/simulator/page/chats/telegram/say',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ clientId: clients.telegram.en, text: 'forged' }),
});
const texts = (service: TestService): string[] =>
  service.simulator.telegram.chat(clients.telegram.en).messages.map(({ text }) => text);

describe('a site that points its own name at this machine (DNS rebinding)', () => {
  it.each(['/', '/simulator/', '/simulator/page/state', '/api/v1/dialogues', '/readyz'])(
    'is not served %s',
    async (path) => {
      const service = await startTestService();
      const { port } = new URL(service.url);
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        `127.0.0.1.evil.example:${port}`,
        'localhost:1',
      ]) {
        const { status, body } = await ask(service, { path, headers: { host } });
        expect([host, status]).toEqual([host, 421]);
        expect(JSON.parse(body).error.message).toBe(
          `this is a simulation for one machine: open ${service.url} in its browser`,
        );
      }
    },
  );

  it('is told from the names of this machine', async () => {
    const service = await startTestService();
    const { port } = new URL(service.url);
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      const host = `${name}:${port}`;
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect((await ask(service, { path: '/simulator/page/state', headers })).status).toBe(200);
      expect((await ask(service, say(headers))).status).toBe(200);
      // A page that sends no referrer sends no origin with its forms either.
      expect((await ask(service, say({ ...headers, origin: 'null' }))).status).toBe(200);
    }
  });
});

describe('a page of another site in the same browser', () => {
  it.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['from a sandboxed frame', { origin: 'null' }],
    ['marked as cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['marked as same-site', { 'sec-fetch-site': 'same-site' }],
    ['with the address of another page', { referer: 'https://evil.example/page' }],
    ['as a form sends it', { 'content-type': 'text/plain' }],
    ['as another form sends it', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['as a form with a file sends it', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('changes nothing %s', async (_, headers) => {
    const service = await startTestService();
    const before = texts(service);
    expect((await ask(service, say(headers))).status).toBeGreaterThanOrEqual(400);
    expect(texts(service)).toEqual(before);
    const digest = { method: 'POST', path: '/simulator/page/digests', headers, body: '' };
    expect((await ask(service, digest)).status).toBeGreaterThanOrEqual(400);
  });

  it('cannot use the fake platforms, whose token everybody knows, nor the API', async () => {
    const service = await startTestService();
    const before = texts(service);
    const bot = new URL(service.simulator.telegram.apiUrl).pathname;
    const path = `${bot}/bot1000000001:simulated-telegram-bot-token/sendMessage?chat_id=${clients.telegram.en}&text=forged`;
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ]) {
      expect((await ask(service, { path, headers })).status).toBe(403);
      expect((await ask(service, { path: '/api/v1/dialogues', headers })).status).toBe(403);
    }
    expect(texts(service)).toEqual(before);
  });

  it('may link to the page, and gets no permission to read', async () => {
    const service = await startTestService();
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    for (const path of ['/', '/simulator', '/simulator/']) {
      expect((await ask(service, { path, headers })).status).toBeLessThan(400);
    }
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const { status } = await ask(service, { method: 'OPTIONS', path: say({}).path, headers: preflight });
    expect(status).toBe(403);
  });
});

describe('the fake platforms', () => {
  it.each([
    'http://127.0.0.1:1/webhook',
    'https://evil.example/',
    'http://localhost:9',
    'http://169.254.169.254/',
  ])('call nobody but the service: %s is refused as a webhook', async (stranger) => {
    const service = await startTestService();
    const { telegram, viber } = service.simulator;
    const token = 'bot1000000001:simulated-telegram-bot-token';
    const set = `${telegram.apiUrl}/${token}/setWebhook`;
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ url: stranger });
    const answers = [
      await fetch(`${set}?url=${encodeURIComponent(stranger)}`),
      await fetch(`${set.replace('setWebhook', 'SETWEBH%6fok')}?url=${encodeURIComponent(stranger)}`),
      await fetch(set, { method: 'POST', headers: json, body }),
      await fetch(`${set}?url=${encodeURIComponent(service.url)}`, { method: 'POST', headers: json, body }),
    ];
    for (const answer of answers) {
      expect(await answer.json()).toMatchObject({
        ok: false,
        description: expect.stringContaining(`at ${service.url} and nobody else`),
      });
    }
    const headers = { ...json, 'x-viber-auth-token': 'simulated-viber-token' };
    const answer = await fetch(`${viber.apiUrl}/set_webhook`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ status: 1 });
    expect(await telegram.say(clients.telegram.en, 'hello')).toBe(200);
  });
});
