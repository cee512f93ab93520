import { describe, expect, it } from 'vitest';
import type { SimulatedPlatform } from '../../simulator/platform.ts';
import type { ChannelAdapter, ClientEvent, OnEvent } from '../../src/channel.ts';
import { ChannelError, ConfigError, StoreError } from '../../src/errors.ts';

/** An adapter that talks to a simulated platform. */
export interface ChannelHarness {
  adapter: ChannelAdapter;
  platform: SimulatedPlatform;
  /** Two people who have not opened the chat yet; the first speaks Ukrainian. */
  clients: [olena: string, tom: string];
  /** The adapter's webhook, with the headers that the platform would sign `body` with. */
  webhook: { url: string; sign: (body: string) => Record<string, string> };
  /** A callback of a kind that the adapter does not know. */
  unknownEvent: string;
  /** Everything that was logged, as text. */
  logs: string[];
  token: string;
  /** The environment variable that holds the token. */
  tokenVariable: string;
  /** How a button's data is sent to the platform. */
  buttonData: (token: string) => string;
  stop: () => Promise<void>;
}

export interface HarnessOptions {
  /** Milliseconds that one call may take. */
  timeoutMs?: number;
  /** The adapter has a token that the platform does not know. */
  wrongToken?: boolean;
}

interface Skip {
  test: string;
  reason: string;
}

const texts = [
  'Дякую! 👩‍👩‍👧 ⭐⭐⭐⭐⭐',
  'שלום, תודה רבה',
  '<b>bold</b> & <script>alert("1")</script> &amp; a < b',
  'snake_case_name, 5 * 3, ~10',
  'two\nlines',
];

