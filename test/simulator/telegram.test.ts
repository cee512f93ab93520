import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import type { SimulatorOptions } from '../../simulator/platform.ts';
import { type Bot, startBot } from './bot.ts';

const token = '42:simulated-token';

interface Answer {
  ok: boolean;
  result?: never;
  error_code?: number;
  description?: string;
  parameters?: { retry_after: number };
}

const world = { now: new Date('2026-11-22T09:00:00Z') };
let simulator: Simulator;
let bot: Bot;
const started: Array<() => Promise<void>> = [];

async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
  simulator = await startSimulator({
    telegramToken: token,
    viberToken: 'viber-token',
    now: () => world.now,
    webhookRetries: { times: 2, pauseMs: 1 },
    ...options,
  });
  started.push(() => simulator.stop());
}

async function call(method: string, parameters: object = {}, as = token): Promise<Answer> {
  const response = await fetch(`${simulator.telegram.apiUrl}/bot${as}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(answer.ok ? 200 : answer.error_code);
  return answer;
}

const send = (text: string, more: object = {}): Promise<Answer> =>
  call('sendMessage', { chat_id: 501, text, ...more });
const html = (text: string): Promise<Answer> => send(text, { parse_mode: 'HTML' });
const keyboard = (text: string, data: string): object => ({
  reply_markup: { inline_keyboard: [[{ text, callback_data: data }]] },
});
const poll = (parameters: object = {}): Promise<Answer> => call('getUpdates', parameters);
/** Answers are read as a bot without types would. */
const result = (answer: Answer): any => answer.result;
const hook = (more: object = {}): Promise<Answer> => call('setWebhook', { url: bot.url, ...more });
const updates = (): any[] => bot.received.map(({ body }) => JSON.parse(body));

beforeEach(async () => {
  world.now = new Date('2026-11-22T09:00:00Z');
  await start();
  bot = await startBot();
  started.push(() => bot.close());
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((stop) => stop()));
});

describe('the Bot API', () => {
  it('knows its bot by the token alone', async () => {
    expect(result(await call('getMe'))).toMatchObject({ id: 42, is_bot: true });
    expect(await call('getMe', {}, '42:another-token')).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    });
    expect((await call('getMe', {}, 'nonsense')).error_code).toBe(404);
    expect((await call('getYou')).description).toBe('Not Found: method not found');
    expect((await call('constructor')).error_code).toBe(404);
  });

  it('takes parameters in the query, and refuses a body that is not JSON', async () => {
    const base = `${simulator.telegram.apiUrl}/bot${token}`;
    expect((await fetch(`${base}/sendMessage?chat_id=501&text=Hello`)).status).toBe(200);
    expect((await fetch(`${base}/sendMessage`, { method: 'POST', body: '{' })).status).toBe(400);
  });

  it('refuses commands that Telegram cannot show', async () => {
    const commands = (command: string, description: string): Promise<Answer> =>
      call('setMyCommands', { commands: [{ command, description }] });
    expect((await commands('start', 'Begin')).ok).toBe(true);
    expect((await commands('Start!', 'Begin')).description).toContain('BOT_COMMAND_INVALID');
    expect((await commands('start', '')).description).toContain('BOT_COMMAND_DESCRIPTION_INVALID');
  });
});

describe('sendMessage', () => {
  it('shows HTML as a person reads it, and gives its entities in UTF-16 units', async () => {
    const answer = await html(
      ' 🙂 <b>Rate &amp; <i>write</i></b> &lt;3 <a href="https://example.org/?a=1">here</a>',
    );
    expect(result(answer)).toMatchObject({
      chat: { id: 501, type: 'private' },
      text: '🙂 Rate & write <3 here',
      entities: [
        { type: 'bold', offset: 3, length: 12 },
        { type: 'italic', offset: 10, length: 5 },
        { type: 'text_link', offset: 19, length: 4, url: 'https://example.org/?a=1' },
      ],
    });
    expect(simulator.telegram.chat('501').messages.at(-1)).toMatchObject({
      from: 'bot',
      text: '🙂 Rate & write <3 here',
      markup: '🙂 <b>Rate &amp; <i>write</i></b> &lt;3 <a href="https://example.org/?a=1">here</a>',
    });
  });

  it.each([
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['ї <script>x</script>', 'Unsupported start tag "script" at byte offset 3'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['<b x', 'Unclosed start tag at byte offset 0'],
    ['<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('refuses the bad HTML %s', async (text, why) => {
    expect(await html(text)).toEqual({
      ok: false,
      error_code: 400,
      description: `Bad Request: can't parse entities: ${why}`,
    });
  });

  it('counts 4096 characters after the entities, and refuses one more or none', async () => {
    expect((await html(`<b>${'&lt;'.repeat(4096)}</b>`)).ok).toBe(true);
    expect((await html('x'.repeat(4097))).description).toBe('Bad Request: message is too long');
    expect((await send(' \n ')).description).toBe('Bad Request: message text is empty');
    expect((await html('<b></b>')).description).toBe('Bad Request: message text is empty');
  });

  it('takes 1 to 64 bytes of callback_data under a label', async () => {
    expect((await send('Rate', keyboard('5', 'я'.repeat(32)))).ok).toBe(true);
    for (const data of ['', 'я'.repeat(32) + 'x']) {
      expect((await send('Rate', keyboard('5', data))).description).toBe('Bad Request: BUTTON_DATA_INVALID');
    }
    expect((await send('Rate', keyboard(' ', 'x'))).error_code).toBe(400);
    expect((await send('Rate', { reply_markup: { inline_keyboard: 'x' } })).error_code).toBe(400);
    expect((await send('Rate', { reply_markup: { inline_keyboard: [[{ text: 'x' }]] } })).error_code).toBe(
      400,
    );
  });

  it('cannot write first, nor to a client who blocked the bot', async () => {
    simulator.telegram.addClient({ clientId: '777', name: 'Ada', locale: 'en' });
    const write = (chat: unknown): Promise<Answer> => call('sendMessage', { chat_id: chat, text: 'Hello' });
    expect((await write(777)).description).toBe('Bad Request: chat not found');
    expect((await write(999)).description).toBe('Bad Request: chat not found');
    expect((await write(undefined)).description).toBe('Bad Request: chat_id is empty');
    void simulator.telegram.open('777');
    expect((await write('777')).ok).toBe(true);
    void simulator.telegram.block('777');
    expect(await write(777)).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
  });

  it('lets a burst of 5 into a chat and then one message a second', async () => {
    for (let i = 0; i < 5; i++) expect((await send(`${i}`)).ok).toBe(true);
    expect(await send('one more')).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    world.now = new Date(world.now.getTime() + 1000);
    expect((await send('later')).ok).toBe(true);
    expect((await send('at once')).error_code).toBe(429);
  });

  it('lets 30 messages a second through over all chats', async () => {
    for (let i = 1; i <= 31; i++) {
      simulator.telegram.addClient({ clientId: String(i), name: `Client ${i}`, locale: 'en' });
      void simulator.telegram.open(String(i));
      expect((await call('sendMessage', { chat_id: i, text: 'Hi' })).ok).toBe(i <= 30);
    }
  });

  it('keeps no rate when told so', async () => {
    await start({ rateLimits: false });
    for (let i = 0; i < 40; i++) expect((await send(`${i}`)).ok).toBe(true);
  });
});

