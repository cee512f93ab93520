import { describe, expect, it } from 'vitest';
import { call, hook, result, send, simulator, updates, useTelegram } from './world.ts';

useTelegram();

const last = () => simulator.telegram.chat('501').messages.at(-1);

describe('what a bot may want of a message', () => {
  it('is silence', async () => {
    await send('Q', { disable_notification: true });
    expect(last()).toMatchObject({ silent: true });
  });

  it('is a reply to a message that is there, or to none where it may do without', async () => {
    const { message_id } = result(await send('First'));
    await send('Second', { reply_parameters: { message_id } });
    expect(last()).toMatchObject({ replyTo: String(message_id) });
    const gone = { message_id: 7 };
    const refused = await send('Third', { reply_parameters: gone });
    expect(refused.description).toBe('Bad Request: message to be replied not found');
    await send('Fourth', { reply_parameters: { ...gone, allow_sending_without_reply: true } });
    expect(last()).toMatchObject({ text: 'Fourth' });
    expect(last()).not.toHaveProperty('replyTo');
    expect((await send('Fifth', { reply_parameters: 'x' })).error_code).toBe(400);
  });

  it.each([
    ['alone', { reply_markup: { force_reply: true, selective: true } }, 0],
    [
      'beside buttons',
      { reply_markup: { inline_keyboard: [[{ text: 'No', callback_data: 'n' }]], force_reply: true } },
      1,
    ],
  ])('is an answer, %s: what is said next replies to it, and nothing later does', async (_, more, rows) => {
    await hook();
    const { message_id } = result(await send('Why?', more));
    expect(last()).toMatchObject({ opensReply: true });
    expect(last()?.keyboard).toHaveLength(rows);
    await simulator.telegram.say('501', 'Because');
    await simulator.telegram.say('501', 'And so');
    expect(updates().map(({ message }) => message.reply_to_message?.message_id)).toEqual([
      message_id,
      undefined,
    ]);
  });

  it('cannot be an answer once it is sent', async () => {
    const { message_id } = result(await send('Why?'));
    const edit = { chat_id: 501, message_id, text: 'Why not?', reply_markup: { force_reply: true } };
    expect((await call('editMessageText', edit)).description).toBe('Bad Request: inline keyboard expected');
    const placeholder = { force_reply: true, input_field_placeholder: 'x'.repeat(65) };
    expect((await send('Why?', { reply_markup: placeholder })).error_code).toBe(400);
  });

  it('is a look at an address, of which the bot hears nothing', async () => {
    await hook();
    const link = (url: string) => send('Q', { reply_markup: { inline_keyboard: [[{ text: 'See', url }]] } });
    const answer = result(await link('https://shop.example/7'));
    expect(answer.reply_markup).toEqual({
      inline_keyboard: [[{ text: 'See', url: 'https://shop.example/7' }]],
    });
    expect(await simulator.telegram.tap('501', 'See')).toBe(200);
    expect(updates()).toEqual([]);
    for (const url of ['', 'shop.example', 'javascript:alert(1)', 'https://', 'https:///x', 'https://a b']) {
      expect((await link(url)).description).toContain('is invalid: Wrong HTTP URL');
    }
  });

  it('is to be said for a business account, which is connected to none here', async () => {
    const answer = await send('Q', { business_connection_id: 'b-1' });
    expect(answer.description).toBe('Bad Request: business connection not found');
  });
});