/** What every channel promises to the rest of the product. A difference is declared in `skip`, with its reason. */
export function testChannel(
  name: string,
  create: (options: HarnessOptions) => Promise<ChannelHarness>,
  { skip = [] }: { skip?: Skip[] } = {},
): void {
  const unused = new Set(skip.map((entry) => entry.test));

  function test(title: string, run: (channel: Running) => Promise<void>, options: HarnessOptions = {}): void {
    const skipped = skip.find((entry) => entry.test === title);
    unused.delete(title);
    if (skipped) {
      it.skip(`${title} (${skipped.reason})`);
      return;
    }
    it(title, async () => {
      const channel = launch(await create(options));
      try {
        await run(channel);
      } finally {
        await channel.stop();
      }
      expect([...channel.logs, ...channel.failures].join('\n')).not.toContain(channel.token);
    });
  }

  describe.concurrent(`the channel ${name}`, () => {
    test('tells of a client who opens the chat, with the payload of the link', async (channel) => {
      const { platform, clients, started, events } = channel;
      await started();
      expect(await platform.open(clients[0], 'd_0-9AZaz')).toBe(200);
      expect(events).toMatchObject([
        {
          id: expect.stringMatching(/./),
          channel: platform.name,
          clientId: clients[0],
          at: expect.any(Date),
          profile: { name: 'Олена <b>', locale: 'uk' },
          kind: 'start',
          payload: 'd_0-9AZaz',
        },
      ]);
      await platform.open(clients[1]);
      expect(events[1]).toMatchObject({ kind: 'start', clientId: clients[1] });
      expect(events[1]).not.toHaveProperty('payload');
    });

    test('brings what a client writes as it was written', async ({ platform, clients, started, events }) => {
      await started();
      await platform.open(clients[0]);
      const long = 'ї'.repeat(4000);
      for (const text of [...texts, long]) await platform.say(clients[0], text);
      expect(events.slice(1).map((event) => event.kind === 'text' && event.text)).toEqual([...texts, long]);
    });

    test('gives every event an id of its own', async ({ platform, clients, started, events }) => {
      await started();
      for (const client of clients) {
        await platform.open(client);
        await platform.say(client, '5');
        await platform.say(client, '5');
        await platform.block(client);
        await platform.unblock(client);
      }
      expect(new Set(events.map((event) => event.id)).size).toBe(10);
    });

    test('tells of a client who leaves and comes back', async ({ platform, clients, started, events }) => {
      await started();
      await platform.open(clients[0]);
      expect(await platform.block(clients[0])).toBe(200);
      expect(await platform.unblock(clients[0])).toBe(200);
      expect(events.slice(1)).toMatchObject([
        { kind: 'left', clientId: clients[0] },
        { kind: 'joined', clientId: clients[0] },
      ]);
    });

    test('draws a keyboard in its rows and brings a tap back', async (channel) => {
      const { platform, clients, adapter, met, events } = channel;
      await met();
      const choices = [
        [{ label: '⭐⭐⭐⭐⭐', token: 'd1:rate:5' }],
        ['4', '3', '2', '1'].map((label) => ({ label, token: `d1:rate:${label}` })),
        [
          { label: '<Skip> & go', token: 'd1:rate:skip' },
          { label: 'דלג', token: 'd1:rate:skip2' },
        ],
      ];
      const { messageId } = await adapter.send(clients[0], { text: 'Rate', choices });
      const shown = platform.chat(clients[0]).messages.at(-1);
      expect(shown?.keyboard.map((row) => row.map((button) => button.label))).toEqual(
        choices.map((row) => row.map((choice) => choice.label)),
      );
      expect(messageId).not.toBe('');
      for (const choice of choices.flat()) {
        expect(await platform.tap(clients[0], choice.label)).toBe(200);
        expect(events.at(-1)).toMatchObject({ kind: 'tap', clientId: clients[0], token: choice.token });
      }
    });

    test('says which message carried the tapped keyboard', async ({
      platform,
      clients,
      adapter,
      met,
      events,
    }) => {
      await met();
      const choices = [[{ label: 'Yes', token: 'y' }]];
      const first = await adapter.send(clients[0], { text: 'One', choices });
      await adapter.send(clients[0], { text: 'Two', choices });
      await platform.tap(clients[0], 'Yes', first.messageId);
      expect(events.at(-1)).toMatchObject({ messageId: first.messageId });
    });

    test('shows a text as it was meant, under a bold title', async ({ platform, clients, adapter, met }) => {
      await met();
      for (const text of texts) {
        await adapter.send(clients[0], { text });
        expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe(text);
        await adapter.send(clients[0], { title: 'Yesterday <1>', text });
        const shown = platform.chat(clients[0]).messages.at(-1);
        expect(shown?.text).toBe(`Yesterday <1>\n${text}`);
        expect(shown?.markup).toMatch(/^(<b>Yesterday &lt;1&gt;<\/b>|\*Yesterday <1>\*)\n/);
      }
    });

    test('takes marks for text: *bold*, _italic_, ~struck~', async ({ platform, clients, adapter, met }) => {
      await met();
      const text = '*bold* and _italic_, ~struck~ ```mono```';
      await adapter.send(clients[0], { text });
      expect(platform.chat(clients[0]).messages.at(-1)?.text.replaceAll('\u200A', '')).toBe(text);
    });

    test('carries a token at its limit, and refuses one beyond', async (channel) => {
      const { platform, clients, adapter, met, events, failure } = channel;
      await met();
      const { tokenBytes } = adapter.limits;
      const token = 'ї'.repeat(Math.floor(tokenBytes / 2)) + 'x'.repeat(tokenBytes % 2);
      await adapter.send(clients[0], { text: 'Q', choices: [[{ label: 'Yes', token }]] });
      await platform.tap(clients[0], 'Yes');
      expect(events.at(-1)).toMatchObject({ kind: 'tap', token });
      const beyond = adapter.send(clients[0], {
        text: 'Q',
        choices: [[{ label: 'No', token: `${token}x` }]],
      });
      expect(await failure(beyond)).toMatchObject({ code: 'rejected' });
    });

    test('sends a text at its limit whole, and cuts a longer one', async (channel) => {
      const { platform, clients, adapter, met } = channel;
      await met();
      const { textChars } = adapter.limits;
      await adapter.send(clients[0], { text: '<'.repeat(textChars) });
      expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe('<'.repeat(textChars));
      await adapter.send(clients[0], { title: 'T', text: '🌟'.repeat(textChars) });
      expect(platform.chat(clients[0]).messages.at(-1)?.text).toMatch(/^T\n🌟+…$/u);
    });

    test('shows a reply to an event in the chat', async (channel) => {
      const { platform, clients, started } = channel;
      channel.onEvent = async (event) => ({
        text: `You did: ${event.kind}`,
        choices: [[{ label: 'Go', token: 'go' }]],
      });
      await started();
      const last = () => platform.chat(clients[0]).messages.at(-1);
      await platform.open(clients[0]);
      await expect.poll(last).toMatchObject({
        text: 'You did: start',
        keyboard: [[{ label: 'Go', data: channel.buttonData('go') }]],
      });
      await platform.say(clients[0], 'hello');
      await expect.poll(() => last()?.text).toBe('You did: text');
      await platform.tap(clients[0], 'Go');
      await expect.poll(() => platform.chat(clients[0]).toast ?? last()?.text).toBe('You did: tap');
      expect(await platform.block(clients[0])).toBe(200);
    });

    test('does not fail an event whose reply cannot be shown', async (channel) => {
      const { platform, clients, met } = channel;
      await met();
      channel.onEvent = async () => ({ text: 'Hello' });
      platform.fail({ kind: 'server_error' });
      expect(await platform.say(clients[0], 'hello')).toBe(200);
      expect(channel.events.filter((event) => event.kind === 'text')).toHaveLength(1);
      await expect.poll(() => channel.logs.join('\n')).toContain('not delivered');
    });

    test('brings what is no text, with its caption', async ({ platform, clients, met, events }) => {
      await met();
      await platform.attach(clients[0], { kind: 'photo', caption: 'the box' });
      await platform.attach(clients[0], { kind: 'sticker' });
      await platform.attach(clients[0], { kind: 'location' });
      await platform.attach(clients[0], { kind: 'contact' });
      await platform.attach(clients[0], { kind: 'file', name: 'bill.pdf' });
      await platform.attach(clients[0], { kind: 'video', seconds: 12 });
      expect(events.map((event) => event.kind === 'text' && [event.text, event.attachment])).toEqual([
        ['the box', { kind: 'photo' }],
        ['', { kind: 'sticker' }],
        ['', { kind: 'location' }],
        ['', { kind: 'contact' }],
        ['', { kind: 'file', name: 'bill.pdf' }],
        ['', { kind: 'video', seconds: 12 }],
      ]);
    });

    test('takes an id for a client’s only if it can be one', async ({ clients, adapter }) => {
      for (const clientId of clients) expect(adapter.clientIdFault(clientId)).toBeNull();
      for (const clientId of ['', ' ', '@olena', '-1001234567890 x', 'a b', '5\n', 'x'.repeat(200)]) {
        expect(adapter.clientIdFault(clientId)).toMatch(/is not the id of a/);
      }
    });

    test('tells whether a message may still go before it goes', async ({
      clients,
      adapter,
      platform,
      met,
    }) => {
      await met();
      const before = platform.chat(clients[0]).messages.length;
      const beforeRequest = () => Promise.reject(new StoreError('taken over'));
      await expect(adapter.send(clients[0], { text: 'Q' }, { beforeRequest })).rejects.toThrow('taken over');
      expect(platform.chat(clients[0]).messages).toHaveLength(before);
    });

    test('edits a message', async ({ platform, clients, adapter, met, failure }) => {
      await met();
      const choices = [[{ label: 'Yes', token: 'y' }]];
      const { messageId } = await adapter.send(clients[0], { title: 'Q', text: 'Rate <us>', choices });
      const collapsed = { title: 'Q', text: 'Rate <us>\n⭐⭐⭐⭐' };
      await adapter.edit?.(clients[0], messageId, collapsed);
      const edited = platform.chat(clients[0]).messages.at(-1);
      expect(edited).toMatchObject({ id: messageId, text: 'Q\nRate <us>\n⭐⭐⭐⭐', keyboard: [] });
      // Carried out once more, as after a crash.
      await adapter.edit?.(clients[0], messageId, collapsed);
      await adapter.edit?.(clients[0], messageId, { text: 'Again', choices });
      expect(platform.chat(clients[0]).messages.at(-1)?.keyboard).toHaveLength(1);
      expect(await failure(adapter.edit?.(clients[0], '999999', { text: 'x' }))).toMatchObject({
        code: 'rejected',
      });
      await platform.block(clients[0]);
      expect(await failure(adapter.edit?.(clients[0], messageId, { text: 'x' }))).toMatchObject({
        code: 'unreachable',
      });
    });

    test('cannot reach a client who left, who never came or who does not exist', async (channel) => {
      const { platform, clients, adapter, met, failure } = channel;
      await met();
      await platform.block(clients[0]);
      for (const clientId of [clients[0], clients[1], '424242', 'no such client', '@channel', '-100200300']) {
        expect(await failure(adapter.send(clientId, { text: 'Q' }))).toMatchObject({ code: 'unreachable' });
      }
      await platform.unblock(clients[0]);
      await adapter.send(clients[0], { text: 'Q' });
    });

    test('passes on that the platform is overrun, and for how long', async (channel) => {
      const { platform, clients, adapter, met, failure } = channel;
      await met();
      platform.fail({ kind: 'rate_limit', retryAfterSeconds: 30 });
      const error = await failure(adapter.send(clients[0], { text: 'Q' }));
      expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) });
      expect((error as ChannelError).retryAfterMs).toBeGreaterThan(0);
    });

    test('says that a message will never be taken', async ({ clients, adapter, met, failure }) => {
      await met();
      expect(await failure(adapter.send(clients[0], { text: '' }))).toMatchObject({ code: 'rejected' });
    });

    for (const kind of ['server_error', 'cut', 'empty', 'hang'] as const) {
      test(
        `takes an unusable answer for a fault of the network: ${kind}`,
        async ({ platform, clients, adapter, met, failure }) => {
          await met();
          platform.fail({ kind });
          expect(await failure(adapter.send(clients[0], { text: 'Q' }))).toMatchObject({ code: 'network' });
          await adapter.send(clients[0], { text: 'Q again' });
          expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe('Q again');
        },
        // Neither SDK's HTTP library notices that an answer was cut.
        kind === 'hang' || kind === 'cut' ? { timeoutMs: 500 } : {},
      );
    }

    test('is given an event again that could not be saved, with the same id', async (channel) => {
      const { platform, clients, met, events } = channel;
      await met();
      let down = 2;
      channel.onEvent = async () => {
        if (down-- > 0) throw new StoreError('The store is down');
        return undefined;
      };
      expect(await platform.say(clients[0], 'my answer')).toBe(200);
      const tries = events.filter((event) => event.kind === 'text');
      expect(tries).toHaveLength(3);
      expect(new Set(tries.map((event) => event.id)).size).toBe(1);
      expect(tries.every((event) => event.kind === 'text' && event.text === 'my answer')).toBe(true);
    });

    test('brings a repeat under the same id', async ({ platform, clients, adapter, met, events }) => {
      await met();
      await adapter.send(clients[0], { text: 'Q', choices: [[{ label: 'Yes', token: 'y' }]] });
      await platform.tap(clients[0], 'Yes');
      expect(await platform.repeatLast()).toBe(200);
      const taps = events.filter((event) => event.kind === 'tap');
      expect(taps).toHaveLength(2);
      expect(taps[0]?.id).toBe(taps[1]?.id);
    });

    test('brings a forged tap as it came, however long', async (channel) => {
      const { platform, clients, met, events, buttonData } = channel;
      await met();
      for (const token of ['', 'x'.repeat(5000), '💥:rate:999', '__proto__']) {
        expect(await platform.forgeTap(clients[0], buttonData(token))).toBe(200);
        expect(events.at(-1)).toMatchObject({ kind: 'tap', token });
      }
    });

    test('refuses a webhook that is not signed, or badly', async ({ webhook, clients, started, events }) => {
      await started();
      const body = bodyOfText(clients[0]);
      expect(await post(webhook.url, body, {})).toBe(401);
      const signed = webhook.sign(body);
      const header = Object.keys(signed)[0] ?? '';
      for (const bad of ['', 'x', 'ї', `${signed[header]}0`, signed[header]?.replace(/.$/, 'g') ?? '']) {
        expect(await post(webhook.url, body, { [header]: encodeURIComponent(bad) })).toBe(401);
      }
      expect(events).toEqual([]);
    });

    test('refuses a webhook that is malformed', async ({ webhook, started, events }) => {
      await started();
      for (const body of ['', '{', 'null', '[]', '7', '"text"']) {
        expect(await post(webhook.url, body, webhook.sign(body))).toBe(400);
      }
      expect(events).toEqual([]);
    });

    test('lets an update go that can never be read, or it would come again for ever', async (channel) => {
      const { webhook, started, events, logs } = channel;
      await started();
      for (const body of ['{}', '{"event":7}', '{"update_id":"x"}']) {
        expect(await post(webhook.url, body, webhook.sign(body))).toBe(200);
      }
      expect(events).toEqual([]);
      expect(logs.filter((line) => line.includes('could not be read'))).toHaveLength(3);
    });

    test('reads a huge webhook', async ({ webhook, started, events }) => {
      await started();
      const junk = JSON.stringify('\\"9007199254740993 '.repeat(100_000));
      const body = `{"event":"unknown","update_id":9007199254740000,"junk":${junk}}`;
      expect(await post(webhook.url, body, webhook.sign(body))).toBe(200);
      expect(events).toEqual([]);
    });

    test('takes an event of a kind that it does not know for read', async (channel) => {
      const { webhook, unknownEvent, started, events } = channel;
      await started();
      expect(await post(webhook.url, unknownEvent, webhook.sign(unknownEvent))).toBe(200);
      expect(events).toEqual([]);
    });

    test('takes no webhook before it is started, nor after it is stopped', async (channel) => {
      const { webhook, clients, started, adapter } = channel;
      const body = bodyOfText(clients[0]);
      expect(await post(webhook.url, body, webhook.sign(body))).toBe(503);
      await started();
      expect(await post(webhook.url, body, webhook.sign(body))).toBe(200);
      await adapter.stop();
      expect(await post(webhook.url, body, webhook.sign(body))).toBe(503);
    });

    test('makes a link that opens the chat, once it knows its own name', async (channel) => {
      const { adapter, started } = channel;
      expect(() => adapter.link('d1')).toThrow(ChannelError);
      await started();
      expect(adapter.link('d_0-9AZaz')).toMatch(/^(https:\/\/t\.me|viber:\/\/pa).*=d_0-9AZaz$/);
    });

    test(
      'does not start with a wrong token, and says which variable to set',
      async ({ started, failure, tokenVariable }) => {
        const error = await failure(started());
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as ConfigError).faults).toHaveLength(1);
        expect((error as ConfigError).faults[0]).toContain(tokenVariable);
      },
      { wrongToken: true },
    );

    test('stops twice, and without a start', async ({ adapter, started }) => {
      await adapter.stop();
      await started();
      await adapter.stop();
      await adapter.stop();
    });

    if (unused.size > 0) throw new Error(`skip names no test: ${[...unused].join(', ')}`);
  });
}