describe('editMessageText', () => {
  it('replaces the text, and removes the keyboard that is not sent again', async () => {
    const { message_id } = result(await send('Rate', keyboard('5', 'five')));
    const edit = (text: string, more: object = {}): Promise<Answer> =>
      call('editMessageText', { chat_id: 501, message_id, text, ...more });
    expect((await edit('Rate', keyboard('5', 'five'))).description).toContain('message is not modified');
    expect(result(await edit('Rated 5'))).toMatchObject({ message_id, text: 'Rated 5' });
    expect(simulator.telegram.chat('501').messages.at(-1)).toMatchObject({
      text: 'Rated 5',
      edited: true,
      keyboard: [],
    });
    expect((await edit('Rated 5')).description).toContain('message is not modified');
  });

  it('finds only the messages of the bot', async () => {
    void simulator.telegram.say('501', 'mine');
    const own = simulator.telegram.chat('501').messages.at(-1)?.id;
    const edit = (id: unknown): Promise<Answer> =>
      call('editMessageText', { chat_id: 501, message_id: id, text: 'x' });
    expect((await edit(1)).description).toBe('Bad Request: message to edit not found');
    expect((await edit(own)).description).toBe("Bad Request: message can't be edited");
    expect((await edit(undefined)).description).toBe('Bad Request: message identifier is not specified');
  });
});

