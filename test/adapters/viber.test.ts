import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createViberAdapter } from '../../adapters/viber.ts';
import type { ChannelAdapter } from '../../src/channel.ts';
import { type ConfigError } from '../../src/errors.ts';
import { type ApiCall, startFakeApi } from '../support/fake-api.ts';
import { fixture } from '../support/fixture.ts';

const token = 'viber-secret-token';
const webhookUrl = 'https://bot.example/webhooks/viber';

type Answer = (call: ApiCall) => ReturnType<Parameters<typeof startFakeApi>[0]> | undefined;

const stops: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An adapter whose platform answers as the test says, and well where it says nothing. */
async function create(answer: Answer = () => undefined, timeoutMs = 5000) {
  const api = await startFakeApi(
    (call) =>
      answer(call) ?? { status: 0, status_message: 'ok', uri: 'after&word', message_token: 5741311803571721 },
  );
  const logs: string[] = [];
  const adapter = createViberAdapter({
    token,
    apiUrl: `${api.url}/pa/`,
    webhookUrl,
    senderName: 'Afterword, the service of surveys',
    timeoutMs,
    now: () => new Date(0),
    log: (...entry) => logs.push(JSON.stringify(entry)),
  });
  stops.push(async () => {
    await adapter.stop();
    await api.stop();
    expect(logs.join('\n')).not.toContain(token);
  });
  const callsOf = (method: string) => api.calls.filter((call) => call.method === method);
  return { adapter, api, logs, callsOf };
}

