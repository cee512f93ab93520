import { describe, expect, it } from 'vitest';
import {
  type Answer,
  simulator,
  bot,
  call,
  send,
  keyboard,
  poll,
  result,
  hook,
  updates,
  useTelegram,
} from './world.ts';

useTelegram();

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