describe('answerCallbackQuery', () => {
  async function query(): Promise<string> {
    void simulator.telegram.forgeTap('501', 'x');
    return result(await poll()).at(-1).callback_query.id;
  }

  it('shows the toast once, and refuses a second answer, a late one or one to nothing', async () => {
    const answer = (id: string): Promise<Answer> =>
      call('answerCallbackQuery', { callback_query_id: id, text: 'Thanks' });
    const id = await query();
    expect((await answer(id)).ok).toBe(true);
    expect(simulator.telegram.chat('501').toast).toBe('Thanks');
    expect((await answer(id)).description).toContain('query is too old');
    expect((await answer('1')).description).toContain('query is too old');
    const late = await query();
    world.now = new Date(world.now.getTime() + 61_000);
    expect((await answer(late)).description).toContain('query is too old');
  });

  it('takes a toast of 200 characters', async () => {
    const answer = async (length: number): Promise<boolean> =>
      (await call('answerCallbackQuery', { callback_query_id: await query(), text: 'x'.repeat(length) })).ok;
    expect(await answer(200)).toBe(true);
    expect(await answer(201)).toBe(false);
  });
});

describe('getUpdates', () => {
  it('gives updates in order until an offset confirms them', async () => {
    const said = simulator.telegram.say('502', 'перше');
    void simulator.telegram.say('502', 'друге');
    const [first, second] = result(await poll());
    expect(first.message).toMatchObject({
      from: { id: 502, is_bot: false, language_code: 'uk', first_name: 'Олена', last_name: 'Коваленко' },
      chat: { id: 502, type: 'private' },
      text: 'перше',
    });
    expect(second.update_id).toBe(first.update_id + 1);
    expect(result(await poll({ limit: 1 }))).toEqual([first]);
    expect(result(await poll({ offset: second.update_id }))).toEqual([second]);
    expect(await said).toBe(200);
    expect(result(await poll({ offset: second.update_id + 1 }))).toEqual([]);
  });

  it('waits for an update, and ends the wait of another poll', async () => {
    const polls = [poll({ timeout: 30 }), poll({ timeout: 30 })];
    expect((await Promise.race(polls)).error_code).toBe(409);
    void simulator.telegram.open('501', 'promo');
    const taken = (await Promise.all(polls)).find((answer) => answer.ok);
    expect(result(taken as Answer)[0].message).toMatchObject({
      text: '/start promo',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    });
  });

  it('is refused while a webhook is set', async () => {
    await hook();
    expect((await poll()).error_code).toBe(409);
    await call('deleteWebhook');
    expect((await poll()).ok).toBe(true);
  });

  it('gives the latest update again with its id', async () => {
    void simulator.telegram.say('501', 'hello');
    const [update] = result(await poll());
    await poll({ offset: update.update_id + 1 });
    void simulator.telegram.repeatLast();
    expect(result(await poll({ offset: update.update_id + 1 }))).toEqual([update]);
  });

  it('keeps to the allowed updates', async () => {
    await poll({ allowed_updates: ['callback_query'] });
    expect(await simulator.telegram.say('501', 'unseen')).toBe(200);
    void simulator.telegram.forgeTap('501', 'x');
    expect(result(await poll())).toMatchObject([{ callback_query: { data: 'x' } }]);
  });
});

