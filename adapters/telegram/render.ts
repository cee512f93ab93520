import type { Actor, Choice, LinkChoice, Message, Upload } from '../../src/channel.ts';
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
  const { image, file } = message;
  const uploads: Part[] = [
    ...(image ? [{ kind: 'photo' as const, upload: image, html: '' }] : []),
    ...(file ? [{ kind: 'document' as const, upload: file, html: '' }] : []),
  ];
  const [last, ...before] = uploads.toReversed();
  if (!last) return [{ kind: 'text', html: renderHtml(message) }];
  const fits = lengthOf(message) <= CAPTION_CHARS;
  const parts: Part[] = fits
    ? [...before, { ...last, html: renderHtml(message) }]
    : [...before, last, { kind: 'text', html: renderHtml(message) }];
  return parts as [Part, ...Part[]];
}

/**
 * A message as Telegram's HTML: the title bold, what is folded in a quote that opens, everything escaped. Too long a
 * message loses lines of what is folded first, then the end of its text.
 */
export function renderHtml(message: Message, chars = TEXT_CHARS): string {
  const { title, text, more = '', openReply } = message;
  const parts: string[] = [];
  let room = chars;
  const add = (words: string, wrap: (html: string) => string): void => {
    if (words === '' || room < 1) return;
    parts.push(wrap(escapeHtml(words)));
    room -= words.length + 1;
  };
  const { from } = openReply ?? {};
  if (from)
    add(cutText(nameOf(from), room), (html) => `<a href="tg://user?id=${Number(from.id)}">${html}</a>`);
  if (title) add(cutText(title, room), (html) => `<b>${html}</b>`);
  add(cutText(text, room), (html) => html);
  add(cutLines(more, room), (html) => `<blockquote expandable>${html}</blockquote>`);
  return parts.join('\n');
}

/** Characters of a whole message after its entities are parsed. */
function lengthOf({ title, text, more, openReply }: Message): number {
  const words = [openReply?.from && nameOf(openReply.from), title, text, more];
  return words.filter(Boolean).join('\n').length;
}

const nameOf = ({ name }: Actor): string => name ?? '@';

/** As many whole lines of a text as fit into `chars`, with a line `…` in place of the others; empty: not one does. */
function cutLines(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const end = text.lastIndexOf('\n', chars - 2);
  return end > 0 ? `${text.slice(0, end)}\n…` : '';
}

type InlineButton =
  | { text: string; callback_data: string }
  | { text: string; url: string }
  | { text: string; web_app: { url: string } };
type InlineKeyboard = { inline_keyboard: InlineButton[][] };

/** @param hasApps whether a button may open a Mini App there; else it opens the page in a browser */
export function renderKeyboard(choices: Message['choices'], hasApps: boolean): InlineKeyboard | undefined {
  if (!choices?.length) return undefined;
  return { inline_keyboard: choices.map((row) => row.map((choice) => renderButton(choice, hasApps))) };
}

function renderButton(choice: Choice | LinkChoice, hasApps: boolean): InlineButton {
  const { label: text } = choice;
  if (!('url' in choice)) return { text, callback_data: choice.token };
  const { url, opens } = choice;
  return opens === 'app' && hasApps ? { text, web_app: { url } } : { text, url };
}

/**
 * Only in private chats, and not in the name of a business account.
 * @see https://core.telegram.org/bots/api#inlinekeyboardbutton
 */
export const hasAppsIn = (clientId: string, { connection }: Pick<Message, 'connection'>): boolean =>
  !clientId.startsWith('-') && connection === undefined;

/** The buttons of a new message, with the reply field opened where it wants that; an edit cannot open it. */
export function renderMarkup(
  { choices, openReply, replyTo }: Message,
  hasApps: boolean,
): (InlineKeyboard & { force_reply?: true }) | { force_reply: true; selective?: true } | undefined {
  const keyboard = renderKeyboard(choices, hasApps);
  if (!openReply) return keyboard;
  if (keyboard) return { force_reply: true, ...keyboard };
  // In a group the field opens for who is named or replied to alone.
  const isSelective = openReply.from !== undefined || replyTo !== undefined;
  return { force_reply: true, ...(isSelective && { selective: true }) };
}

/** The text that pops up over the chat in answer to a tap. */
export function renderToast(message: Message): string {
  return cutText(message.text, TOAST_CHARS);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
