import type { Choice, Message } from '../../src/channel.ts';
import { cutText } from '../text.ts';

/** Characters of a message after its entities are parsed. @see https://core.telegram.org/bots/api#sendmessage */
export const TEXT_CHARS = 4096;
/** @see https://core.telegram.org/bots/api#answercallbackquery */
const TOAST_CHARS = 200;

/** A message as Telegram's HTML: the title bold, everything escaped, too long a text cut. */
export function renderHtml(message: Message): string {
  const text = escapeHtml(cutText(message.text, TEXT_CHARS - (message.title ? message.title.length + 1 : 0)));
  if (!message.title) return text;
  const title = `<b>${escapeHtml(cutText(message.title, TEXT_CHARS))}</b>`;
  return message.text === '' ? title : `${title}\n${text}`;
}

export function renderKeyboard(
  choices: Choice[][] | undefined,
): { inline_keyboard: Array<Array<{ text: string; callback_data: string }>> } | undefined {
  if (!choices?.length) return undefined;
  return {
    inline_keyboard: choices.map((row) =>
      row.map(({ label, token }) => ({ text: label, callback_data: token })),
    ),
  };
}

/** The text that pops up over the chat in answer to a tap. */
export function renderToast(message: Message): string {
  return cutText(message.text, TOAST_CHARS);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
