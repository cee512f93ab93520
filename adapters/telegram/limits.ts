import type { ChannelLimits } from '../../src/channel.ts';
import { TEXT_CHARS } from './render.ts';

/** @see https://core.telegram.org/bots/api#inlinekeyboardbutton */
export const telegramLimits: ChannelLimits = {
  tokenBytes: 64,
  textChars: TEXT_CHARS,
  buttonsPerRow: 8,
  buttons: 100,
  buttonChars: 40,
};

/** @see https://core.telegram.org/bots/api#sending-files */
export const FILE_BYTES = 50 * 1024 * 1024;