describe('the webhook', () => {
  it('is refused with a secret of other characters or an address that is not https', async () => {
    expect((await hook({ secret_token: 'with space' })).description).toContain('unallowed characters');
    expect((await hook({ secret_token: 'x'.repeat(257) })).description).toContain('too long');
    expect((await call('setWebhook', { url: 'http://example.org/' })).description).toContain('bad webhook');
    expect((await hook({ secret_token: 'A-z_0', allowed_updates: ['message'] })).ok).toBe(true);
    expect(result(await call('getWebhookInfo'))).toMatchObject({
      url: bot.url,
      allowed_updates: ['message'],
    });
  });

  it('is called with the secret, in order', async () => {
    await hook({ secret_token: 'secret' });
    const statuses = [1, 2, 3].map((number) => simulator.telegram.say('501', `${number}`));
    expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
    expect(updates().map((update) => update.message.text)).toEqual(['1', '2', '3']);
    expect(bot.received[0]?.headers).toMatchObject({ 'x-telegram-bot-api-secret-token': 'secret' });
  });

  it('is tried again with the same update until it answers 2xx, before any later update', async () => {
    await hook();
    bot.statuses.push(503, 500, 204);
    const said = simulator.telegram.say('501', 'first');
    expect(await Promise.all([said, simulator.telegram.say('501', 'second')])).toEqual([204, 200]);
    expect(updates().map((update) => update.message.text)).toEqual(['first', 'first', 'first', 'second']);
    expect(new Set(updates().map((update) => update.update_id)).size).toBe(2);
  });

  it('is given up on after the retries', async () => {
    await hook();
    bot.statuses.push(503, 503, 503);
    expect(await simulator.telegram.say('501', 'lost')).toBe(503);
    expect(result(await call('getWebhookInfo'))).toMatchObject({
      pending_update_count: 0,
      last_error_message: 'Wrong response from the webhook: 503',
    });
    expect(await simulator.telegram.repeatLast()).toBe(200);
    expect(updates()).toHaveLength(4);
  });

  it('brings what waited before it was set, unless told to drop it', async () => {
    const said = simulator.telegram.say('501', 'early');
    await hook();
    expect(await said).toBe(200);
    await call('deleteWebhook');
    const dropped = simulator.telegram.say('501', 'dropped');
    await hook({ drop_pending_updates: true });
    expect(await dropped).toBe(0);
  });

  it('may answer with a method', async () => {
    await hook();
    bot.bodies.push(JSON.stringify({ method: 'sendMessage', chat_id: 501, text: 'At once' }));
    await simulator.telegram.say('501', 'hello');
    expect(simulator.telegram.chat('501').messages.at(-1)?.text).toBe('At once');
  });
});

describe('what a client does', () => {
  it('taps a button of the newest keyboard, or of the message that is named', async () => {
    const old = result(await send('Old', keyboard('5', 'old')));
    await send('New', keyboard('5', 'new'));
    await hook();
    await simulator.telegram.tap('501', '5');
    await simulator.telegram.tap('501', '5', String(old.message_id));
    expect(updates().map((update) => update.callback_query)).toMatchObject([
      { data: 'new', from: { id: 501 }, message: { text: 'New' } },
      { data: 'old', message: { message_id: old.message_id } },
    ]);
    await expect(simulator.telegram.tap('501', '6')).rejects.toThrow('No button “6”');
    await expect(simulator.telegram.tap('999', '5')).rejects.toThrow('addClient');
  });

  it('blocks and unblocks the bot', async () => {
    await hook();
    await simulator.telegram.block('501');
    await expect(simulator.telegram.say('501', 'x')).rejects.toThrow('unblock');
    await simulator.telegram.unblock('501');
    expect(await simulator.telegram.unblock('501')).toBe(200);
    expect(updates().map((update) => update.my_chat_member.new_chat_member.status)).toEqual([
      'kicked',
      'member',
    ]);
    await simulator.telegram.block('501');
    await simulator.telegram.open('501');
    expect(simulator.telegram.chat('501').blocked).toBe(false);
    expect(updates().at(-1).message.text).toBe('/start');
  });

  it('has a number for an id', () => {
    expect(() => simulator.telegram.addClient({ clientId: 'x', name: 'X', locale: 'en' })).toThrow('number');
  });
});

describe('faults', () => {
  const raw = (): Promise<Response> =>
    fetch(`${simulator.telegram.apiUrl}/bot${token}/sendMessage`, {
      method: 'POST',
      body: JSON.stringify({ chat_id: 501, text: 'Hello' }),
    });

  it('are met by the next requests and no others', async () => {
    simulator.telegram.fail({ kind: 'rate_limit', retryAfterSeconds: 7 }, 2);
    simulator.telegram.fail({ kind: 'server_error' });
    expect((await send('1')).parameters).toEqual({ retry_after: 7 });
    expect((await send('2')).error_code).toBe(429);
    expect((await poll()).ok).toBe(true);
    expect((await send('3')).error_code).toBe(500);
    expect((await send('4')).ok).toBe(true);
    expect(simulator.telegram.chat('501').messages.map((message) => message.text)).toEqual(['4']);
  });

  it('cut, empty and hang leave no usable answer', async () => {
    simulator.telegram.fail({ kind: 'cut' });
    await expect(raw().then((response) => response.text())).rejects.toThrow();
    simulator.telegram.fail({ kind: 'empty' });
    expect(await (await raw()).text()).toBe('');
    simulator.telegram.fail({ kind: 'hang' });
    const hanging = expect(raw()).rejects.toThrow();
    await simulator.stop();
    await hanging;
  });
});
