import type { Message, Upload } from '../../src/channel.ts';
import { cutText } from '../text.ts';

/** Characters of a message after its entities are parsed. @see https://core.telegram.org/bots/api#sendmessage */
export const TEXT_CHARS = 4096;
/** Characters of what stands under a photo or a document, counted in the same way. */
export const CAPTION_CHARS = 1024;
/** @see https://core.telegram.org/bots/api#answercallbackquery */
const TOAST_CHARS = 200;

/** One request's worth of a message. */
export type Part =
  | { kind: 'text'; html: string }
  /** `html` is the caption; empty: none. */
  | { kind: 'photo' | 'document'; upload: Upload; html: string };

/** A message in the parts in which it is sent; its text is the caption of what it brings, where it is short enough. */
export function renderParts(message: Message): [Part, ...Part[]] {
  const { image, file, title = '', text } = message;
  const uploads: Part[] = [
    ...(image ? [{ kind: 'photo' as const, upload: image, html: '' }] : []),
    ...(file ? [{ kind: 'document' as const, upload: file, html: '' }] : []),
  ];
  const [last, ...before] = uploads.toReversed();
  if (!last) return [{ kind: 'text', html: renderHtml(message) }];
  const fits = title.length + text.length + 1 <= CAPTION_CHARS;
  const parts: Part[] = fits
    ? [...before, { ...last, html: renderHtml(message) }]
    : [...before, last, { kind: 'text', html: renderHtml(message) }];
  return parts as [Part, ...Part[]];
}

/** A message as Telegram's HTML: the title bold, everything escaped, too long a text cut. */
export function renderHtml(message: Message, chars = TEXT_CHARS): string {
  if (!message.title) return escapeHtml(cutText(message.text, chars));
  const title = `<b>${escapeHtml(cutText(message.title, chars))}</b>`;
  const room = chars - message.title.length - 1;
  return message.text === '' || room < 1 ? title : `${title}\n${escapeHtml(cutText(message.text, room))}`;
}

type InlineButton = { text: string; callback_data: string } | { text: string; url: string };
type InlineKeyboard = { inline_keyboard: InlineButton[][] };

export function renderKeyboard(choices: Message['choices']): InlineKeyboard | undefined {
  if (!choices?.length) return undefined;
  return {
    inline_keyboard: choices.map((row) =>
      row.map((choice) =>
        'url' in choice
          ? { text: choice.label, url: choice.url }
          : { text: choice.label, callback_data: choice.token },
      ),
    ),
  };
}

/** The buttons of a new message, with the reply field opened where it wants that; an edit cannot open it. */
export function renderMarkup({
  choices,
  openReply,
  replyTo,
}: Message): (InlineKeyboard & { force_reply?: true }) | { force_reply: true; selective?: true } | undefined {
  const keyboard = renderKeyboard(choices);
  if (!openReply) return keyboard;
  if (keyboard) return { ...keyboard, force_reply: true };
  // In a group the field opens for who is replied to alone.
  return { force_reply: true, ...(replyTo !== undefined && { selective: true }) };
}

/** The text that pops up over the chat in answer to a tap. */
export function renderToast(message: Message): string {
  return cutText(message.text, TOAST_CHARS);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
