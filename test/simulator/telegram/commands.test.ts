import { describe, expect, it } from 'vitest';
import { call, result, simulator, useTelegram } from './world.ts';

useTelegram();

const today = { command: 'today', description: 'How is today?' };
const help = { command: 'help', description: 'What I can do' };
const menu = (clientId: string) => simulator.telegram.commands?.(clientId).map(({ command }) => command);
const set = (commands: unknown, more: object = {}) => call('setMyCommands', { commands, ...more });

describe('the commands of a bot', () => {
  it('are those of the narrowest scope that has some, in the language of the client', async () => {
    expect(menu('502')).toEqual([]);
    await set([help]);
    expect(menu('502')).toEqual(['help']);
    await set([{ ...help, command: 'dopomoga' }], { language_code: 'uk' });
    expect([menu('501'), menu('502')]).toEqual([['help'], ['dopomoga']]);
    const scope = { type: 'chat', chat_id: 502 };
    await set([today, help], { scope });
    expect([menu('501'), menu('502')]).toEqual([['help'], ['today', 'help']]);
    expect(result(await call('getMyCommands', { scope }))).toEqual([today, help]);
    expect(result(await call('getMyCommands'))).toEqual([help]);
    await call('deleteMyCommands', { scope });
    expect(menu('502')).toEqual(['dopomoga']);
    await set([], { language_code: 'uk' });
    expect(menu('502')).toEqual(['help']);
  });

  it.each([
    [{ commands: [{ ...today, command: 'Today' }] }, 'BOT_COMMAND_INVALID'],
    [{ commands: [{ ...today, command: 'x'.repeat(33) }] }, 'BOT_COMMAND_INVALID'],
    [{ commands: [{ ...today, description: '' }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [{ commands: [{ ...today, description: 'x'.repeat(257) }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [{ commands: Array.from({ length: 101 }, () => today) }, 'BOT_COMMANDS_TOO_MUCH'],
    [{ commands: [today], language_code: 'en-GB' }, 'invalid language code specified'],
    [
      { commands: [today], scope: { type: 'everyone' } },
      "can't parse BotCommandScope: Unsupported type specified",
    ],
    [
      { commands: [today], scope: { type: 'chat' } },
      'can\'t parse BotCommandScope: Can\'t find field "chat_id"',
    ],
    [
      { commands: [today], scope: { type: 'chat_member', chat_id: 501, user_id: 0 } },
      "can't parse BotCommandScope: Invalid user_id specified",
    ],
    [{ commands: [today], scope: { type: 'chat', chat_id: 7 } }, 'chat not found'],
  ])('are refused: %j', async (parameters, description) => {
    expect(await call('setMyCommands', parameters)).toMatchObject({
      error_code: 400,
      description: `Bad Request: ${description}`,
    });
  });
});
