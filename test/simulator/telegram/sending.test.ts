import { describe, expect, it } from 'vitest';
import {
  type Answer,
  world,
  simulator,
  start,
  call,
  send,
  html,
  keyboard,
  result,
  useTelegram,
} from './world.ts';

useTelegram();

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
