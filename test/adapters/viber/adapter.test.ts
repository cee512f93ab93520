import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createViberAdapter } from '../../../adapters/viber/adapter.ts';
import type { ChannelAdapter, ClientEvent } from '../../../src/channel.ts';
import { type ConfigError } from '../../../src/errors.ts';
import { type ApiCall, startFakeApi } from '../../support/fake-api.ts';
import { fixture } from '../../support/fixture.ts';
import { recordingLog } from '../../support/log.ts';

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
  const { log, lines: logs } = recordingLog();
  const adapter = createViberAdapter({
    token,
    apiUrl: `${api.url}/pa/`,
    webhookUrl,
    senderName: 'Afterword, the service of surveys',
    timeoutMs,
    now: () => new Date(0),
    log,
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

function signed(body: string) {
  const signature = createHmac('sha256', token).update(body).digest('hex');
  return { headers: { 'x-viber-content-signature': signature }, query: {}, rawBody: Buffer.from(body) };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const send = (adapter: ChannelAdapter) => failure(adapter.send('a==', { text: 'Q' }));

describe('Viber', () => {
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

  it('waits longer after each tooManyRequests, until something is accepted', async () => {
    let status = 12;
    const { adapter } = await create(() => ({ status }));
    const waits = async (times: number, clientId = 'a==') => {
      const all: unknown[] = [];
      for (let i = 0; i < times; i++) {
        const error = await failure(adapter.send(clientId, { text: 'Q' }));
        all.push((error as { retryAfterMs?: number }).retryAfterMs);
      }
      return all;
    };
    expect(await waits(8)).toEqual([10, 20, 40, 80, 160, 320, 600, 600].map((s) => s * 1000));
    status = 0;
    await adapter.send('b==', { text: 'Q' });
    status = 12;
    expect(await waits(2)).toEqual([10_000, 20_000]);
    // Many who are refused at once do not make each other wait.
    const burst = await Promise.all(['c==', 'd==', 'e=='].map((clientId) => waits(1, clientId)));
    expect(burst.flat()).toEqual([10_000, 10_000, 10_000]);
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
    '"message_token":null',
    '"message_token":{}',
    '"status_message":7,"uri":7',
    '"status_message":null',
  ])('does not send again what was accepted in an odd answer: %s', async (odd) => {
    const { adapter } = await create(
      () => (response) => response.writeHead(200, json).end(`{"status":0,${odd}}`),
    );
    expect(await send(adapter)).toBeUndefined();
  });

  it('notices at once that an answer was cut', async () => {
    const { adapter } = await create(
      () => (response) => {
        response.writeHead(200, { ...json, 'content-length': 100 });
        response.write('{"status":0,', () => response.destroy());
      },
      60_000,
    );
    expect(await send(adapter)).toMatchObject({ code: 'network' });
  });

  it('names a message by every digit, in the answer and when it failed', async () => {
    const { adapter } = await create(
      () => (response) =>
        response.writeHead(200, json).end('{"status":0,"message_token":4912661846655238145}'),
    );
    const { messageId } = await adapter.send('a==', { text: 'Q' });
    const seen: ClientEvent[] = [];
    await adapter.start(async (event) => void seen.push(event));
    expect(await adapter.webhook?.(request('failed'))).toEqual({ status: 200 });
    expect(seen).toMatchObject([{ kind: 'failed', messageId }]);
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

  it('welcomes an app too old for keyboards in words', async () => {
    const { adapter } = await create();
    await adapter.start(async () => ({
      text: 'Rate us',
      choices: [[{ label: '⭐', token: 'y', typed: '1' }]],
    }));
    const body = { event: 'conversation_started', message_token: 1, user: { id: 'a==', api_version: 2 } };
    expect((await adapter.webhook?.(signed(JSON.stringify(body))))?.body).toEqual({
      sender: { name: 'Afterword, the service of su' },
      type: 'text',
      text: 'Rate us\n\n1',
    });
  });

  it.each(['{}', '{"event":7}', '{"update_id":"x"}', '{"event":"unsubscribed","message_token":1}'])(
    'lets go with one warning what it cannot read, as Viber would repeat it without end: %s',
    async (body) => {
      const { adapter, logs } = await create();
      await adapter.start(async () => undefined);
      expect(await adapter.webhook?.(signed(body))).toEqual({ status: 200 });
      expect(logs).toEqual([expect.stringContaining('"warn"')]);
    },
  );

  it.each(['', '{', 'null', '[]', '7', '"text"'])('refuses what is no JSON object: %s', async (body) => {
    const { adapter } = await create();
    await adapter.start(async () => undefined);
    expect(await adapter.webhook?.(signed(body))).toEqual({ status: 400 });
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

describe('what is said on Viber but not stored', () => {
  /** An API that answers send_message when the test says so. */
  async function slow() {
    const waiting: Array<() => void> = [];
    const made = await create(
      ({ method }) =>
        method === 'send_message'
          ? (response) => waiting.push(() => response.end('{"status":0,"message_token":1}'))
          : undefined,
      60_000,
    );
    await made.adapter.start(async (event) => ({ text: `for ${event.id}` }));
    const say = (clientId: string, messageToken: number) =>
      made.adapter.webhook?.(
        signed(
          JSON.stringify({
            event: 'message',
            message_token: messageToken,
            sender: { id: clientId },
            message: { type: 'text', text: 'hm' },
          }),
        ),
      );
    const sent = () => made.callsOf('send_message').map(({ body }) => body['text']);
    const answer = () => {
      for (const respond of waiting.splice(0)) respond();
    };
    return { ...made, say, sent, answer };
  }

  it('is never awaited, and one hint is pending per chat', async () => {
    const { say, sent, answer } = await slow();
    for (let i = 1; i <= 20; i++) expect(await say('a==', i)).toEqual({ status: 200 });
    expect(await say('b==', 21)).toEqual({ status: 200 });
    await expect.poll(sent).toEqual(['for 1', 'for 21']);
    answer();
    await expect
      .poll(async () => {
        await say('a==', 22);
        return sent();
      })
      .toEqual(['for 1', 'for 21', 'for 22']);
    answer();
  });

  it('is waited for when the adapter stops', async () => {
    const { adapter, say, sent, answer } = await slow();
    await say('a==', 1);
    await expect.poll(sent).toEqual(['for 1']);
    let stopped = false;
    const stop = adapter.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    answer();
    await stop;
  });

  it('costs the event nothing when it is refused', async () => {
    const { adapter, logs } = await create(({ method }) =>
      method === 'send_message' ? { status: 6 } : undefined,
    );
    await adapter.start(async () => ({ text: 'Hm?' }));
    expect(await adapter.webhook?.(request('text'))).toEqual({ status: 200 });
    await expect.poll(() => logs.join('\n')).toContain('not delivered');
  });
});

describe('what a sender asks right before a request of Viber', () => {
  const choices = [[{ label: '⭐', token: 'y', typed: '1' }]];

  it('comes right before it, and sends nothing when it rejects', async () => {
    const { adapter, callsOf } = await create();
    const order: number[] = [];
    const beforeRequest = async () => void order.push(callsOf('send_message').length);
    await adapter.send('a==', { text: 'Q' }, { beforeRequest });
    const lost = new Error('the lease is lost');
    const error = await failure(
      adapter.send('a==', { text: 'Q' }, { beforeRequest: () => Promise.reject(lost) }),
    );
    expect(error).toBe(lost);
    expect(order).toEqual([0]);
    expect(callsOf('send_message')).toHaveLength(1);
  });

  it.each([13, 14])('is asked again before the words that follow status %i', async (status) => {
    const { adapter, callsOf } = await create(({ body }) => (body['keyboard'] ? { status } : undefined));
    const order: number[] = [];
    const beforeRequest = async () => void order.push(callsOf('send_message').length);
    await adapter.send('a==', { text: 'Rate us', choices }, { beforeRequest });
    expect(order).toEqual([0, 1]);
    const second = callsOf('send_message')[1]?.body;
    expect(second).toMatchObject({ text: 'Rate us\n\n1' });
    expect(second).not.toHaveProperty('keyboard');
    expect(second).not.toHaveProperty('min_api_version');
  });

  it.each([13, 14])('is not asked for ever: words that are refused with %i are rejected', async (status) => {
    const { adapter, callsOf } = await create(() => ({ status }));
    expect(await failure(adapter.send('a==', { text: 'Q', choices }))).toMatchObject({ code: 'rejected' });
    expect(callsOf('send_message')).toHaveLength(2);
    expect(await failure(adapter.send('a==', { text: 'Q' }))).toMatchObject({ code: 'rejected' });
    expect(callsOf('send_message')).toHaveLength(3);
  });
});

describe('the id of a client on Viber', () => {
  it.each(['01234567890A+b/c==', 'abc_def-1='])('may be %j', async (id) => {
    expect((await create()).adapter.clientIdFault(id)).toBeNull();
  });

  it.each(['', ' ', '@olena x', '@olena', 'a b', 'a'.repeat(129), 'abc==\n', '\nabc==', 'олена'])(
    'can never be %j',
    async (id) => {
      expect((await create()).adapter.clientIdFault(id)).toContain('not the id of a Viber user');
    },
  );
});
