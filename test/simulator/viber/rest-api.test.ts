import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  authToken,
  client,
  simulator,
  bot,
  callRaw,
  call,
  message,
  send,
  events,
  useViber,
} from './world.ts';

useViber();

describe('the REST API', () => {
  it('tells a wrong token and a missing one', async () => {
    expect(await call('get_account_info', {}, 'wrong')).toEqual({
      status: 2,
      status_message: 'invalidAuthToken',
    });
    expect(await call('get_account_info', {}, null)).toEqual({
      status: 2,
      status_message: 'missing_auth_token',
    });
    expect(await call('get_account_info', { auth_token: authToken }, null)).toMatchObject({
      status: 0,
      webhook: bot.url,
      subscribers_count: 3,
    });
  });

  it('refuses what is not a JSON object', async () => {
    expect(JSON.parse(await callRaw('send_message', '{'))).toMatchObject({ status: 3 });
    expect(JSON.parse(await callRaw('send_message', '[]'))).toMatchObject({ status: 3 });
  });
});

describe('set_webhook', () => {
  it('calls the webhook at once, signed, and fails when it does not answer 200', async () => {
    expect(bot.received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = bot.received;
    expect(JSON.parse(body)).toMatchObject({ event: 'webhook' });
    expect(headers['x-viber-content-signature']).toBe(
      createHmac('sha256', authToken).update(body).digest('hex'),
    );
    bot.statuses.push(500);
    expect(await call('set_webhook', { url: bot.url })).toMatchObject({ status: 1 });
    expect(await call('set_webhook', { url: 'http://example.org/' })).toMatchObject({ status: 1 });
    expect(await call('set_webhook', {})).toMatchObject({ status: 4 });
  });

  it('sends the events that were asked for and those that nobody can refuse', async () => {
    expect(await call('set_webhook', { url: bot.url, event_types: ['seen'] })).toMatchObject({
      event_types: ['message', 'subscribed', 'unsubscribed', 'seen'],
    });
    expect(await simulator.viber.open(client)).toBe(200);
    expect(events()).toEqual([]);
  });

  it('with an empty address ends the conversation', async () => {
    await call('set_webhook', { url: '' });
    expect(await send()).toMatchObject({ status: 10 });
    expect(await simulator.viber.say(client, 'anybody?')).toBe(0);
  });
});

describe('faults', () => {
  const raw = (): Promise<Response> =>
    fetch(`${simulator.viber.apiUrl}/send_message`, {
      method: 'POST',
      headers: { 'x-viber-auth-token': authToken },
      body: JSON.stringify(message()),
    });

  it('are met by the next requests', async () => {
    simulator.viber.fail({ kind: 'rate_limit', retryAfterSeconds: 7 });
    expect(await send()).toMatchObject({ status: 12 });
    simulator.viber.fail({ kind: 'server_error' });
    expect((await raw()).status).toBe(500);
    simulator.viber.fail({ kind: 'empty' });
    expect(await (await raw()).text()).toBe('');
    simulator.viber.fail({ kind: 'cut' });
    await expect(raw().then((response) => response.text())).rejects.toThrow();
    expect(await send()).toMatchObject({ status: 0 });
  });
});
