import { describe, expect, it } from 'vitest';
import { readCommand } from '../../adapters/command.ts';

describe('a command', () => {
  it.each([
    ['/help', { name: 'help', argument: '' }],
    ['/HELP', { name: 'help', argument: '' }],
    ['/start@our_bot x', { name: 'start', argument: 'x' }],
    ['/day@OUR_BOT', { name: 'day', argument: '' }],
    ['/note  two words\nand a line ', { name: 'note', argument: 'two words\nand a line' }],
    ['/day_2 \n', { name: 'day_2', argument: '' }],
  ])('is its name and what follows: %j', (text, command) => {
    expect(readCommand(text, 'our_bot')).toEqual(command);
  });

  it.each(['', 'help', ' /help', '/', '/5', '/help-me', '/help@', '/help@other_bot', '/довідка', '/a/b'])(
    'is not %j',
    (text) => {
      expect(readCommand(text, 'our_bot')).toBeUndefined();
    },
  );

  it('with a name is nobody’s while the bot has none', () => {
    expect(readCommand('/help@our_bot', null)).toBeUndefined();
    expect(readCommand('/help', null)).toEqual({ name: 'help', argument: '' });
  });

  it('is read in linear time', () => {
    expect(readCommand(`/help ${' '.repeat(100_000)}x${' \n'.repeat(100_000)}`, null)?.argument).toBe('x');
    expect(readCommand(`/help${' '.repeat(200_000)}`, null)?.argument).toBe('');
  });
});
