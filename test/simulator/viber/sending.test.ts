import { describe, expect, it } from 'vitest';
import {
  client,
  stranger,
  simulator,
  bot,
  start,
  callRaw,
  call,
  message,
  send,
  button,
  keyboard,
  tokenIn,
  events,
  useViber,
} from './world.ts';

useViber();

describe('send_message', () => {
  it('answers a token beyond 2^53 as a number', async () => {
    const text = await callRaw('send_message', JSON.stringify(message()));
    const shown = simulator.viber.chat(client).messages.at(-1);
    expect(tokenIn(text)).toBe(shown?.id);
    expect(BigInt(tokenIn(text)) > 2n ** 53n).toBe(true);
    expect(String(JSON.parse(text).message_token)).not.toBe(shown?.id);
  });

  it('reaches subscribers alone', async () => {
    expect(await send({ receiver: 'nobody==' })).toMatchObject({ status: 5 });
    simulator.viber.addClient(stranger);
    const write = (): Promise<object> => send({ receiver: stranger.clientId });
    expect(await write()).toMatchObject({ status: 6 });
    await simulator.viber.open(stranger.clientId);
    expect(await write()).toMatchObject({ status: 6 });
    await simulator.viber.say(stranger.clientId, 'hello');
    expect(await write()).toMatchObject({ status: 0 });
    await simulator.viber.block(stranger.clientId);
    expect(await write()).toMatchObject({ status: 6 });
  });

  it.each([
    ['without a receiver', { receiver: undefined }, 4],
    ['without a type', { type: undefined }, 4],
    ['without a text', { text: undefined }, 4],
    ['with an empty text', { text: '' }, 3],
    ['with 7001 characters', { text: 'x'.repeat(7001) }, 3],
    ['without a sender', { sender: undefined }, 4],
    ['with a sender of 29 characters', { sender: { name: 'x'.repeat(29) } }, 3],
    ['of another type', { type: 'telepathy' }, 17],
    ['for clients that do not exist yet', { min_api_version: 99 }, 13],
    ['with Silent below version 6', { min_api_version: 3, ...keyboard(button({ Silent: true })) }, 14],
    ['with a keyboard without its Type', { keyboard: { Buttons: [button()] } }, 3],
    ['with a keyboard without buttons', keyboard(), 3],
    ['with 7 Columns', keyboard(button({ Columns: 7 })), 3],
    ['with no Columns', keyboard(button({ Columns: 0 })), 3],
    ['with 3 Rows', keyboard(button({ Rows: 3 })), 3],
    ['with an unknown ActionType', keyboard(button({ ActionType: 'dance' })), 3],
    ['without an ActionBody', keyboard(button({ ActionBody: undefined })), 3],
    ['with an ActionBody of 101 bytes', keyboard(button({ ActionBody: `${'я'.repeat(50)}x` })), 3],
    ['with a label of 251 characters', keyboard(button({ Text: 'x'.repeat(251) })), 3],
    ['with 25 rows', keyboard(...Array.from({ length: 25 }, () => button())), 3],
  ])('refuses a message %s', async (_what, more, status) => {
    expect(await send(more)).toMatchObject({ status });
    expect(simulator.viber.chat(client).messages).toEqual([]);
  });

  it('takes what just fits', async () => {
    const most = keyboard(
      button({ ActionBody: 'я'.repeat(50), Text: 'x'.repeat(250) }),
      ...Array.from({ length: 23 }, () => button()),
    );
    expect(await send({ text: 'x'.repeat(7000), sender: { name: 'x'.repeat(28) }, ...most })).toMatchObject({
      status: 0,
    });
  });

  it('draws bold without its marks, and lays buttons out by their Columns', async () => {
    const two = button({ Columns: 2, Text: '<b>Good &amp; quick</b>' });
    await send({ text: '*Rate* 2*3*4 the _service_', ...keyboard(two, two, two, button({ Columns: 3 })) });
    const chat = simulator.viber.chat(client);
    expect(chat.messages.at(-1)).toMatchObject({
      text: 'Rate 2*3*4 the service',
      markup: '*Rate* 2*3*4 the _service_',
    });
    expect(chat.bottomKeyboard.map((row) => row.map(({ label }) => label))).toEqual([
      ['Good & quick', 'Good & quick', 'Good & quick'],
      ['5'],
    ]);
  });

  it('takes the keyboard away with a message that has none', async () => {
    const old = await callRaw('send_message', JSON.stringify(message(keyboard(button()))));
    await send();
    expect(simulator.viber.chat(client).bottomKeyboard).toEqual([]);
    await expect(simulator.viber.tap(client, '5')).rejects.toThrow('No button “5”');
    expect(await simulator.viber.tap(client, '5', tokenIn(old))).toBe(200);
  });

  it('is refused past 100 a second, unless the rates are off', async () => {
    const statuses = async (): Promise<unknown[]> =>
      (await Promise.all(Array.from({ length: 101 }, () => send()))).map(({ status }) => status);
    expect((await statuses()).filter((status) => status === 12)).toHaveLength(1);
    await start({ rateLimits: false });
    await call('set_webhook', { url: bot.url });
    expect(new Set(await statuses())).toEqual(new Set([0]));
  });
});

