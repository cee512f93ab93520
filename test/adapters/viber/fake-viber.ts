import { recordingLog } from '../../support/log.ts';
import { createHmac } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { createViberAdapter, type ViberOptions } from '../../../adapters/viber/adapter.ts';
import type { ChannelAdapter } from '../../../src/channel.ts';
import { type ApiCall, startFakeApi } from '../../support/fake-api.ts';
import { fixture } from '../../support/fixture.ts';

export const token = 'viber-secret-token';
export const webhookUrl = 'https://bot.example/webhooks/viber';

type Answer = (call: ApiCall) => ReturnType<Parameters<typeof startFakeApi>[0]> | undefined;

/** An adapter whose platform answers as the test says, and well where it says nothing. */
export async function create(
  answer: Answer = () => undefined,
  timeoutMs = 5000,
  options: Partial<ViberOptions> = {},
) {
  const api = await startFakeApi(
    (call) =>
      answer(call) ?? { status: 0, status_message: 'ok', uri: 'after&word', message_token: 5741311803571721 },
  );
  const { log, lines: logs } = recordingLog();
  const adapter = createViberAdapter({
    token,
    apiUrl: `${api.url}/pa/`,
    webhookUrl,
    senderName: 'Afterword, the service of surveys',
    timeoutMs,
    now: () => new Date(0),
    log,
    ...options,
  });
  onTestFinished(async () => {
    await adapter.stop();
    await api.stop();
    expect(logs.join('\n')).not.toContain(token);
  });
  const callsOf = (method: string) => api.calls.filter((call) => call.method === method);
  return { adapter, api, logs, callsOf };
}

export function request(name: string, by: 'header' | 'query' = 'header') {
  const rawBody = fixture(`viber/${name}.json`);
  const signature = createHmac('sha256', token).update(rawBody).digest('hex');
  return by === 'header'
    ? { headers: { 'x-viber-content-signature': signature }, query: {}, rawBody }
    : { headers: {}, query: { sig: signature }, rawBody };
}

export function signed(body: string) {
  const signature = createHmac('sha256', token).update(body).digest('hex');
  return { headers: { 'x-viber-content-signature': signature }, query: {}, rawBody: Buffer.from(body) };
}

export const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
export const send = (adapter: ChannelAdapter) => failure(adapter.send('a==', { text: 'Q' }));
