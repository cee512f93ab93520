import { describe, expect, it, vi } from 'vitest';
import type { ConfigError } from '../../src/errors.ts';
import * as telegram from './telegram/fake-telegram.ts';
import * as viber from './viber/fake-viber.ts';

const theirs = 'https://desk.example/webhooks/bot';
const start = async () => undefined;

/** A Telegram whose bot has this webhook, and kinds of update. */
const registeredTelegram = (url: string, kinds?: string[]) => (call: { method: string }) =>
  call.method === 'getWebhookInfo'
    ? telegram.ok({ url, ...(kinds && { allowed_updates: kinds }) })
    : undefined;
const registeredViber = (webhook: string, kinds?: string[]) => (call: { method: string }) =>
  call.method === 'get_account_info'
    ? { status: 0, status_message: 'ok', uri: 'x', webhook, ...(kinds && { event_types: kinds }) }
    : undefined;

describe('the start of Telegram, when another service receives the updates', () => {
  it.each([{}, { webhookUrl: undefined }])(
    'stops with whose they are and the remedies: %j',
    async (options) => {
      const { adapter, api } = await telegram.create(registeredTelegram(theirs), options);
      const error = await telegram.failure(adapter.start(start));
      expect((error as ConfigError).faults).toEqual([
        `Telegram sends this bot's events to ${theirs}, which is neither this service nor RELAY_URL_TELEGRAM: to pass on to it what is not for surveys, set RELAY_URL_TELEGRAM=${theirs}; to take the bot away from it, set TAKE_WEBHOOK=true`,
      ]);
      expect(api.calls.map(({ method }) => method)).not.toContain('setWebhook');
      expect(api.calls.map(({ method }) => method)).not.toContain('deleteWebhook');
    },
  );

  it('shows no token and no query of its address', async () => {
    const address = `https://desk.example/telegram/${telegram.token}?key=hidden-key`;
    const { adapter } = await telegram.create(registeredTelegram(address));
    const [fault] = ((await telegram.failure(adapter.start(start))) as ConfigError).faults;
    expect(fault).toContain('https://desk.example/telegram/');
    expect(fault).toContain("(without its query and the bot's token)");
    expect(fault).not.toMatch(/AAF-secret|hidden-key/);
  });

  it.each([{ relayUrl: theirs }, { takeWebhook: true }])('goes on with %j', async (options) => {
    const { adapter, callsOf } = await telegram.create(registeredTelegram(theirs), options);
    await adapter.start(start);
    expect(callsOf('setWebhook')[0]?.body['url']).toBe(telegram.webhookUrl);
  });

  it.each([
    [
      ['message', 'inline_query'],
      ['message', 'edited_message', 'callback_query', 'my_chat_member', 'inline_query'],
    ],
    [undefined, []],
  ])('asks for what the helpdesk had asked for as well: %j', async (kinds, asked) => {
    const { adapter, callsOf } = await telegram.create(registeredTelegram(theirs, kinds), {
      relayUrl: theirs,
    });
    await adapter.start(start);
    expect(callsOf('setWebhook')[0]?.body['allowed_updates']).toEqual(asked);
  });

  it('keeps to that after a restart, and asks for all where it was alone before', async () => {
    const own = telegram.webhookUrl;
    const ours = ['message', 'edited_message', 'callback_query', 'my_chat_member'];
    for (const [kinds, asked] of [
      [
        [...ours, 'inline_query'],
        [...ours, 'inline_query'],
      ],
      [ours, []],
    ]) {
      const { adapter, callsOf } = await telegram.create(registeredTelegram(own, kinds), {
        relayUrl: theirs,
      });
      await adapter.start(start);
      expect(callsOf('setWebhook')[0]?.body['allowed_updates']).toEqual(asked);
    }
  });
});