describe('a picture, a file or a link', () => {
  const picture = { type: 'picture', text: 'Week', media: 'https://csat.example.com/week.png' };
  const file = {
    type: 'file',
    text: undefined,
    media: 'https://csat.example.com/1',
    size: 7,
    file_name: 'a.csv',
  };
  const link = { ActionType: 'open-url', ActionBody: `https://shop.example/7?${'x'.repeat(200)}` };

  it('is shown', async () => {
    expect(await send(picture)).toMatchObject({ status: 0 });
    expect(await send({ ...picture, text: '' })).toMatchObject({ status: 0 });
    expect(await send(file)).toMatchObject({ status: 0 });
    expect(simulator.viber.chat(client).messages).toMatchObject([
      { text: 'Week', attachment: { kind: 'photo', name: 'week.png', url: picture.media } },
      { text: '', attachment: { kind: 'photo' } },
      { text: '', attachment: { kind: 'file', name: 'a.csv', bytes: 7, url: file.media } },
    ]);
  });

  it('sends its address to the bot when it is a link that is tapped', async () => {
    await send(keyboard(button({ ...link, Silent: true })));
    const [[shown] = []] = simulator.viber.chat(client).bottomKeyboard;
    expect(shown).toMatchObject({ label: '5', url: link.ActionBody });
    await simulator.viber.tap(client, '5');
    expect(events()).toMatchObject([{ event: 'message', silent: true, message: { text: link.ActionBody } }]);
  });

  it.each([
    ['a picture without a text', { ...picture, text: undefined }, 4],
    ['a picture without an address', { ...picture, media: undefined }, 4],
    ['a picture with 769 characters', { ...picture, text: 'x'.repeat(769) }, 3],
    ['a picture whose address ends otherwise', { ...picture, media: 'https://csat.example.com/week' }, 3],
    ['a picture that stands nowhere', { ...picture, media: '/week.png' }, 3],
    ['a file without its size', { ...file, size: undefined }, 4],
    ['a file of nothing', { ...file, size: 0 }, 3],
    ['a file of more than 50 MB', { ...file, size: 50_000_001 }, 3],
    ['a file without a name', { ...file, file_name: undefined }, 4],
    ['a file whose name has no ending', { ...file, file_name: 'week' }, 3],
    ['a file whose name is too long', { ...file, file_name: `${'x'.repeat(260)}.csv` }, 3],
    ['a link to no address', keyboard(button({ ...link, ActionBody: 'five' })), 3],
  ])('is refused: %s', async (_what, more, status) => {
    expect(await send(more)).toMatchObject({ status });
    expect(simulator.viber.chat(client).messages).toEqual([]);
  });
});
