import { ChannelError } from '../../src/errors.ts';

/** True for the number of a chat: a person's own, or that of a group or a channel, which is below 0. */
export function isChatId(id: string): boolean {
  return /^-?[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id));
}

/** @throws {ChannelError} for anything but a chat's number */
export function chatIdOf(id: string): number {
  if (!isChatId(id)) throw new ChannelError('unreachable', `"${id}" is not the number of a Telegram chat`);
  return Number(id);
}
