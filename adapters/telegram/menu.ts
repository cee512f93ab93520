import type { ChannelAdapter } from '../../src/channel.ts';
import { cutText } from '../text.ts';
import { chatIdOf } from './chat-id.ts';
import type { TelegramApi } from './client.ts';

/** @see https://core.telegram.org/bots/api#botcommand */
const DESCRIPTION_CHARS = 256;

/**
 * Sets the commands of one chat, in the scope of that chat alone, so that clients see none of them.
 * @see https://core.telegram.org/bots/api#setmycommands
 */
export function createMenu(
  api: Pick<TelegramApi, 'setMyCommands' | 'deleteMyCommands'>,
): NonNullable<ChannelAdapter['setMenu']> {
  return async (clientId, commands) => {
    const chat = chatIdOf(clientId);
    if (commands.length === 0) await api.deleteMyCommands(chat);
    else
      await api.setMyCommands(
        chat,
        commands.map(({ name, about }) => ({
          command: name,
          description: cutText(about, DESCRIPTION_CHARS),
        })),
      );
  };
}
