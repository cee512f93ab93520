import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { SimulatedPlatform } from '../simulator/platform.ts';
import { botTexts } from './support/service.ts';
import {
  apiKey,
  type ServiceWithTokens,
  startWithTokens,
  telegramToken,
  viberToken,
} from './support/running/with-tokens.ts';

async function rate(
  { service, clock }: Pick<ServiceWithTokens, 'service' | 'clock'>,
  platform: SimulatedPlatform,
  clientId: string,
): Promise<void> {
  platform.addClient({ clientId, name: 'Client', locale: 'uk-UA' });
  await platform.open(clientId);
  await platform.say(clientId, 'Добрий день');
  // Nobody is asked within a minute of what they wrote.
  clock.set(60_000);
  const response = await fetch(`${service.url}/api/v1/dialogues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: platform.name, clientId, externalId: 'T-1' }),
  });
  expect(response.status).toBe(201);
  await service.app.outbox.idle();
  expect(await platform.tap(clientId, '⭐⭐⭐⭐⭐')).toBe(200);
  await service.app.outbox.idle();
  expect(botTexts(platform.chat(clientId)).at(-1)).toBe(
    'Дякуємо! Залиште, будь ласка, коментар до своєї оцінки',
  );
}

it('without PUBLIC_URL Telegram is served by long polling', async () => {
  const { service, platforms, logs, clock } = await startWithTokens({});
  expect(service.simulator).toBeNull();
  expect(service.channels.map((channel) => [channel.name, 'webhook' in channel])).toEqual([
    ['telegram', false],
  ]);
  await rate({ service, clock }, platforms.telegram, '5');
  expect((await fetch(`${service.url}/webhooks/telegram`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${service.url}/simulator/`)).status).toBe(404);
  expect(logs.join()).not.toContain(telegramToken);
});

it('with PUBLIC_URL both platforms are served by their webhooks', async () => {
  const { service, platforms, logs, clock } = await startWithTokens({
    PUBLIC_URL: 'http://127.0.0.1:{port}',
    VIBER_AUTH_TOKEN: viberToken,
    VIBER_API_URL: '{viber}',
  });
  await rate({ service, clock }, platforms.telegram, '5');
  await rate({ service, clock }, platforms.viber, 'client==');
  expect((await fetch(`${service.url}/webhooks/telegram`, { method: 'POST' })).status).toBe(401);
  expect(logs.join()).not.toContain(telegramToken);
  expect(logs.join()).not.toContain(viberToken);
});

it('a platform that is away or hangs holds up neither the other one nor the API', async () => {
  const away = createServer((socket) => void socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void away.close());
  const { port: hanging } = away.address() as AddressInfo;
  for (const apiRoot of [`http://127.0.0.1:${hanging}`, 'http://127.0.0.1:9']) {
    const { service, platforms, clock } = await startWithTokens({
      PUBLIC_URL: 'http://127.0.0.1:{port}',
      TELEGRAM_API_ROOT: apiRoot,
      VIBER_AUTH_TOKEN: viberToken,
      VIBER_API_URL: '{viber}',
    });
    await rate({ service, clock }, platforms.viber, 'client==');
    const ready = await fetch(`${service.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'degraded', channels: { telegram: expect.stringMatching(/^starting: /), viber: 'started' } },
    ]);
    await service.stop();
  }
});

it('a platform that answers 502 at the start is tried again', async () => {
  const { service, platforms, clock } = await startWithTokens(
    {},
    { before: (started) => started.telegram.fail({ kind: 'server_error' }) },
  );
  const states = async () =>
    ((await (await fetch(`${service.url}/readyz`)).json()) as { status: string }).status;
  expect(await states()).toBe('degraded');
  await vi.waitFor(async () => expect(await states()).toBe('ready'), { timeout: 15_000, interval: 100 });
  await rate({ service, clock }, platforms.telegram, '5');
});

it('a wrong token stops the start with the name of its variable', async () => {
  await expect(
    startWithTokens({ TELEGRAM_BOT_TOKEN: '7012345678:AAF-wrong_0123456789abcdefghijkl' }),
  ).rejects.toThrow(/TELEGRAM_BOT_TOKEN/);
});
