import { expect, it } from 'vitest';
import { clients, HOUR, startTestService, supervisors } from '../../../support/service.ts';

it('/dashboard in chat leads to the dashboard, by a link and as a part of the app', async () => {
  const service = await startTestService();
  const { telegram, viber } = service.simulator;
  const { host } = new URL(service.url);
  const ask = async (method: 'GET' | 'POST', address: string, form: Record<string, string> = {}) =>
    service.app.server.inject({
      method,
      url: new URL(address, service.url).pathname + new URL(address, service.url).search,
      headers: {
        host,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(method === 'POST' && { payload: new URLSearchParams(form).toString() }),
    });
  const keyboardOf = async (platform: typeof telegram, id: string) => {
    await platform.say(id, '/dashboard');
    const last = () => platform.chat(id).messages.at(-1);
    await expect.poll(() => last()?.text).toMatch(/^This link signs you in to the dashboard\./);
    return last()?.keyboard.flat() ?? [];
  };

  const [link, app] = await keyboardOf(telegram, supervisors.telegram);
  expect([link?.label, app?.label, app?.opens]).toEqual(['Open in the browser', 'Open here', 'app']);
  expect((await ask('GET', link?.url ?? '')).body).toContain('You will be signed in as Marta Hrytsenko');
  expect((await ask('POST', link?.url ?? '')).cookies).toHaveLength(1);
  expect((await ask('POST', link?.url ?? '')).statusCode).toBe(410);
  expect(service.logs.join('\n')).not.toContain(link?.url?.split('/').at(-1));

  const pressed = new URLSearchParams({ clientId: supervisors.telegram, label: 'Open here' });
  const opened = await ask('GET', `/simulator/page/apps/telegram?${pressed.toString()}`);
  const address = new URL(opened.headers.location ?? '');
  expect(address.pathname).toBe('/dashboard/sign-in');
  const proof = address.hash.slice(1);
  for (let times = 0; times < 2; times++) {
    const signedIn = await ask('POST', '/dashboard/sign-in', { proof });
    expect([signedIn.statusCode, signedIn.cookies.length]).toEqual([303, 1]);
  }
  service.clock.set(HOUR + 1_000);
  expect((await ask('POST', '/dashboard/sign-in', { proof })).statusCode).toBe(401);
  const unknown = new URLSearchParams({ clientId: clients.telegram.en, label: 'Open here' });
  expect((await ask('GET', `/simulator/page/apps/telegram?${unknown.toString()}`)).statusCode).toBe(404);

  const [onViber, ...others] = await keyboardOf(viber, supervisors.viber);
  expect(others).toEqual([]);
  expect((await ask('POST', onViber?.url ?? '')).statusCode).toBe(303);
  // Who is a client alone gets the client's answer.
  await telegram.say(clients.telegram.en, '/dashboard');
  expect(telegram.chat(clients.telegram.en).messages.at(-1)?.text).not.toContain('dashboard.');
});
