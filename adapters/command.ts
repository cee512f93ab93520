import type { Command } from '../src/channel.ts';

const COMMAND = /^\/([a-z]\w*)(?:@(\w+))?(?:\s+(\S[^]*))?\s*$/i;

/**
 * The command that a text is; undefined: none, or one of another bot's.
 * @param botName under which a group addresses this bot: `/help@our_bot`; null where bots have no such name
 */
export function readCommand(text: string, botName: string | null): Command | undefined {
  const [, name, addressee, argument = ''] = COMMAND.exec(text) ?? [];
  if (name === undefined) return undefined;
  if (addressee !== undefined && addressee.toLowerCase() !== botName?.toLowerCase()) return undefined;
  return { name: name.toLowerCase(), argument: argument.trimEnd() };
}
