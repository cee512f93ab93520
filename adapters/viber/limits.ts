import type { ChannelLimits } from '../../src/channel.ts';
import { BUTTONS_PER_ROW, TAP_MARK, TEXT_CHARS } from './render.ts';

/** What can be the id of a user. */
export const USER_ID = /^[\w+/=-]{2,128}$/;

/** Of an ActionBody's 100 bytes our mark takes some. */
export const viberLimits: ChannelLimits = {
  tokenBytes: 100 - TAP_MARK.length,
  textChars: TEXT_CHARS,
  buttonsPerRow: BUTTONS_PER_ROW,
  buttons: 24,
  buttonChars: 40,
};
