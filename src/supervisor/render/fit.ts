import type { Message } from '../../channel.ts';

/** What every platform takes in one message, title included: Telegram takes 4,096 UTF-16 units, Viber 7,000. */
const MOST_UNITS = 4000;

/** A message that fits wherever it goes: lines that are too many are left out at its end. */
export function fitted(message: Message): Message {
  const room = MOST_UNITS - (message.title?.length ?? 0);
  if (message.text.length <= room) return message;
  const cut = message.text.lastIndexOf('\n', room - 2);
  return { ...message, text: `${message.text.slice(0, cut === -1 ? room - 2 : cut)}\n…` };
}
