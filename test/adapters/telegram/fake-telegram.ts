import { recordingLog } from '../../support/log.ts';
import { expect, onTestFinished } from 'vitest';
import { createTelegramAdapter, type TelegramOptions } from '../../../adapters/telegram/adapter.ts';
import type { ChannelAdapter, OnEvent } from '../../../src/channel.ts';
import { type ApiCall, startFakeApi } from '../../support/fake-api.ts';
import { fixture } from '../../support/fixture.ts';

export const token = '7012345678:AAF-secret';
export const webhookUrl = 'https://bot.example/webhooks/telegram';
export const ok = (result: unknown = true) => ({ ok: true, result });
export const refused = (error_code: number, description: string, parameters?: object) => ({
  ok: false,
  error_code,
  description,
  ...(parameters && { parameters }),
});

type Answer = (call: ApiCall) => ReturnType<Parameters<typeof startFakeApi>[0]> | undefined;

/** An adapter whose platform answers as the test says, and well where it says nothing. */
export async function create(answer: Answer = () => undefined, options: Partial<TelegramOptions> = {}) {
  const api = await startFakeApi(
    (call) =>
      answer(call) ??
      (call.method === 'getMe'
        ? ok({ id: 7012345678, is_bot: true, first_name: 'A', username: 'afterword_bot' })
        : call.method.startsWith('send')
          ? ok({ message_id: 41, date: 1, chat: { id: 1, type: 'private' } })
          : ok()),
  );
  const { log, lines: logs } = recordingLog();
  const adapter = createTelegramAdapter({
    token,
    apiRoot: `${api.url}/`,
    webhookUrl,
    perChatMs: 0,
    globalMs: 0,
    now: () => new Date(0),
    log,
    ...options,
  });
  onTestFinished(async () => {
    await adapter.stop();
    await api.stop();
    expect(logs.join('\n')).not.toContain('AAF-secret');
  });
  const callsOf = (method: string) => api.calls.filter((call) => call.method === method);
  return { adapter, api, logs, callsOf };
}

/** Starts the adapter and posts a recorded update to its webhook, with the secret that it registered. */
export async function deliver(
  { adapter, callsOf }: { adapter: ChannelAdapter; callsOf: (method: string) => ApiCall[] },
  name: string,
  onEvent: OnEvent,
) {
  await adapter.start(onEvent);
  return await adapter.webhook?.({
    headers: { 'x-telegram-bot-api-secret-token': String(callsOf('setWebhook')[0]?.body['secret_token']) },
    query: {},
    rawBody: fixture(`telegram/${name}.json`),
  });
}

export const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