interface Running extends ChannelHarness {
  events: ClientEvent[];
  onEvent: OnEvent;
  /** Every error that was seen, as text. */
  failures: string[];
  started: () => Promise<void>;
  /** Started, and the first client has opened the chat and written. */
  met: () => Promise<void>;
  failure: (promise: Promise<unknown> | undefined) => Promise<unknown>;
}

function launch(harness: ChannelHarness): Running {
  const running: Running = {
    ...harness,
    events: [],
    failures: [],
    onEvent: async () => undefined,
    started: () =>
      harness.adapter.start(async (event) => {
        running.events.push(event);
        return await running.onEvent(event);
      }),
    met: async () => {
      await running.started();
      await harness.platform.open(harness.clients[0]);
      await harness.platform.say(harness.clients[0], 'hello');
      running.events.length = 0;
    },
    failure: async (promise) => {
      const error: unknown = await promise?.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      running.failures.push(String(error), String((error as Error)?.stack), JSON.stringify(error));
      return error;
    },
  };
  return running;
}

/** A text event that suits either platform. */
function bodyOfText(clientId: string): string {
  return JSON.stringify({
    update_id: 1,
    event: 'message',
    message_token: 1,
    sender: { id: clientId },
    message: {
      type: 'text',
      message_id: 1,
      date: 1,
      text: 'hello',
      chat: { id: Number(clientId) || 1, type: 'private' },
    },
  });
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}