describe('what Telegram is asked for', () => {
  const ours = ['message', 'edited_message', 'callback_query', 'my_chat_member'];

  it.each([{ webhookUrl: undefined }, {}])(
    'is all where nobody was registered and only this service had asked: %j',
    async (options) => {
      const { adapter, callsOf } = await telegram.create(registeredTelegram('', ours), {
        relayUrl: theirs,
        ...options,
      });
      await adapter.start(start);
      const method = 'webhookUrl' in options ? 'getUpdates' : 'setWebhook';
      await vi.waitFor(() => expect(callsOf(method)[0]?.body['allowed_updates']).toEqual([]));
      await adapter.stop();
    },
  );

  it.each([{ webhookUrl: undefined }, {}])(
    'is what the helpdesk asked for last, when the bot is taken back from it: %j',
    async (options) => {
      let url = '';
      const kinds = [...ours, 'inline_query'];
      const { adapter, callsOf } = await telegram.create(
        (call) => registeredTelegram(url, url === '' ? kinds : ['message', 'poll_answer'])(call),
        { relayUrl: theirs, takeWebhook: true, ...options },
      );
      await adapter.start(start);
      url = theirs;
      await adapter.checkReceiver?.();
      const method = 'webhookUrl' in options ? 'getUpdates' : 'setWebhook';
      await vi.waitFor(() =>
        expect(callsOf(method).at(-1)?.body['allowed_updates']).toEqual([...ours, 'poll_answer']),
      );
      await adapter.stop();
    },
  );
});

describe('the start of Viber, when another service receives the callbacks', () => {
  it('stops with whose they are and the remedies', async () => {
    const { adapter, callsOf } = await viber.create(registeredViber(theirs));
    const error = await viber.failure(adapter.start(start));
    expect((error as ConfigError).faults).toEqual([
      expect.stringMatching(
        /^Viber sends this bot's events to .* set RELAY_URL_VIBER=.*; .* TAKE_WEBHOOK=true$/,
      ),
    ]);
    expect(callsOf('set_webhook')).toEqual([]);
  });

  it('asks for what the helpdesk had asked for as well', async () => {
    const { adapter, callsOf } = await viber.create(registeredViber(theirs, ['message', 'seen']), 5000, {
      relayUrl: theirs,
    });
    await adapter.start(start);
    expect(callsOf('set_webhook')[0]?.body['event_types']).toEqual([
      'subscribed',
      'unsubscribed',
      'conversation_started',
      'message',
      'failed',
      'seen',
    ]);
  });
});

describe('a look at who receives the events', () => {
  it.each([
    ['the service itself', telegram.webhookUrl, null],
    ['nobody', '', { url: 'nowhere', takenBack: false }],
    [
      'the helpdesk, which took the bot back',
      theirs,
      { url: 'the helpdesk of RELAY_URL_TELEGRAM', takenBack: false },
    ],
    ['a stranger', 'https://other.example/hook', { url: 'https://other.example/hook', takenBack: false }],
  ])('finds %s', async (_who, url, found) => {
    const { adapter } = await telegram.create(registeredTelegram(url), { relayUrl: theirs });
    expect(await adapter.checkReceiver?.()).toEqual(found);
  });

  it('takes the bot back where that is wished for, on both platforms', async () => {
    const one = await telegram.create(registeredTelegram(theirs), { takeWebhook: true });
    expect(await one.adapter.checkReceiver?.()).toEqual({ url: theirs, takenBack: true });
    expect(one.callsOf('setWebhook')).toHaveLength(1);
    const other = await viber.create(registeredViber(theirs), 5000, { takeWebhook: true });
    expect(await other.adapter.checkReceiver?.()).toEqual({ url: theirs, takenBack: true });
    expect(other.callsOf('set_webhook')).toHaveLength(1);
  });
});

describe('what the answer of a helpdesk names', () => {
  it('is called with what it gives', async () => {
    const { adapter, callsOf } = await telegram.create();
    await adapter.carryOut?.({ method: 'sendMessage', chat_id: 552041877, text: 'Hello' });
    expect(callsOf('sendMessage')[0]?.body).toMatchObject({ chat_id: 552041877, text: 'Hello' });
  });

  it.each(['setWebhook', 'deletewebhook', 'getUpdates', 'logOut', 'close', '../getMe', 'toJSON', 7])(
    'is not called when it would take the bot away, or is no call: %s',
    async (method) => {
      const { adapter, api } = await telegram.create();
      const error = await telegram.failure(adapter.carryOut?.({ method }) ?? Promise.resolve());
      expect(error).toMatchObject({ code: 'rejected' });
      expect(api.calls).toEqual([]);
    },
  );
});
