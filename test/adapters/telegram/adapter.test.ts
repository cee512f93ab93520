import { describe, expect, it, onTestFinished } from 'vitest';
import { createTelegramAdapter } from '../../../adapters/telegram/adapter.ts';
import type { OnEvent } from '../../../src/channel.ts';
import type { ConfigError } from '../../../src/errors.ts';
import { createTelegramHarness } from '../../support/channels.ts';
import { fixture } from '../../support/fixture.ts';
import { create, failure, ok, refused, token, webhookUrl } from './fake-telegram.ts';

describe('Telegram', () => {
  it('hears again within a few seconds of a poll that was cut', async () => {
    let polls = 0;
    const { adapter } = await create(
      ({ method }) => {
        if (method !== 'getUpdates') return undefined;
        polls += 1;
        if (polls > 1) return () => {};
        return (response) => {
          const body = JSON.stringify(ok([JSON.parse(String(fixture('telegram/text.json')))]));
          response.writeHead(200, { 'content-length': body.length, 'content-type': 'application/json' });
          response.write(body.slice(0, 20), () => response.destroy());
        };
      },
      { webhookUrl: undefined },
    );
    await adapter.start(async () => undefined);
    await expect.poll(() => polls, { timeout: 5_000 }).toBe(2);
  });

  it('registers the webhook with a secret that does not give the token away', async () => {
    const { adapter, callsOf } = await create();
    await adapter.start(async () => undefined);
    expect(callsOf('setWebhook')[0]?.body).toEqual({
      url: webhookUrl,
      secret_token: expect.stringMatching(/^[\da-f]{64}$/),
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    expect(adapter.link('d1')).toBe('https://t.me/afterword_bot?start=d1');
  });

  it('tells once of another process that polls, and goes on when that one stops', async () => {
    const harness = await createTelegramHarness('polling')({});
    const { adapter, platform, clients, logs } = harness;
    onTestFinished(() => harness.stop());
    const clientIds: string[] = [];
    const take: OnEvent = async (event) => {
      clientIds.push(event.clientId);
      return undefined;
    };
    const other = createTelegramAdapter({
      token: harness.token,
      apiRoot: platform.apiUrl,
      now: () => new Date(0),
    });
    await adapter.start(take);
    await platform.open(clients[0]);
    await other.start(take);
    await expect.poll(() => logs.length).toBeGreaterThan(0);
    await other.stop();
    await platform.open(clients[1]);
    expect(clientIds).toEqual(clients);
    const complaints = logs.filter((line) => line.includes('Conflict'));
    expect(complaints).toEqual([expect.stringContaining('PUBLIC_URL')]);
  });

  it('removes the webhook before it polls, and has none then', async () => {
    const { adapter, api } = await create(({ method }) => (method === 'getUpdates' ? () => {} : undefined), {
      webhookUrl: undefined,
    });
    await adapter.start(async () => undefined);
    expect(api.calls.map((call) => call.method).slice(0, 3)).toEqual([
      'getMe',
      'getWebhookInfo',
      'deleteWebhook',
    ]);
    expect('webhook' in adapter).toBe(false);
  });

  it('says that PUBLIC_URL is at fault when the webhook is refused', async () => {
    const { adapter } = await create(({ method }) =>
      method === 'setWebhook' ? refused(400, 'Bad Request: bad webhook: Failed to resolve host') : undefined,
    );
    const error = await failure(adapter.start(async () => undefined));
    expect((error as ConfigError).faults).toEqual([expect.stringMatching(/^PUBLIC_URL .*resolve host/)]);
  });

  it.each([refused(401, 'Unauthorized'), refused(404, 'Not Found')])(
    'says that TELEGRAM_BOT_TOKEN is at fault: $error_code',
    async (answer) => {
      const { adapter } = await create(({ method }) => (method === 'getMe' ? answer : undefined));
      const error = await failure(adapter.start(async () => undefined));
      expect((error as ConfigError).faults).toEqual([expect.stringContaining('TELEGRAM_BOT_TOKEN')]);
    },
  );

  it.each(['getMe', 'setWebhook'])('blames no variable for a fault of the network: %s', async (broken) => {
    const { adapter } = await create(({ method }) =>
      method === broken ? refused(502, 'Bad Gateway') : undefined,
    );
    expect(await failure(adapter.start(async () => undefined))).toMatchObject({ code: 'network' });
  });

  it('gives away neither the token nor the secret of the webhook that a proxy sends back', async () => {
    const { adapter, logs, callsOf } = await create((call) =>
      call.method === 'setWebhook' ? refused(502, `bad: ${JSON.stringify(call)}`) : undefined,
    );
    const error = await failure(adapter.start(async () => undefined));
    const sent = callsOf('setWebhook')[0]?.body as { secret_token: string } | undefined;
    const secret = sent?.secret_token ?? '';
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    for (const given of [secret, token]) expect([String(error), ...logs].join('\n')).not.toContain(given);
  });
});