function request(name: string, by: 'header' | 'query' = 'header') {
  const rawBody = fixture(`viber/${name}.json`);
  const signature = createHmac('sha256', token).update(rawBody).digest('hex');
  return by === 'header'
    ? { headers: { 'x-viber-content-signature': signature }, query: {}, rawBody }
    : { headers: {}, query: { sig: signature }, rawBody };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const send = (adapter: ChannelAdapter) => failure(adapter.send('a==', { text: 'Q' }));

describe('Viber', () => {
  it('answers a webhook before what is said in reply has been delivered', async () => {
    const { adapter, callsOf } = await create(({ method }) =>
      method === 'send_message' ? () => {} : undefined,
    );
    await adapter.start(async () => ({ text: 'a hint' }));
    expect(await adapter.webhook?.(request('text'))).toEqual({ status: 200 });
    expect(await adapter.webhook?.(request('text'))).toEqual({ status: 200 });
    await expect.poll(() => callsOf('send_message').length).toBe(1);
  });

  it.each([13, 14])('asks in words where the app cannot show buttons: status %i', async (status) => {
    const { adapter, callsOf } = await create(({ body }) => ('keyboard' in body ? { status } : undefined));
    const stars = [5, 4].map((n) => [{ label: '⭐'.repeat(n), token: `t${n}`, typed: String(n) }]);
    const choices = [...stars, [{ label: 'Skip', token: 's' }]];
    await adapter.send('a==', { text: 'Please rate', choices });
    const sent = callsOf('send_message').map(({ body }) => body);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject({ text: 'Please rate\n\n5, 4, Skip' });
    expect(sent[1]).not.toHaveProperty('keyboard');
    expect(sent[1]).not.toHaveProperty('min_api_version');
  });

  it('gives up what the app cannot show in words either', async () => {
    const { adapter, callsOf } = await create(({ method }) =>
      method === 'send_message' ? { status: 13 } : undefined,
    );
    expect(await send(adapter)).toMatchObject({ code: 'rejected' });
    expect(callsOf('send_message')).toHaveLength(2);
  });

  it('waits longer each time when Viber wants fewer requests, until one is taken', async () => {
    let busy = true;
    const { adapter } = await create(() => (busy ? { status: 12 } : undefined));
    const waits: unknown[] = [];
    for (let index = 0; index < 9; index++) {
      waits.push(((await send(adapter)) as { retryAfterMs?: number }).retryAfterMs);
    }
    expect(waits.slice(0, 3)).toEqual([10_000, 20_000, 40_000]);
    expect(waits.at(-1)).toBe(600_000);
    busy = false;
    expect(await send(adapter)).toBeUndefined();
    busy = true;
    expect(await send(adapter)).toMatchObject({ retryAfterMs: 10_000 });
  });

  it('registers the webhook with the events that it reads, and asks for names', async () => {
    const { adapter, callsOf } = await create();
    await adapter.start(async () => undefined);
    expect(callsOf('set_webhook')[0]?.body).toMatchObject({
      url: webhookUrl,
      event_types: ['subscribed', 'unsubscribed', 'conversation_started', 'message', 'failed'],
      send_name: true,
    });
    expect(adapter.link('d&1')).toBe('viber://pa?chatURI=after%26word&context=d%261');
  });

  it.each([
    ['get_account_info', 2, 'VIBER_AUTH_TOKEN'],
    ['set_webhook', 1, 'PUBLIC_URL'],
  ])('names the variable at fault: %s, status %i', async (broken, status, variable) => {
    const { adapter } = await create(({ method }) => (method === broken ? { status } : undefined));
    const error = await failure(adapter.start(async () => undefined));
    expect((error as ConfigError).faults).toEqual([expect.stringContaining(variable)]);
  });

  it.each(['get_account_info', 'set_webhook'])(
    'blames no variable for a general error: %s',
    async (broken) => {
      const { adapter } = await create(({ method }) => (method === broken ? { status: 999 } : undefined));
      expect(await failure(adapter.start(async () => undefined))).toMatchObject({ code: 'network' });
    },
  );

  it('sends a text with its sender and, only when it has one, its keyboard', async () => {
    const { adapter, callsOf } = await create();
    const sent = await adapter.send('a==', { text: 'Q', choices: [[{ label: 'Yes', token: 'y' }]] });
    expect(sent).toEqual({ messageId: '5741311803571721' });
    await adapter.send('a==', { text: 'Thanks' });
    const [first, second] = callsOf('send_message').map((call) => call.body);
    expect(first).toMatchObject({
      receiver: 'a==',
      type: 'text',
      text: 'Q',
      sender: { name: 'Afterword, the service of su' },
      min_api_version: 6,
      keyboard: { Buttons: [{ Text: 'Yes', ActionBody: '#tap:y' }] },
    });
    expect(second).toMatchObject({ text: 'Thanks' });
    expect(second).not.toHaveProperty('keyboard');
    expect(second).not.toHaveProperty('min_api_version');
  });

  it.each([
    [1, 'rejected'],
    [2, 'unauthorized'],
    [3, 'rejected'],
    [4, 'rejected'],
    [5, 'unreachable'],
    [6, 'unreachable'],
    [7, 'unauthorized'],
    [9, 'unauthorized'],
    [10, 'network'],
    [11, 'unreachable'],
    [12, 'rate_limited'],
    [13, 'rejected'],
    [14, 'rejected'],
    [-1, 'network'],
    [999, 'network'],
  ])('understands a refusal inside HTTP 200: status %i is %s', async (status, code) => {
    const { adapter } = await create(() => ({ status, status_message: `no, ${token}` }));
    const error = (await send(adapter)) as Error;
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(`send_message: ${status} no, ***`),
    });
  });

  it('says how long to wait, and which token to set', async () => {
    const { adapter } = await create(({ body }) => ({ status: body['text'] === 'Q' ? 12 : 2 }));
    expect(await send(adapter)).toMatchObject({ retryAfterMs: 10_000 });
    const error = await failure(adapter.send('a==', { text: 'x' }));
    expect(error).toMatchObject({ message: expect.stringContaining('VIBER_AUTH_TOKEN') });
  });

  const json = { 'content-type': 'application/json' };
  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['an array', '[]'],
    ['a status that is none', '{"status":""}'],
    ['half an answer', '{"status":'],
    ['a page', '<html>Bad Gateway</html>'],
  ])('takes an answer that is none for a fault of the network: %s', async (_, body) => {
    const { adapter } = await create(() => (response) => response.writeHead(200, json).end(body), 100);
    expect(await send(adapter)).toMatchObject({ code: 'network' });
  });

  it.each([
    ['no answer', () => undefined],
    ['a connection that breaks', (response: { destroy(): unknown }) => response.destroy()],
  ])('takes %s for a fault of the network', async (_, answer) => {
    const { adapter } = await create(() => answer, 100);
    expect(await send(adapter)).toMatchObject({ code: 'network' });
  });

  it('keeps the token out of an error when nobody is there', async () => {
    const { adapter, api } = await create();
    await api.stop();
    const error = (await send(adapter)) as Error;
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(token);
  });

  it('welcomes in the response to conversation_started, and sends nothing else', async () => {
    const { adapter, callsOf } = await create();
    await adapter.start(async () => ({
      title: 'Hello',
      text: 'Rate us',
      choices: [[{ label: 'Yes', token: 'y' }]],
    }));
    expect(await adapter.webhook?.(request('conversation-started'))).toEqual({
      status: 200,
      body: {
        sender: { name: 'Afterword, the service of su' },
        type: 'text',
        text: '*Hello*\nRate us',
        min_api_version: 6,
        keyboard: expect.objectContaining({ Type: 'keyboard' }),
      },
    });
    expect(callsOf('send_message')).toEqual([]);
  });

  it('takes a signature from the query too', async () => {
    const { adapter } = await create();
    const texts: string[] = [];
    await adapter.start(async (event) => {
      if (event.kind === 'text') texts.push(event.id);
      return undefined;
    });
    expect(await adapter.webhook?.(request('text', 'query'))).toEqual({ status: 200 });
    expect(texts).toEqual(['4912661846655238146']);
  });

  it('gives each of many clients at once the welcome that is theirs', async () => {
    const { adapter } = await create();
    await adapter.start(async (event) => {
      await new Promise((resolve) => setImmediate(resolve));
      return { text: `for ${event.clientId}` };
    });
    const ids = Array.from({ length: 20 }, (_, i) => `client-${i}`);
    const welcomes = await Promise.all(
      ids.map(async (id) => {
        const rawBody = Buffer.from(
          JSON.stringify({ event: 'conversation_started', message_token: 1, user: { id } }),
        );
        const signature = createHmac('sha256', token).update(rawBody).digest('hex');
        const headers = { 'x-viber-content-signature': signature };
        return (await adapter.webhook?.({ headers, query: {}, rawBody }))?.body;
      }),
    );
    expect(welcomes).toMatchObject(ids.map((id) => ({ text: `for ${id}` })));
  });
});
