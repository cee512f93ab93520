import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramAdapter, type TelegramOptions } from '../../../adapters/telegram/adapter.ts';
import type { ChannelAdapter, OnEvent } from '../../../src/channel.ts';
import { ChannelError, ConfigError, StoreError } from '../../../src/errors.ts';
import { type ApiCall, startFakeApi } from '../../support/fake-api.ts';
import { createTelegramHarness } from '../../support/channels.ts';
import { fixture } from '../../support/fixture.ts';
import { recordingLog } from '../../support/log.ts';

const token = '7012345678:AAF-secret';
const webhookUrl = 'https://bot.example/webhooks/telegram';
const ok = (result: unknown = true) => ({ ok: true, result });
const refused = (error_code: number, description: string, parameters?: object) => ({
  ok: false,
  error_code,
  description,
  ...(parameters && { parameters }),
});

type Answer = (call: ApiCall) => ReturnType<Parameters<typeof startFakeApi>[0]> | undefined;

const stops: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An adapter whose platform answers as the test says, and well where it says nothing. */
async function create(answer: Answer = () => undefined, options: Partial<TelegramOptions> = {}) {
  const api = await startFakeApi(
    (call) =>
      answer(call) ??
      (call.method === 'getMe'
        ? ok({ id: 7012345678, is_bot: true, first_name: 'A', username: 'afterword_bot' })
        : call.method === 'sendMessage'
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
  stops.push(async () => {
    await adapter.stop();
    await api.stop();
    expect(logs.join('\n')).not.toContain('AAF-secret');
  });
  const callsOf = (method: string) => api.calls.filter((call) => call.method === method);
  return { adapter, api, logs, callsOf };
}

/** Starts the adapter and posts a recorded update to its webhook, with the secret that it registered. */
async function deliver(
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

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('Telegram', () => {
  it('answers a webhook before what is said in reply has been delivered', async () => {
    const channel = await create(({ method }) => (method === 'sendMessage' ? () => {} : undefined), {
      timeoutMs: 60_000,
    });
    expect(await deliver(channel, 'text', async () => ({ text: 'a hint' }))).toEqual({ status: 200 });
    const { update_id: _id, ...text } = JSON.parse(String(fixture('telegram/text.json')));
    const again = { update_id: 1, ...text };
    for (let index = 0; index < 5; index++) {
      again.update_id += 1;
      await channel.adapter.webhook?.({
        headers: {
          'x-telegram-bot-api-secret-token': String(channel.callsOf('setWebhook')[0]?.body['secret_token']),
        },
        query: {},
        rawBody: Buffer.from(JSON.stringify(again)),
      });
    }
    await expect.poll(() => channel.callsOf('sendMessage').length).toBe(1);
  });

  it('asks whether a message may still go right before it goes, and passes on why not', async () => {
    const { adapter, callsOf } = await create();
    const reason = new Error('taken over');
    const beforeRequest = async () => {
      expect(callsOf('sendMessage')).toHaveLength(0);
      throw reason;
    };
    expect(await failure(adapter.send('1', { text: 'Q' }, { beforeRequest }))).toBe(reason);
    expect(callsOf('sendMessage')).toHaveLength(0);
  });

  it('sends into a thread, and into the chat when the thread is gone', async () => {
    const { adapter, callsOf } = await create(({ method, body }) =>
      method === 'sendMessage' && body['message_thread_id'] === 8
        ? refused(400, 'Bad Request: message thread not found')
        : undefined,
    );
    await adapter.send('1', { text: 'Q', thread: '7' });
    await adapter.send('1', { text: 'Q', thread: '8' });
    expect(callsOf('sendMessage').map(({ body }) => body['message_thread_id'])).toEqual([7, 8, undefined]);
  });

  it('passes on that an edit has to wait', async () => {
    const { adapter } = await create(() =>
      refused(429, 'Too Many Requests: retry after 4', { retry_after: 4 }),
    );
    expect(await failure(adapter.edit!('1', '41', { text: 'Q' }))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 4_000,
    });
  });

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
    stops.push(harness.stop);
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
    expect(api.calls.map((call) => call.method).slice(0, 2)).toEqual(['getMe', 'deleteWebhook']);
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

  it('sends HTML without previews, to the number of the chat', async () => {
    const { adapter, callsOf } = await create();
    const choices = [[{ label: 'Yes', token: 'y' }]];
    expect(await adapter.send('552041877', { title: 'T', text: '<i>', choices })).toEqual({
      messageId: '41',
    });
    await adapter.edit?.('552041877', '41', { text: 'done' });
    const common = { chat_id: 552041877, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
    expect(callsOf('sendMessage')[0]?.body).toEqual({
      ...common,
      text: '<b>T</b>\n&lt;i&gt;',
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] },
    });
    expect(callsOf('editMessageText')[0]?.body).toEqual({ ...common, message_id: 41, text: 'done' });
  });

  describe('a tap', () => {
    const answers = (callsOf: (method: string) => ApiCall[]) =>
      callsOf('answerCallbackQuery').map((call) => call.body);
    const query = '2371001810372459273';

    it('is answered with the reply', async () => {
      const channel = await create();
      const response = await deliver(channel, 'tap', async () => ({ text: '🌟'.repeat(150) }));
      expect(response).toEqual({ status: 200 });
      await expect
        .poll(() => answers(channel.callsOf))
        .toEqual([{ callback_query_id: query, text: `${'🌟'.repeat(99)}…` }]);
    });

    it('is answered when there is nothing to say', async () => {
      const channel = await create();
      await deliver(channel, 'tap', async () => undefined);
      await expect.poll(() => answers(channel.callsOf)).toEqual([{ callback_query_id: query }]);
    });

    it('is answered and asked for again when it could not be saved', async () => {
      const channel = await create();
      const response = await deliver(channel, 'tap', async () => {
        throw new StoreError('down');
      });
      expect(response).toEqual({ status: 503 });
      await expect.poll(() => answers(channel.callsOf)).toEqual([{ callback_query_id: query }]);
    });

    it('is answered when it means nothing to us', async () => {
      const channel = await create();
      expect(await deliver(channel, 'tap-game', async () => undefined)).toEqual({ status: 200 });
      await expect
        .poll(() => answers(channel.callsOf))
        .toEqual([{ callback_query_id: '2371001810372459275' }]);
    });

    it('is done also when the answer comes too late', async () => {
      const channel = await create(({ method }) =>
        method === 'answerCallbackQuery' ? refused(400, 'Bad Request: query is too old') : undefined,
      );
      expect(await deliver(channel, 'tap', async () => undefined)).toEqual({ status: 200 });
      await expect.poll(() => channel.logs.join()).toContain('query is too old');
    });
  });

  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'unreachable'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'unreachable'],
    [400, 'Bad Request: chat not found', 'unreachable'],
    [400, 'Bad Request: user is deactivated', 'unreachable'],
    [400, 'Bad Request: PEER_ID_INVALID', 'unreachable'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'rejected'],
    [400, "Bad Request: can't parse entities", 'rejected'],
    [401, 'Unauthorized', 'unauthorized'],
    [409, 'Conflict: terminated by other getUpdates request', 'rejected'],
    [500, 'Internal Server Error', 'network'],
    [502, 'Bad Gateway', 'network'],
  ])('understands a refusal: %i %s', async (code, description, expected) => {
    const { adapter } = await create(() => refused(code, description));
    const error = await failure(adapter.send('1', { text: 'Q' }));
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(description) });
  });

  it.each([
    ['null', 'null'],
    ['a page', '<html>Bad Gateway</html>'],
    ['half an answer', '{"ok":tr'],
  ])('takes an answer that is none for a fault of the network: %s', async (_, body) => {
    const { adapter } = await create(() => (response) => response.end(body));
    expect(await failure(adapter.send('1', { text: 'Q' }))).toMatchObject({ code: 'network' });
  });

  it('keeps the token out of an error when nobody is there', async () => {
    const { adapter, api } = await create();
    await api.stop();
    const error = (await failure(adapter.send('1', { text: 'Q' }))) as Error;
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('AAF-secret');
  });

  it('is given no message while the platform wants to be left alone', async () => {
    let limits = 1;
    const { adapter, callsOf } = await create(() =>
      limits-- > 0 ? refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 }) : undefined,
    );
    expect(await failure(adapter.send('1', { text: 'Q' }))).toMatchObject({ retryAfterMs: 35_000 });
    const held = await failure(adapter.send('2', { text: 'Q' }));
    expect(held).toMatchObject({ code: 'rate_limited' });
    expect((held as ChannelError).retryAfterMs).toBeGreaterThan(30_000);
    expect(callsOf('sendMessage')).toHaveLength(1);
  });

  it.each(['editMessageText', 'answerCallbackQuery'])(
    'sends messages also while %s is limited',
    async (limited) => {
      const channel = await create(({ method }) =>
        method === limited
          ? refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 })
          : undefined,
      );
      await deliver(channel, 'tap', async () => undefined);
      await expect.poll(() => channel.callsOf('answerCallbackQuery')).toHaveLength(1);
      const edits = await failure(Promise.resolve(channel.adapter.edit?.('1', '41', { text: 'Q' })));
      if (limited === 'editMessageText') expect(edits).toMatchObject({ retryAfterMs: 35_000 });
      await channel.adapter.send('1', { text: 'Q' });
      expect(channel.callsOf('sendMessage')).toHaveLength(1);
    },
  );

  it('leaves a long limit to those who can wait', async () => {
    const { adapter, callsOf } = await create(() =>
      refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 }),
    );
    const error = await failure(adapter.send('1', { text: 'Q' }));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 35_000 });
    expect(callsOf('sendMessage')).toHaveLength(1);
  });

  it.each([
    ['one chat', { perChatMs: 30 }, ['1', '1', '1', '1'], [0, 30, 60, 90]],
    ['all chats', { globalMs: 30 }, ['1', '2', '3', '4', '5', '6'], [0, 0, 0, 30, 60, 90]],
  ])('keeps its distance between messages to %s', async (_, options, clients, expected) => {
    let time = 0;
    const times: number[] = [];
    const { adapter } = await create(
      () => {
        times.push(time);
        return undefined;
      },
      { ...options, pace: { monotonic: () => time, wait: async (ms) => void (time += ms) } },
    );
    for (const client of clients) await adapter.send(client, { text: 'Q' });
    expect(times).toEqual(expected);
  });
});
